# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors

validate() {
    lv2_validate "$bundle"/*.ttl 2>&1 | tail -n 1
    lv2_validate "$bundle"/*.ttl >/dev/null 2>&1
}
check "lv2_validate finds no errors" validate

for uri in urn:unfold:effect urn:unfold:effect-stereo urn:unfold:listen; do
    listed() {
        lv2ls 2>/dev/null | grep -x "$uri"
    }
    check "lv2ls lists it" listed

    bench() {
        lv2bench "$uri" 2>&1 | grep "$uri"
    }
    check "lv2bench runs it (seconds)" bench
done

many() {
    taskset -c 0 "$tools/many" "$dir/dry.wav" 50 64 5 2>/dev/null
}
check "fifty of them at once" many
