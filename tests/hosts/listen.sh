# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# jalv hears hits through Unfold Listen, passes them on as they are, and plays a note for
# each sound that `unfold label` tells of: as long after its beginning, or after its end,
# as after that of any other.

. "$here/hits.sh"

hears() { # NAME MODEL
    in_jalv "preset $1\nset threshold 0\nset hold 1" "$dir/hits.wav" "$dir/heard.wav" \
        "unfold:in unfold:out unfold:midi_out" urn:unfold:listen >"$dir/notes"
    passed_through >&2 && notes_follow "$2" 0
}
presets_of urn:unfold:listen >"$dir/listening"
while IFS='|' read -r name label model <&4; do
    check "jalv hears with the preset $label" hears "$name" "$model"
done 4<"$dir/listening"
