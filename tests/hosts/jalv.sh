# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# jalv on a JACK server without a sound card; a JACK client plays into it and records.

# through_jalv EXPECTED COMMAND [OPTION...]: jalv with the options, told the command.
through_jalv() {
    expected=$1
    command=$2
    shift 2
    in_jalv "$command" "$dir/dry.wav" "$dir/jalv.wav" "unfold:in unfold:out" "$@" urn:unfold:effect >&2
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
