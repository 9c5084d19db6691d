#!/bin/sh
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# The built bundle in hosts that people use: one line for each check, non-zero if one
# fails. `make test-hosts` runs this; BUILD is the build folder.
set -u
here=$(cd "$(dirname "$0")" && pwd)
BUILD=$(cd "${BUILD:-build}" && pwd)
bundle=$BUILD/unfold.lv2
unfold=$BUILD/unfold
tools=$BUILD/hosts
dir=$(mktemp -d) # kept if KEEP is set
passed=0
failed=0
server=
screen=
left= # a server that had to be killed has left its name

# A server that waits for a client that was killed does so ten of its timeouts long.
stop_jack() {
    [ -n "$server" ] || return 0
    kill "$server" 2>/dev/null
    { sleep 5 && kill -9 "$server"; } >/dev/null 2>&1 &
    end=$!
    wait "$server" 2>/dev/null
    kill "$end" 2>/dev/null || left=1
    wait "$end" 2>/dev/null
    server=
}

stop_screen() {
    [ -n "$screen" ] || return 0
    kill "$screen" 2>/dev/null
    wait "$screen" 2>/dev/null
    screen=
}

finish() {
    stop_screen
    stop_jack
    # JACK has room for eight names: the next of the same name gives it back.
    [ -z "$left" ] || { start_jack && stop_jack; }
    [ -n "${KEEP:-}" ] || rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM

# check NAME COMMAND...: its output is the detail.
check() {
    name=$1
    shift
    if "$@" >"$dir/detail" 2>"$dir/errors"; then
        passed=$((passed + 1))
        echo "ok: $name: $(tail -n 1 "$dir/detail")"
    else
        failed=$((failed + 1))
        echo "FAILED: $name: $(tail -n 1 "$dir/detail")"
        tail -n 20 "$dir/errors" | sed 's/^/    /'
    fi
}

# Hosts see a copy of the bundle and the standard ones, and leave their settings here.
mkdir "$dir/lv2" "$dir/home"
cp -R "$bundle" "$dir/lv2"
bundle=$dir/lv2/unfold.lv2
export HOME="$dir/home" XDG_CONFIG_HOME="$dir/home/.config" XDG_CACHE_HOME="$dir/home/.cache"
export LV2_PATH="$dir/lv2:/usr/lib/lv2:/usr/local/lib/lv2"
export JACK_DEFAULT_SERVER="unfold-$$" JACK_NO_START_SERVER=1

# The demo's model becomes one more preset of the copy, after those of the list.
demo=$here/../../presets/demo
[ -f "$BUILD/demo/model.json" ] && cp "$BUILD/demo/model.json" "$bundle/demo.json" ||
    "$unfold" train "$demo/dry.flac" "$demo/wet.flac" -o "$bundle/demo.json" --minutes 0.2 >/dev/null 2>&1 || exit 1
preset='<urn:unfold:preset:demo>
	a pset:Preset ;
	lv2:appliesTo <urn:unfold:effect> , <urn:unfold:effect-stereo> ;
	rdfs:label "Demo" ;'
printf '%s\n\trdfs:seeAlso <presets.ttl> .\n' "$preset" >>"$bundle/manifest.ttl"
printf '%s\n\tstate:state [\n\t\t<urn:unfold:model> <demo.json>\n\t] .\n' "$preset" >>"$bundle/presets.ttl"

# What the presets of a plugin are, in the order of the list, as name|label|model; the
# first is the default.
presets_of() {
    awk -v of="<$1>" '/^</ { name = $1; gsub(/[<>]/, "", name); ours = 0 }
        index($0, "lv2:appliesTo") && index($0, of) { ours = 1 }
        /rdfs:label "/ { label = $0; gsub(/^[^"]*"|"[^"]*$/, "", label) }
        /<urn:unfold:model>/ && ours { gsub(/.*<|>.*/, "", $0); print name "|" label "|" $0 }' \
        "$bundle/presets.ttl"
}
presets=$(presets_of urn:unfold:effect)
names=$(echo "$presets" | cut -d '|' -f 1)
labels=$(echo "$presets" | cut -d '|' -f 2)
models=$(echo "$presets" | cut -d '|' -f 3)
count=$(echo "$names" | wc -l)
nth() { echo "$2" | sed -n "$1p"; }

# What counts as the same sound where a host plays seconds of silence first, of a length
# nobody knows: the rounding of the resting state differs by then, and a drive of 50 dB
# lifts that to 1e-5. With the same history outputs are the same to 1e-6.
heard_silence=1e-4
same=1e-6

# Guitar: what models know. On sounds far from what they learned from, some answer the last
# bit of their state with another sound.
ffmpeg -nostdin -v error -y -t 4 -i "$demo/dry.flac" -c:a pcm_f32le "$dir/dry.wav" || exit 1
for n in $(seq "$count"); do
    "$unfold" render "$bundle/$(nth $n "$models")" "$dir/dry.wav" "$dir/wet$n.wav" >/dev/null || exit 1
done

# start_jack [MS]: a server without a sound card, a fresh one for each check, that waits so
# long for its clients: longer than a busy machine keeps them from their work.
start_jack() {
    stop_jack
    jackd --no-realtime -S -n "$JACK_DEFAULT_SERVER" -t "${1:-10000}" -d dummy -r 48000 -p 256 >"$dir/jackd.log" 2>&1 &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        jack_lsp >/dev/null 2>&1 && return
        sleep 0.3
    done
}

# in_jalv COMMANDS IN OUT PORTS [ARGUMENT...]: jalv with these arguments on such a server,
# told the commands (with \n between them), while jack_play plays IN and records OUT.
in_jalv() {
    commands=$1
    in=$2
    out=$3
    ports=$4
    shift 4
    start_jack
    mkfifo "$dir/keys"
    jalv -x -n unfold "$@" <"$dir/keys" >"$dir/jalv.log" 2>&1 &
    jalv=$!
    exec 3>"$dir/keys"
    sleep 2
    printf "presets\n$commands\n" >&3 # it finds no preset that it has not listed
    sleep 1
    "$tools/jack_play" "$in" "$out" $ports
    exec 3>&-
    rm "$dir/keys"
    wait "$jalv" 2>/dev/null # the end of its input ends it
    stop_jack
    cat "$dir/jalv.log" >&2
}

# soon COMMAND...: whether it comes to hold within ten seconds.
soon() {
    for _ in $(seq 50); do
        "$@" && return
        sleep 0.2
    done
    return 1
}

# start_screen COMMAND...: an X server with nobody before it, unless one of the commands
# is missing, or the windows are.
start_screen() {
    for command in Xvfb xdotool "$@"; do
        command -v "$command" >/dev/null && continue
        echo "skipped: $part: there is no $command"
        return 1
    done
    [ -f "$bundle/unfold-ui.so" ] || {
        echo "skipped: $part: the bundle has no windows"
        return 1
    }
    Xvfb -displayfd 5 -screen 0 2200x1400x24 -nolisten tcp 5>"$dir/display" >/dev/null 2>&1 &
    screen=$!
    soon test -s "$dir/display" || return 1
    export DISPLAY=":$(cat "$dir/display")"
}

# All of them, or those that are named: run.sh ffmpeg jalv.
for part in ${*:-turtle ffmpeg jalv listen window listen_window ardour ardour_window}; do
    . "$here/$part.sh"
done

echo "hosts: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
