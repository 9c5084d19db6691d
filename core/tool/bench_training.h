/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_TRAINING_H
#define UNFOLD_TOOL_BENCH_TRAINING_H

#include "tool/bench_network.h"

/** What learning costs. */
typedef struct {
    const BenchNetwork *network;
    double samples_per_second; /**< forward and backward, of the quickest trial */
    bool quiet;
} BenchTraining;

/** Measure all in turn with `threads`, 0: one a processor. list [networks->count].
    Returns the exit status; the error is printed. */
int bench_training_run(const BenchNetworks *networks, uint32_t threads,
                       BenchTraining *list);

#endif
