/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_training.h"

#include "learn/batch.h"
#include "learn/lanes.h"
#include "tool/bench_player.h"
#include "tool/report.h"

#include <stdlib.h>

enum { ROUNDS = 3, TRIALS = 5, GROUPS = 2, LONGEST_WINDOW = 512 };

#define MOST_BYTES                                                                     \
    (1u << 29)            /* models of the largest sizes learn in shorter windows      \
                           */
#define MOST_NS 500000000 /* for the trials of one round, at least one */

static UnfoldBatch *make(const BenchNetwork *network, uint32_t threads, size_t *window)
{
    *window = LONGEST_WINDOW;
    while (*window > 16 &&
           unfold_batch_bytes(&network->shape, GROUPS, *window) > MOST_BYTES)
        *window /= 2;
    UnfoldBatch *batch = unfold_batch_new(&network->shape, GROUPS, *window, threads);
    for (size_t g = 0; batch && g < GROUPS; ++g) {
        bench_noise(unfold_batch_input(batch, g),
                    *window * network->shape.inputs * UNFOLD_LANES, 1);
        bench_noise(unfold_batch_target(batch, g), *window * UNFOLD_LANES, 2);
    }
    return batch;
}

/* times: ns per sample */
static bool measure(const BenchNetwork *network, uint32_t threads, BenchTimes *times)
{
    const UnfoldLoss loss = {UNFOLD_ESR, 0.85, 1};
    size_t window;
    UnfoldBatch *batch = make(network, threads, &window);
    UnfoldReal *gradients =
        calloc(unfold_shape_weights(&network->shape), sizeof *gradients);
    bool done = batch && gradients;
    if (done)
        unfold_batch_start(batch, network->weights);
    const uint64_t start = bench_now();
    for (int trial = 0; done && trial < TRIALS; ++trial) {
        const uint64_t begin = bench_now();
        if (trial > 0 && begin - start > MOST_NS)
            break;
        unfold_batch_run(batch, network->weights, 0, window, &loss, gradients);
        const uint64_t ns = bench_now() - begin;
        done = bench_times_add(times,
                               (double)ns / (double)(GROUPS * UNFOLD_LANES * window));
    }
    unfold_batch_free(batch);
    free(gradients);
    return done;
}

int bench_training_run(const BenchNetworks *networks, uint32_t threads,
                       BenchTraining *list)
{
    const size_t count = networks->count, total = ROUNDS * count;
    BenchTimes *times = calloc(count, sizeof *times);
    ToolProgress progress = {.what = "training"};
    bool done = times != NULL;
    for (size_t k = 0; done && k < total; ++k) {
        tool_progress(&progress, k, total);
        done = measure(&networks->list[k % count], threads, &times[k % count]);
    }
    tool_progress(&progress, 1, 1);
    for (size_t k = 0; times && k < count; ++k) {
        list[k] =
            (BenchTraining){.network = &networks->list[k],
                            .samples_per_second = 1e9 / bench_times_at(&times[k], 0),
                            .quiet = bench_times_quiet(&times[k])};
        bench_times_clear(&times[k]);
    }
    free(times);
    return done ? TOOL_OK : tool_no_memory();
}
