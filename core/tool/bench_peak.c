/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_peak.h"

#include <string.h>

#define TIMES 200000 /* about 0.5 to 1 ms */

#define PEAK_OF(isa) {.kernel = #isa, .run = unfold_peak_##isa},
static const BenchPeak peaks[] = {UNFOLD_EACH_ISA(PEAK_OF)};

BenchPeak bench_peak(const char *kernel)
{
    for (size_t k = 1; k < sizeof peaks / sizeof *peaks; ++k)
        if (!strcmp(peaks[k].kernel, kernel))
            return peaks[k];
    return peaks[0];
}

bool bench_peak_trial(BenchPeak *peak)
{
    /* Unknown to the compiler, which else would work it all out beforehand. */
    volatile UnfoldReal factor = 0.5f, addend = 0.25f, sum;
    UnfoldReal values[] = {factor, addend, 0};
    const uint64_t begin = bench_now();
    const size_t done = peak->run(TIMES, values);
    const uint64_t ns = bench_now() - begin;
    sum = values[2];
    (void)sum;
    return bench_times_add(&peak->times, (double)ns / (double)done);
}
