/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_training.h"

#include "learn/batch.h"
#include "learn/kernel.h"
#include "learn/lanes.h"
#include "learn/measure.h"
#include "learn/optimiser.h"
#include "tool/bench_peak.h"
#include "tool/bench_player.h"
#include "tool/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifdef _OPENMP
#include <omp.h>
#endif

enum { ROUNDS = 3, TRIALS = 5 };

#define MOST_BYTES                                                                     \
    (1u << 29)            /* models of the largest sizes learn in shorter windows      \
                           */
#define MOST_NS 500000000 /* for the trials of one round, at least one */

/* All that a network's updates need. */
typedef struct {
    UnfoldBatch *batch;
    UnfoldOptimiser *optimiser;
    UnfoldReal *weights, *gradients;
} Learner;

static size_t groups_of(const BenchUpdate *update)
{
    return (update->batch + UNFOLD_LANES - 1) / UNFOLD_LANES;
}

static void clear(Learner *learner)
{
    unfold_batch_free(learner->batch);
    unfold_optimiser_free(learner->optimiser);
    free(learner->weights);
    free(learner->gradients);
}

static bool make(const BenchNetwork *network, const BenchUpdate *update,
                 Learner *learner)
{
    const size_t groups = groups_of(update);
    const size_t weights = unfold_shape_weights(&network->shape);
    const size_t numbers = update->steps * UNFOLD_LANES;
    *learner = (Learner){.batch = unfold_batch_new(&network->shape, groups,
                                                   update->steps, update->threads),
                         .optimiser = unfold_optimiser_new(UNFOLD_ADAM, weights),
                         .weights = malloc(weights * sizeof *learner->weights),
                         .gradients = malloc(weights * sizeof *learner->gradients)};
    if (!learner->batch || !learner->optimiser || !learner->weights ||
        !learner->gradients)
        return false;
    memcpy(learner->weights, network->weights, weights * sizeof *learner->weights);
    for (size_t g = 0; g < groups; ++g) {
        bench_noise(unfold_batch_input(learner->batch, g),
                    numbers * network->shape.inputs, 1);
        bench_noise(unfold_batch_target(learner->batch, g),
                    numbers * network->shape.outputs, 2);
    }
    unfold_batch_start(learner->batch, learner->weights);
    return true;
}

static void learn(const Learner *learner, const BenchUpdate *update)
{
    const UnfoldLoss loss = {.esr = 1, .preemphasis = UNFOLD_PRE_EMPHASIS, .dc = 1};
    unfold_batch_run(learner->batch, learner->weights, 0, update->steps, &loss,
                     learner->gradients);
    unfold_clip_norm(learner->gradients, learner->optimiser->count, 1);
    unfold_optimiser_step(learner->optimiser, 1e-3, learner->gradients,
                          learner->weights);
}

/* times: ns per sample */
static bool measure(const BenchNetwork *network, const BenchUpdate *update,
                    BenchTimes *times)
{
    Learner learner;
    bool done = make(network, update, &learner);
    const uint64_t start = bench_now();
    for (int trial = 0; done && trial < TRIALS; ++trial) {
        const uint64_t begin = bench_now();
        if (trial > 0 && begin - start > MOST_NS)
            break;
        learn(&learner, update);
        const double samples = (double)update->batch * update->steps;
        done = bench_times_add(times, (double)(bench_now() - begin) / samples);
    }
    clear(&learner);
    return done;
}

/* Multiply-adds per ns of all threads together, in registers. */
static double peak_of(uint32_t threads)
{
    enum { ALL = 5 };
    double most = 0;
    for (int trial = 0; trial < ALL; ++trial) {
        double sum = 0;
#pragma omp parallel num_threads((int)threads) reduction(+ : sum)
        {
            BenchPeak peak = bench_peak(unfold_kernel()->name);
            if (bench_peak_trial(&peak))
                sum += 1 / bench_times_at(&peak.times, 0);
            bench_times_clear(&peak.times);
        }
        most = fmax(most, sum);
    }
    return most;
}

static uint32_t threads_of(const BenchUpdate *update)
{
    uint32_t threads = update->threads ? update->threads : 1;
#ifdef _OPENMP
    if (!update->threads)
        threads = (uint32_t)omp_get_num_procs();
#endif
    const size_t groups = groups_of(update);
    return threads < groups ? threads : (uint32_t)groups;
}

/* Forward, the gradients of the states, and those of the weights take as much each. */
static double multiply_adds(const UnfoldShape *shape)
{
    return 3 * (double)unfold_shape_multiply_adds(shape);
}

static BenchUpdate fitting(const UnfoldShape *shape, const BenchUpdate *update)
{
    BenchUpdate fits = *update;
    fits.threads = threads_of(update);
    while (fits.steps > 16 &&
           unfold_batch_bytes(shape, groups_of(&fits), fits.steps) > MOST_BYTES)
        fits.steps /= 2;
    return fits;
}

static void judge(BenchTimes *times, double peak, BenchTraining *row)
{
    const double ns = bench_times_at(times, 0);
    row->samples_per_second = 1e9 / ns;
    row->share_of_peak = multiply_adds(&row->network->shape) / ns / peak;
    row->quiet = bench_times_quiet(times);
}

int bench_training_run(const BenchNetworks *networks, const BenchUpdate *update,
                       BenchTraining *list)
{
    const size_t count = networks->count, total = ROUNDS * count;
    BenchTimes *times = calloc(count, sizeof *times);
    ToolProgress progress = {.what = "training"};
    bool done = times != NULL;
    double peak = 0;
    for (size_t k = 0; done && k < total; ++k) {
        BenchTraining *row = &list[k % count];
        tool_progress(&progress, k, total);
        row->network = &networks->list[k % count];
        row->update = fitting(&row->network->shape, update);
        peak = fmax(peak, peak_of(row->update.threads));
        done = measure(row->network, &row->update, &times[k % count]);
    }
    tool_progress(&progress, 1, 1);
    for (size_t k = 0; times && k < count; ++k) {
        judge(&times[k], peak, &list[k]);
        bench_times_clear(&times[k]);
    }
    free(times);
    return done ? TOOL_OK : tool_no_memory();
}
