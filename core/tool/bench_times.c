/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_times.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

uint64_t bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

bool bench_times_add(BenchTimes *times, double value)
{
    if (times->count == times->room) {
        const size_t room = times->room ? 2 * times->room : 64;
        float *values = realloc(times->values, room * sizeof *values);
        if (!values)
            return false;
        times->values = values;
        times->room = room;
    }
    times->values[times->count++] = (float)value;
    return true;
}

void bench_times_clear(BenchTimes *times)
{
    free(times->values);
    *times = (BenchTimes){0};
}

static int compare(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

double bench_times_at(BenchTimes *times, double share)
{
    if (times->count == 0)
        return NAN;
    if (times->sorted < times->count)
        qsort(times->values, times->count, sizeof *times->values, compare);
    times->sorted = times->count;
    const double rank = ceil(share * (double)times->count);
    return times->values[rank < 1 ? 0 : (size_t)rank - 1];
}

bool bench_times_quiet(BenchTimes *times)
{
    const double least = bench_times_at(times, 0);
    size_t near = 0;
    while (near < times->count &&
           times->values[near] <= (1 + BENCH_QUIET_SHARE) * least)
        ++near;
    return near >= BENCH_QUIET_TRIALS;
}
