#!/bin/sh
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# usage: run.sh BUILD SECONDS [READER]
# libFuzzer on every reader of tests/fuzz/readers.h, or on one, for so many seconds each.
# Finds stay in BUILD/corpus/READER, and what broke a reader in BUILD/crashes; status 1
# if anything did. `make fuzz` runs this.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$1
seconds=$2
only=${3:-}
here=tests/fuzz
log=$build/log
mkdir -p "$build/corpus" "$build/crashes" "$log"

# Limits: no allocation above 64 MiB, no input that takes longer than 10 s.
[ -w /dev/shm ] && export TMPDIR=/dev/shm
export ASAN_OPTIONS=quarantine_size_mb=64:detect_stack_use_after_return=0
fuzz() { # READER MOST_BYTES
    mkdir -p "$build/corpus/$1"
    dictionary=
    [ -f "$here/$1.dict" ] && dictionary=-dict=$here/$1.dict
    READER=$1 "$build/readers" -max_total_time="$seconds" -max_len="$2" -timeout=10 \
        -malloc_limit_mb=64 -rss_limit_mb=1024 -print_final_stats=1 -verbosity=1 \
        -artifact_prefix="$build/crashes/$1-" $dictionary \
        "$build/corpus/$1" "$here/corpus/$1" >"$log/$1" 2>&1
}

# The last line that says "cov:", and the statistics at the end, as a row.
row() {
    awk -v reader="$1" '
        / cov: / { for (k = 1; k < NF; ++k) at[$k] = $(k + 1) }
        /^stat::number_of_executed_units/ { runs = $2 }
        /^stat::average_exec_per_sec/ { speed = $2 }
        /^stat::peak_rss_mb/ { memory = $2 }
        /^#[0-9]/ && !runs { count = substr($1, 2) }
        END {
            split(at["corp:"], corpus, "/")
            printf "%-11s %11s %8s %7s %9s %7s %9s %7s\n", reader, runs ? runs : count,
                speed, at["cov:"], at["ft:"], corpus[1], corpus[2], memory
        }' "$log/$1"
}

readers=$(sed -n 's/^ *X(\([a-z]*\), fuzz_[a-z]*, \([0-9]*\)).*/\1 \2/p' "$here/readers.h")
done=
broken=
while read -r reader most; do
    [ -z "$only" ] || [ "$only" = "$reader" ] || continue
    echo "$reader: $seconds s"
    fuzz "$reader" "$most" || broken="$broken $reader"
    done="$done $reader"
done <<END
$readers
END
[ -n "$done" ] || {
    echo "There is no reader '$only', but these:" $(echo "$readers" | cut -d' ' -f1) >&2
    exit 2
}

printf '\n%-11s %11s %8s %7s %9s %7s %9s %7s\n' reader executions 'per s' edges \
    features inputs bytes 'MB'
for reader in $done; do
    row "$reader"
done
for reader in $broken; do
    echo "$reader broke: $(grep -m1 -E 'ERROR:|SUMMARY:|runtime error:' "$log/$reader")"
    sed -n 's/.*Test unit written to /    /p' "$log/$reader"
done
[ -z "$broken" ]
