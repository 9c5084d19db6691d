# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# An Ardour session made by a script: a recorded region, the effect with a preset, saved;
# opened and exported, opened once more, saved and exported again.

ardour_lua=$(command -v ardour7-lua || command -v ardour8-lua || command -v ardour-lua)
ardour_export=$(command -v ardour7-export || command -v ardour8-export || command -v ardour-export)
mkdir "$dir/session"
use() { # URI CHANNELS: a session of its own
    uri=$1
    channels=$2
    session=$dir/session/$channels/unfold
    mkdir -p "$dir/session/$channels"
}

# Without a screen Ardour 7 itself now and then crashes or hangs (about one export in
# eight, also of a session without any plugin), so that each step has some tries.
try() {
    for attempt in 1 2 3 4; do
        [ "$attempt" -gt 1 ] && echo "attempt $attempt: $*" >&2
        "$@" && return
    done
    return 1
}

lua_step() {
    [ "$1" = record ] && rm -rf "$session"
    start_jack
    SESSION=$session URI=$uri CHANNELS=$channels PRESET=$(nth "$count" "$labels") STEP=$1 \
        PLAY="$tools/jack_play $dir/dry.wav $dir/live.wav 'ardour:guitar/audio_in 1' 'ardour:guitar/audio_out 1'" \
        timeout 60 "$ardour_lua" "$here/ardour.lua" >"$dir/ardour.log" 2>&1
    stop_jack
    grep "^seen: " "$dir/ardour.log" || {
        cat "$dir/ardour.log" >&2
        return 1
    }
}

export_once() {
    timeout 60 "$ardour_export" -b float -o "$dir/$1.wav" "$session" unfold >&2
}
exported() {
    try export_once "$1" || return 1
    ffmpeg -nostdin -v error -y -i "$dir/$1.wav" -af "pan=mono|c0=c0" -c:a pcm_f32le \
        "$dir/$1-left.wav" >&2
}

# The region is what the track plays; the way to the master may be a gain. Ardour fades an
# export in, not always at the same sample: that moment does not count.
find_region() {
    region=$(find "$session/interchange" -name '*.wav' | head -n 1)
    ffmpeg -nostdin -v error -y -i "$region" -af "pan=mono|c0=c0" -c:a pcm_f32le \
        "$dir/region.wav" >&2
}
export_and_compare() {
    find_region && exported first || return 1
    "$unfold" render "$bundle/$(nth "$count" "$models")" "$dir/region.wav" "$dir/played.wav" >&2 &&
        "$tools/compare" "$dir/played.wav" "$dir/first-left.wav" $heard_silence 0.2 gain
}
export_again() { # OF
    exported second || return 1
    "$tools/compare" "$dir/$1-left.wav" "$dir/second-left.wav" 0 0.2
}
export_automated() {
    exported automated || return 1
    if "$tools/compare" "$dir/first-left.wav" "$dir/automated-left.wav" 0.01 0.2; then
        echo "the automation changes nothing"
        return 1
    fi
}
export_bypassed() {
    find_region && exported bypassed || return 1
    "$tools/compare" "$dir/region.wav" "$dir/bypassed-left.wav" $same 0.2 gain
}

# Ardour keeps a link to the preset's model: both ends move, the link breaks.
move_and_export() { # OF
    mkdir "$dir/elsewhere" && mv "$session" "$dir/elsewhere/moved" &&
        mv "$dir/lv2" "$dir/elsewhere/lv2" || return 1
    session=$dir/elsewhere/moved
    LV2_PATH="$dir/elsewhere/lv2:/usr/lib/lv2" exported third
    mv "$dir/elsewhere/lv2" "$dir/lv2"
    "$tools/compare" "$dir/$1-left.wav" "$dir/third-left.wav" 0 0.2
}

use urn:unfold:effect 1
check "ardour records into a session of ours" try lua_step record
check "ardour inserts the effect, loads a preset and saves" try lua_step insert
check "ardour exports what unfold render writes" export_and_compare
check "ardour opens the session, finds the effect and saves" try lua_step reopen
check "ardour exports the same sound again" export_again first
check "ardour automates the input" try lua_step automate
check "ardour exports what that makes" export_automated
check "ardour opens that session and saves" try lua_step reopen
check "ardour exports the same automated sound again" export_again automated
check "ardour exports it where session and bundle have moved" move_and_export automated
check "ardour turns the effect off" try lua_step bypass
check "ardour exports the input" export_bypassed

use urn:unfold:effect-stereo 2
check "ardour records on a stereo track" try lua_step record
check "ardour inserts the stereo effect and loads a preset" try lua_step insert
check "ardour exports in stereo what unfold render writes" export_and_compare
check "ardour opens the stereo session and saves" try lua_step reopen
check "ardour exports the same stereo sound again" export_again first
