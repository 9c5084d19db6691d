# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# The windows of all plugins in Ardour's own, at once; one is closed while a model loads.

. "$here/drive.sh"
face=effect
ardour_lua=$(command -v ardour7-lua || command -v ardour8-lua || command -v ardour-lua)
start_screen "${ardour_lua:-ardour-lua}" ardour xwininfo || return 0
make_tone 1 && make_tone 6 && make_large || exit 1
. "$here/hits.sh"

# Its first questions answered: it is no new user, and the sound comes from JACK.
ardour_home=$dir/home/.config/$(basename "${ardour_lua%-lua}")
mkdir -p "$ardour_home"
touch "$ardour_home/.a${ardour_home##*ardour}"
cat >"$ardour_home/config" <<'CONFIG'
<?xml version="1.0" encoding="UTF-8"?>
<Ardour>
  <Extra><AudioMIDISetup><EngineStates>
    <State backend="JACK" driver="" device="" input-device="" output-device=""
      sample-rate="48000" buffer-size="256" n-periods="2" input-latency="0" output-latency="0"
      lm-input="" lm-output="" active="1" use-buffered-io="0" midi-option="" lru="1"/>
  </EngineStates></AudioMIDISetup></Extra>
</Ardour>
CONFIG
session=$dir/session-window/unfold
mkdir "$dir/session-window"

# A session whose windows are open.
make_session() {
    rm -rf "$session"
    start_jack
    SESSION=$session timeout 60 "$ardour_lua" "$here/ardour_window.lua" >"$dir/ardour.log" 2>&1
    stop_jack
    grep "^seen: " "$dir/ardour.log" || {
        cat "$dir/ardour.log" >&2
        return 1
    }
    windows=$(awk '
        /<Route / { split($0, part, "id=\""); split(part[2], route, "\"") }
        /unique-id="urn:unfold:/ {
            split($0, part, "id=\""); split(part[2], id, "\"")
            printf "<Window name=\"P-%s-%s\" visible=\"1\" x-off=\"%d\" y-off=\"%d\" x-size=\"1000\" y-size=\"660\"/>", \
                route[1], id[1], n ? 1150 : 0, /listen/ ? 20 : 700; ++n
        }' "$session/unfold.ardour")
    sed -i "s|</Session>|<Extra><UI>$windows</UI></Extra></Session>|" "$session/unfold.ardour"
}
try_to_make_session() {
    make_session || make_session || make_session
}

open_ardour() {
    start_jack
    ardour --no-announcements "$session/unfold.ardour" >"$dir/ardour.log" 2>&1 &
    host_process=$!
    soon find_window --name '^keys: Unfold' && soon find_window --name '^drums: Unfold' &&
        soon find_window --name '^guitar: Unfold' || {
        cat "$dir/ardour.log" >&2
        return 1
    }
    soon jack_has_ports || return 1
    sleep 2
    measure_window
}
jack_has_ports() {
    jack_lsp 2>/dev/null | grep -q 'ardour:guitar/audio_out 1'
}
play() { # NAME
    "$tools/jack_play" "$dir/$1.wav" "$dir/heard.wav" "ardour:guitar/audio_in 1" \
        "ardour:guitar/audio_out 1" >&2
}

# saved WHAT: a regular expression, in the session.
saved() {
    to_host ctrl+s
    soon grep -q "$1" "$session/unfold.ardour"
}
follows() {
    click Output
    before=$(level)
    drive type --delay 40 -- -12
    drive key Return
    saved 'symbol="output" value="-12"' || return 1
    after=$(level)
    echo "from $before to $after dB"
    awk "BEGIN { d = $after - ($before); exit !(d > -12.3 && d < -11.7) }"
}
loads_a_model() {
    click Output 2
    click "Overdrive TS9" 2
    sleep 1
    "$unfold" render "$bundle/overdrive-ts9-rnn16.json" "$dir/dry.wav" "$dir/expected.wav" >&2 &&
        play dry && "$tools/compare" "$dir/expected.wav" "$dir/heard.wav" $heard_silence 0 gain
}
# The one that listens, in its own window.
open_listen() {
    soon find_window --name '^drums: Unfold Listen' || return 1
    measure_window
    face=listen
}
play_hits() {
    "$tools/jack_play" "$dir/hits.wav" "$dir/heard.wav" "ardour:drums/audio_in 1" \
        "ardour:drums/audio_out 1" "ardour:drums/midi_out 1" >"$dir/notes" &&
        "$tools/compare" "$dir/hits.wav" "$dir/heard.wav" $same 0 gain >&2
}
threshold_follows() {
    shown=0.5
    drag "the line" -400
    saved 'symbol="threshold" value="0"' && play_hits && notes_follow drums-gru64.json 0
}
typed_note_follows() {
    click "Base note"
    drive type --delay 40 60
    drive key Return
    saved 'symbol="base_note" value="60"' && play_hits || return 1
    echo "the lowest of $(wc -l <"$dir/notes") notes is $(cut -d ' ' -f 2 "$dir/notes" | sort -n | head -n 1)"
    awk '{ if ($2 < 60) ++wrong } END { exit !(NR && !wrong) }' "$dir/notes"
}

close_while_loading() {
    begin_to_load
    "$tools/ask_to_close" "$host"
}
is_hidden() {
    ! drive search --onlyvisible --name '^guitar: Unfold' >/dev/null 2>&1
}
sound_goes_on() {
    while_playing close_while_loading && soon is_hidden && kill -0 "$host_process"
}

check "ardour makes a session with all plugins" try_to_make_session
check "ardour opens the windows of all" open_ardour
if [ -n "$window" ]; then
    check "ardour's parameter and sound follow a typed value" follows
    check "ardour plays a model that is chosen in the window" loads_a_model
    check "the sound goes on where ardour closes the window while a model loads" sound_goes_on
    open_listen >/dev/null
    check "ardour's parameter and the notes follow the threshold's line" threshold_follows
    check "ardour's parameter and the notes follow a typed base note" typed_note_follows
fi
kill -9 "$host_process" 2>/dev/null
wait "$host_process" 2>/dev/null
stop_jack
stop_screen
