# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# ffmpeg has no worker, no options, no state: the bundled model by itself, in place, in
# blocks of its own.

through_ffmpeg() {
    ffmpeg -nostdin -v error -y -i "$dir/dry.wav" -af "lv2=plugin=urn\\\\:unfold\\\\:effect$1" \
        -c:a pcm_f32le "$dir/ffmpeg.wav" >&2 &&
        "$tools/compare" "$2" "$dir/ffmpeg.wav" $same
}
check "ffmpeg plays what unfold render writes" through_ffmpeg "" "$dir/wet1.wav"
check "ffmpeg with mix at 0 plays the input" through_ffmpeg ":controls=mix=0" "$dir/dry.wav"
check "ffmpeg with enabled at 0 plays the input" through_ffmpeg ":controls=enabled=0" "$dir/dry.wav"

# Each side of the stereo effect is as render makes it.
stereo_through_ffmpeg() {
    side=$1
    ffmpeg -nostdin -v error -y -i "$dir/dry.wav" \
        -af "pan=stereo|c0=c0|c1=-0.5*c0,lv2=plugin=urn\\\\:unfold\\\\:effect-stereo,pan=mono|c0=c$side" \
        -c:a pcm_f32le "$dir/ffmpeg.wav" >&2 &&
        "$tools/compare" "$2" "$dir/ffmpeg.wav" $same
}
ffmpeg -nostdin -v error -y -i "$dir/dry.wav" -af "pan=mono|c0=-0.5*c0" -c:a pcm_f32le "$dir/right.wav" &&
    "$unfold" render "$bundle/$(nth 1 "$models")" "$dir/right.wav" "$dir/right-wet.wav" >/dev/null
check "ffmpeg plays the left side in stereo" stereo_through_ffmpeg 0 "$dir/wet1.wav"
check "ffmpeg plays the right side in stereo" stereo_through_ffmpeg 1 "$dir/right-wet.wav"
