/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_TIMES_H
#define UNFOLD_TOOL_BENCH_TIMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Nanoseconds from some fixed moment, never going back. */
uint64_t bench_now(void);

/** How long the same thing took each time. All zero is none yet; release with
    bench_times_clear. */
typedef struct {
    float *values;
    size_t count, room;
    size_t sorted; /**< of count */
} BenchTimes;

/** False for lack of memory. */
bool bench_times_add(BenchTimes *times, double value);
void bench_times_clear(BenchTimes *times);

/** The least time that `share` of all do not exceed (nearest rank): 0 the least of all,
    0.5 the median, 1 the most. NaN if there are none. Sorts them. */
double bench_times_at(BenchTimes *times, double share);

/** The machine was quiet if at least BENCH_QUIET_TRIALS trials came within
    BENCH_QUIET_SHARE of the least, which then is no stroke of luck between
    disturbances. */
bool bench_times_quiet(BenchTimes *times);

#define BENCH_QUIET_TRIALS 5
#define BENCH_QUIET_SHARE 0.05

#endif
