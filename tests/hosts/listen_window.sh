# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# The window of Unfold Listen in jalv, driven as in window.sh: what is saved, the sound that
# passes through and the notes that come follow what is done in it.

. "$here/drive_jalv.sh"
face=listen
start_screen jalv.gtk3 xkill xwininfo || return 0
. "$here/hits.sh"

# The first of the list is what it starts with; files have their thresholds in the middle.
first_model=drums-gru64.json
other_model=digits-gru64.json

play() { # NAME
    timeout 30 "$tools/jack_play" "$dir/$1.wav" "$dir/heard.wav" \
        unfold:in unfold:out unfold:midi_out >"$dir/notes"
}
play_hits() {
    play hits && passed_through >&2
}
# hears MODEL THRESHOLD: by what is heard and the notes that come.
hears() {
    play_hits && notes_follow "$1" "$2"
}
hears_nothing() {
    play_hits || return 1
    echo "$(wc -l <"$dir/notes") notes"
    [ ! -s "$dir/notes" ]
}
type_value() { # DIAL VALUE
    click "$1"
    drive type --delay 40 -- "$2"
    drive key Return
}
# drag_line FROM PIXELS: the threshold's, from where it is in the picture.
drag_line() {
    shown=$1
    drag "the line" "$2"
}

listen_opens() {
    open_jalv unfold && has_size 1000 560 && save && is_saved_model "$first_model"
}
line_goes_down() {
    drag_line 0.5 -400
    saved_as threshold "v == 0" && hears "$first_model" 0
}
line_goes_up() {
    drag_line 0 400
    saved_as threshold "v == 1" && hears_nothing
}
# The line is where the dial has put it: it can be dragged from there.
dial_moves_the_line() {
    type_value Threshold 0.25
    saved_as threshold "v == 0.25" || return 1
    drag_line 0.25 20
    saved_as threshold "v > 0.3 && v < 0.6"
}
dial_is_turned() {
    drag Threshold -400
    saved_as threshold "v == 0" && hears "$first_model" 0
}
hold_is_typed() {
    type_value Hold 1
    saved_as hold "v == 1"
}
listen_loads_by_double_click() {
    click "Spoken digits" 2
    sleep 0.5
    is_saved_model "$other_model" && hears "$other_model" 0
}
listen_loads_by_search() {
    click Search
    drive type --delay 40 drum
    drive key Return
    sleep 0.5
    is_saved_model "$first_model" && hears "$first_model" 0
}
# Where a sound is heard as something else now and then, its note is one of theirs still.
base_note_is_typed() {
    type_value "Base note" 60
    saved_as base_note "v == 60" && hears "$first_model" 0 || return 1
    notes=$(sed -n 's/.*"notes": \[\([^]]*\)].*/\1/p' "$bundle/$first_model")
    awk -v notes="$notes" '
        BEGIN { count = split(notes, note, /, */); for (k = 1; k <= count; ++k) ours[note[k] + 24] }
        { if (!($2 in ours)) ++wrong }
        END { printf "%d notes, %d of them wrong\n", NR, wrong; exit !(NR && !wrong) }' "$dir/notes"
}
listen_is_bypassed() {
    click Enabled
    saved_as enabled "v == 0" && hears_nothing
}
listen_is_enabled_again() {
    click Enabled
    saved_as enabled "v == 1" && hears "$first_model" 0
}
# Whatever is done while the hits play: all of them are heard, and their notes come.
goes_on() { # COMMAND
    play_hits &
    player=$!
    sleep 2
    "$1"
    wait "$player" && notes_follow "$first_model" 0 && is_alive
}

start_jack
check "jalv opens the window of Unfold Listen" listen_opens
if [ -f "$dir/window/saved/state.ttl" ]; then
    check "a typed hold is the host's" hold_is_typed
    check "with the threshold's line at the bottom all is heard" line_goes_down
    check "with the line at the top there are no notes" line_goes_up
    check "a typed threshold moves the line" dial_moves_the_line
    check "dragging turns the threshold's dial" dial_is_turned
    check "a double click loads a model that listens" listen_loads_by_double_click
    check "a search and Enter load one" listen_loads_by_search
    check "a typed base note moves the notes" base_note_is_typed
    check "bypassed, it plays no notes" listen_is_bypassed
    check "enabled, it plays them again" listen_is_enabled_again
    check "sound and notes go on where the window is cut off" goes_on cut_window
    leave
fi
stop_jack
stop_screen
