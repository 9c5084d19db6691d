# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# A plugin's window in jalv, for window.sh and listen_window.sh: `face` says whose, effect
# or listen.

. "$here/drive.sh"
mkdir -p "$dir/window"

# open_jalv NAME: with the plugin in its window, which `window` then is.
open_jalv() {
    (cd "$dir/window" && exec jalv.gtk3 --jack-name="$1" -x "urn:unfold:$face") \
        >"$dir/$1.log" 2>&1 &
    jalv=$!
    soon find_window --pid "$jalv" --name '^Unfold' || {
        cat "$dir/$1.log" >&2
        return 1
    }
    measure_window
}
is_alive() { kill -0 "$jalv" 2>/dev/null; }

# Its state as jalv saves it: in a dialog that asks for a name, looks up what is typed, and
# misses keys meanwhile.
is_saved() {
    grep -q '\] \.$' "$dir/window/saved/state.ttl" 2>/dev/null && return
    sleep 0.3
    drive key Return
    return 1
}
save() {
    rm -rf "$dir/window/saved"
    to_host ctrl+s
    soon drive search --name '^Save State$' >/dev/null || return 1
    drive search --name '^Save State$' windowfocus sleep 0.1
    drive type --delay 40 saved
    soon is_saved
}
value_of() { # SYMBOL: as it was saved
    awk -v symbol="\"$1\"" '$2 == symbol { found = 1 } found && /pset:value/ { print $2; exit }' \
        "$dir/window/saved/state.ttl"
}

# saved_as SYMBOL CONDITION: on its value, v.
saved_as() {
    save || return 1
    v=$(value_of "$1")
    echo "$1 is $v"
    awk -v v="$v" "BEGIN { exit !($2) }"
}
saved_model() {
    save && sed -n 's/.*<urn:unfold:model> <\([^>]*\)>.*/\1/p' "$dir/window/saved/state.ttl"
}
is_saved_model() {
    [ "$(saved_model)" = "$1" ]
}
has_size() { # WIDTH HEIGHT
    [ "$width" -eq "$1" ] && [ "$height" -eq "$2" ]
}

cut_window() {
    xkill -id "$window" >&2
}
leave() {
    to_host ctrl+q
    wait "$jalv"
}
