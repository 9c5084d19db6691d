/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_TRAINING_H
#define UNFOLD_TOOL_BENCH_TRAINING_H

#include "tool/bench_network.h"

/** What an update is made of. */
typedef struct {
    uint32_t batch;   /**< sequences side by side */
    uint32_t steps;   /**< of each; fewer for models too large for the memory */
    uint32_t threads; /**< 0: one a processor */
} BenchUpdate;

/** What learning costs: whole updates, forward, backward, clipping and Adam. */
typedef struct {
    const BenchNetwork *network;
    BenchUpdate update;        /**< as it was done */
    double samples_per_second; /**< of the quickest trial */
    double share_of_peak; /**< of what as many threads multiply and add in registers */
    bool quiet;
} BenchTraining;

/** Measure all in turn. list [networks->count]. Returns the exit status; the error is
    printed. */
int bench_training_run(const BenchNetworks *networks, const BenchUpdate *update,
                       BenchTraining *list);

#endif
