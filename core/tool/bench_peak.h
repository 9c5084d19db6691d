/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_PEAK_H
#define UNFOLD_TOOL_BENCH_PEAK_H

#include "net/isa.h"
#include "net/real.h"
#include "tool/bench_times.h"

/** How fast an instruction set multiplies and adds when nothing has to be loaded or
    waited for: what no kernel can exceed. */
typedef struct {
    const char *kernel;
    /** So many times independent v = v factor + addend, in registers; values [3]:
        factor, addend, and the sum of all, out. Returns how many multiply-adds. */
    size_t (*run)(size_t times, UnfoldReal *values);
    BenchTimes times; /**< of each trial: ns per multiply-add */
} BenchPeak;

/** That of the kernel of this name; release with bench_times_clear(&peak.times). */
BenchPeak bench_peak(const char *kernel);

/** False for lack of memory. */
bool bench_peak_trial(BenchPeak *peak);

#define UNFOLD_DECLARE_PEAK(isa) size_t unfold_peak_##isa(size_t, UnfoldReal *);

UNFOLD_EACH_ISA(UNFOLD_DECLARE_PEAK)

#endif
