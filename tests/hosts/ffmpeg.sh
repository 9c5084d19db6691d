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
