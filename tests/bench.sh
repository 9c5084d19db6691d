#!/bin/sh
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# What `make bench` shows: playing and training costs, and playing as a share of what the
# reference loops (REFERENCE, if set) take; the least of three rounds of both in turn.
set -eu
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for round in 1 2 3; do
    "$UNFOLD" bench | awk 'NR > 1 {print "ours", $1, $2, $3, $5}' >>"$lines"
    [ -z "${REFERENCE:-}" ] || "$REFERENCE" 100 2>/dev/null | sed 's/^/reference /' >>"$lines"
done
awk '
function least(table, key, value) {
    if (!(key in table) || value < table[key])
        table[key] = value
}
$1 == "ours" {
    key = sprintf("%-4s %5d", $2, $3)
    if (!(key in ours))
        order[++rows] = key
    least(ours, key, $4 + 0)
    if ($5 + 0 > trains[key])
        trains[key] = $5 + 0
}
$1 == "reference" { least(reference, sprintf("%-4s %5d", $2, $3), $4 + 0) }
END {
    print "cell units  ns/sample  reference  share  training Msamples/s"
    for (row = 1; row <= rows; ++row) {
        key = order[row]
        if (key in reference)
            shares = sprintf("%9.1f  %5.2f", reference[key], ours[key] / reference[key])
        else
            shares = sprintf("%9s  %5s", "-", "-")
        printf "%s  %9.1f  %s  %19.2f\n", key, ours[key], shares, trains[key]
    }
}' "$lines"
