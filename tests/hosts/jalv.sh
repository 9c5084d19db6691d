# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# jalv on a JACK server without a sound card; a JACK client plays into it and records.

# through_jalv EXPECTED COMMAND [OPTION...]: jalv with the options, told the command.
through_jalv() {
    expected=$1
    command=$2
    shift 2
    start_jack
    mkfifo "$dir/keys"
    jalv -x -n unfold "$@" urn:unfold:effect <"$dir/keys" >"$dir/jalv.log" 2>&1 &
    jalv=$!
    exec 3>"$dir/keys"
    sleep 2
    printf 'presets\n%s\n' "$command" >&3 # it finds no preset that it has not listed
    sleep 1
    "$tools/jack_play" "$dir/dry.wav" "$dir/jalv.wav" unfold:in unfold:out >&2
    exec 3>&-
    rm "$dir/keys"
    wait "$jalv" 2>/dev/null # the end of its input ends it
    stop_jack
    cat "$dir/jalv.log" >&2
    "$tools/compare" "$expected" "$dir/jalv.wav" $heard_silence
}
check "jalv plays the bundled model" through_jalv "$dir/wet1.wav" controls
for n in $(seq "$count"); do
    check "jalv plays the preset $(nth $n "$labels")" \
        through_jalv "$dir/wet$n.wav" "preset $(nth $n "$names")"
done

# A state as hosts save it, by lilv, with the model beside it; then the folder moves.
with_saved_state() {
    "$tools/save_state" "$(nth "$count" "$names")" "$dir/saved" >&2 || return 1
    mv "$dir/saved" "$dir/moved"
    through_jalv "$dir/wet$count.wav" controls -l "$dir/moved"
}
check "jalv plays a saved state" with_saved_state
