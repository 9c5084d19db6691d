# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# What is done in a window as people would, by xdotool: for drive_jalv.sh and
# ardour_window.sh, which say in `face` whose it is, effect or listen, and have a function
# `play NAME`. `host` is the host's window, `window` the one in it.

# Long enough to meet whatever is done meanwhile, and never silent.
make_tone() { # SECONDS
    ffmpeg -nostdin -v error -y -f lavfi -i "sine=110:duration=$1:sample_rate=48000" \
        -c:a pcm_f32le "$dir/tone$1.wav"
}

# A model that takes its time: there is a lot of nothing in its file.
large=$dir/home/large.json
make_large() {
    {
        printf '{' && head -c 268435456 /dev/zero | tr '\0' ' ' &&
            tail -c +2 "$bundle/fuzz-face-lstm16.json"
    } >"$large"
}

# A window that has gone may leave it waiting.
drive() { timeout 10 xdotool "$@"; }

host=
window=

# find_window SEARCH...: the host's window, and in it the one that is not of its connection:
# ids say whose they are.
find_window() {
    host=$(drive search --all "$@" 2>/dev/null | tail -n 1)
    [ -n "$host" ] || return 1
    window=$(xwininfo -tree -id "$host" | sed -n 's/^ *\(0x[0-9a-f]*\) .*/\1/p' |
        while read -r id; do
            [ $((id >> 20)) -eq $((host >> 20)) ] || echo "$id"
        done | head -n 1)
    [ -n "$window" ]
}
measure_window() {
    shown=
    read -r width height <<GEOMETRY
$(xwininfo -id "$window" | awk '/Width:/ { w = $2 } /Height:/ { print w, $2 }')
GEOMETRY
    echo "$width x $height"
}

# Keys go to the window in focus where the pointer is over none.
to_host() { # KEY
    drive mousemove 2199 1399 windowfocus "$host" sleep 0.1 key "$1"
}

level() { # dB of the tone's middle
    play tone1 && ffmpeg -nostdin -ss 0.4 -t 0.5 -i "$dir/heard.wav" -af volumedetect -f null - 2>&1 |
        sed -n 's/.*mean_volume: \([-0-9.]*\) dB/\1/p'
}

# Where a widget is comes from the code that lays them out; `shown` is what it shows that
# changes that (face_places.c).
place() { # NAME
    "$tools/face_places" "$face" "$width" "$height" "$bundle" ${shown:+"$shown"} |
        awk -v name="$1" '{ at = $1 " " $2; sub(/^[^ ]+ [^ ]+ /, "") } $0 == name { print at; exit }'
}
point() { # NAME
    drive mousemove --window "$window" $(place "$1")
}
click() { # NAME [COUNT]
    point "$1" && drive click --repeat "${2:-1}" --delay 60 1
}
drag() { # NAME PIXELS: upwards
    point "$1" && drive mousedown 1
    for _ in 1 2 3 4 5; do
        drive mousemove_relative -- 0 $((-$2 / 5)) sleep 0.05
    done
    drive mouseup 1
}

# while_playing COMMAND: no moment of silence in what is heard.
while_playing() {
    play tone6 &
    player=$!
    sleep 1.5
    "$1"
    wait "$player" || return 1
    ffmpeg -nostdin -ss 0.3 -t 5.5 -i "$dir/heard.wav" -af silencedetect=n=-60dB:d=0.004 \
        -f null - >"$dir/silence" 2>&1 || return 1
    gaps=$(grep -c silence_start "$dir/silence")
    echo "$gaps gaps"
    [ "$gaps" -eq 0 ]
}
begin_to_load() {
    click Search
    drive key Escape
    drive type --delay 20 large
    drive sleep 0.5 key Return sleep 0.1
}
