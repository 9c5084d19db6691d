/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_REFERENCE_H
#define UNFOLD_TOOL_BENCH_REFERENCE_H

#include "net/shape.h"
#include "tool/bench_times.h"

/** Loops to compare with: a program that, called with a number of trials, prints a line
    "CELL UNITS NANOSECONDS" for each network that it knows, one input, layer and
   output, with the least that a sample took. */
typedef struct {
    const char *program;
    BenchTimes times[UNFOLD_LSTM + 1][UNFOLD_MAX_HIDDEN + 1]; /**< of each run */
} BenchReference;

/** Start with no times; NULL for lack of memory. */
BenchReference *bench_reference_new(const char *program);
void bench_reference_free(BenchReference *reference);

/** Run the program once. Returns the exit status; the error is printed. */
int bench_reference_run(BenchReference *reference);

/** What it took for this shape, NULL where that is not known. */
BenchTimes *bench_reference_times(BenchReference *reference, const UnfoldShape *shape);

#endif
