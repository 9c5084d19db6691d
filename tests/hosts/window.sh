# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# The effect's window in jalv, on a screen of its own, driven by pointer and keys as people
# would: what jalv saves says what its parameters are, a recording what is heard.

. "$here/drive_jalv.sh"
face=effect
start_screen jalv.gtk3 xkill xwininfo || return 0
make_tone 1 && make_tone 6 && make_large || exit 1

# plays MODEL: a file, by what is saved and by what is heard.
plays() {
    sleep 0.5
    is_saved_model "$1" || {
        echo "the model is $(saved_model)"
        return 1
    }
    renders "$bundle/$1" unfold
}
play() { # NAME [CLIENT]
    timeout 30 "$tools/jack_play" "$dir/$1.wav" "$dir/heard.wav" "${2:-unfold}:in" "${2:-unfold}:out" >&2
}
renders() { # MODEL CLIENT: what is heard is what this file makes of it
    "$unfold" render "$1" "$dir/dry.wav" "$dir/expected.wav" >&2 && play dry "$2" &&
        "$tools/compare" "$dir/expected.wav" "$dir/heard.wav" $heard_silence
}
opens_in_jalv() {
    open_jalv unfold && has_size 1000 620 && save
}
loads_by_double_click() {
    click "Overdrive TS9" 2
    plays overdrive-ts9-rnn16.json
}
loads_by_search() {
    click Search
    drive type --delay 40 fuzz
    drive key Return
    plays fuzz-face-lstm16.json
}
loads_by_arrows() {
    click Search
    drive key Escape Home Down Return
    plays amp-deluxe-gru16.json
}
steps_on() {
    click Next
    plays amp-deluxe-lstm2x16.json
}
steps_back() {
    click Previous
    plays amp-deluxe-gru16.json
}
turns_by_dragging() {
    drag Input 50
    saved_as input "v > 4 && v < 40" && coarse=$(value_of input)
}
turns_finely() {
    point Input
    drive click --repeat 2 --delay 60 1 keydown Shift_L
    drag Input 50
    drive keyup Shift_L
    saved_as input "v > 0 && v < $coarse / 3"
}
turns_by_wheel() {
    click Output 2
    drive click 5 click 5
    saved_as output "v < 0 && v >= -6"
}
takes_typed_values() {
    click Output 2
    before=$(level)
    drive type --delay 40 -- -12
    drive key Return
    saved_as output "v == -12" || return 1
    after=$(level)
    echo "from $before to $after dB"
    awk "BEGIN { d = $after - ($before); exit !(d > -12.3 && d < -11.7) }"
}
resets() {
    click Input 2
    click Output 2
    saved_as input "v == 0" && saved_as output "v == 0" && plays amp-deluxe-gru16.json
}
is_bypassed() {
    click Enabled
    saved_as enabled "v == 0" && play dry && "$tools/compare" "$dir/dry.wav" "$dir/heard.wav" $same
}
is_enabled_again() {
    click Enabled
    saved_as enabled "v == 1" && plays amp-deluxe-gru16.json
}
works_by_keyboard_alone() {
    click Output
    drive key Tab Down Down Down # Mix
    saved_as mix "v < 100 && v > 80" || return 1
    click Mix 2
    saved_as mix "v == 100"
}
turns_knobs_of_the_model() {
    click "Overdrive with a knob" 2
    sleep 0.5
    is_saved_model overdrive-knob-lstm16.json || return 1
    shown=$(sed -n 's/.*{"name": "\([^"]*\)", "default".*/\1/p' "$bundle/overdrive-knob-lstm16.json")
    drag "$shown" 40
    saved_as knob_1 "v > 0.55"
}

cut_while_loading() {
    begin_to_load
    cut_window
}
window_is_cut() {
    while_playing cut_while_loading && is_alive && renders "$large" unfold
}
# That ends jalv, which is not to fall over it.
closes_while_loading() {
    open_jalv unfold >/dev/null || return 1
    begin_to_load
    to_host ctrl+q
    wait "$jalv"
    left=$?
    echo "it left with $left"
    [ "$left" -eq 0 ]
}

two_open() {
    open_jalv unfold >/dev/null || return 1
    first=$jalv
    drive windowmove "$host" 1100 0
    click Fuzz 2
    open_jalv other || return 1
    click "Overdrive TS9" 2
    sleep 1
    renders "$bundle/fuzz-face-lstm16.json" unfold >&2 &&
        renders "$bundle/overdrive-ts9-rnn16.json" other
}
kill_other() {
    kill -9 "$jalv"
    wait "$jalv" 2>/dev/null
}
one_is_killed() {
    while_playing kill_other && kill -0 "$first"
}

start_jack
first=
check "jalv opens the window" opens_in_jalv
if [ -f "$dir/window/saved/state.ttl" ]; then
    check "a double click loads a model" loads_by_double_click
    check "a search and Enter load a model" loads_by_search
    check "arrows and Enter load a model" loads_by_arrows
    check "next plays the model after it" steps_on
    check "previous plays the model before it" steps_back
    check "dragging turns a dial" turns_by_dragging
    check "with Shift it turns finely" turns_finely
    check "the wheel turns a dial" turns_by_wheel
    check "a typed value is what is heard" takes_typed_values
    check "double clicks reset dials" resets
    check "bypassed, the input is what is heard" is_bypassed
    check "enabled, the model is heard again" is_enabled_again
    check "keys alone turn dials" works_by_keyboard_alone
    check "a knob of the model turns" turns_knobs_of_the_model
    check "the sound goes on where the window is cut off while a model loads" window_is_cut
    leave
    start_jack # which waits long for clients that were cut off
    check "jalv can be closed while a model loads" closes_while_loading
    start_jack 1000 # it waits for the one that is killed, again and again
    check "two windows at once are of two effects" two_open
    check "the sound goes on where the other is killed" one_is_killed
    [ -z "$first" ] || kill -9 "$first" # JACK may keep it from leaving by itself
    wait "$first" 2>/dev/null
fi
stop_jack
stop_screen
