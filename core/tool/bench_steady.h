/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_STEADY_H
#define UNFOLD_TOOL_BENCH_STEADY_H

#include "tool/bench_network.h"

#define BENCH_PASSES 40

/** How far the cost of a sample depends on when it comes, in what blocks and what it
   is: all ratios should be near 1. NaN is not known. */
typedef struct {
    const BenchNetwork *network;
    size_t passes;        /**< through a second of noise */
    double slowest_block; /**< to the median one, each the least of all passes */
    double small_calls;   /**< a sample in calls of 16 to one in calls of 1024 */
    double silence, denormal, nan, infinity, huge; /**< to noise */
    bool quiet;
} BenchSteadiness;

/** Measure the networks with the kernel of that name, all in turn, in BENCH_PASSES
    rounds, less if `seconds` run out, at least one. list [networks->count]. Returns the
    exit status; the error is printed. */
int bench_steady_run(const BenchNetworks *networks, const char *kernel, double seconds,
                     BenchSteadiness *list);

#endif
