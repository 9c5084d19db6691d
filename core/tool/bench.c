/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/batch.h"
#include "learn/random.h"
#include "learn/start.h"
#include "net/denormal.h"
#include "net/stream.h"
#include "tool/options.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { TRIALS = 60, STEPS = 2400, WINDOW = 512, GROUPS = 2 };

static const uint32_t sizes[] = {8, 12, 16, 20, 24, 32, 40, 64};
#define SIZES (sizeof sizes / sizeof *sizes)

/* What one cell and size costs: the least of many short trials. */
typedef struct {
    double step_ns;            /* playing one sample */
    double samples_per_second; /* training, batch of GROUPS x UNFOLD_LANES */
} Cost;

static UnfoldShape shape_of(int cell, uint32_t hidden)
{
    return (UnfoldShape){.cell = (UnfoldCell)cell,
                         .inputs = 1,
                         .hidden = hidden,
                         .layers = 1,
                         .outputs = 1,
                         .skip = 1};
}

static void noise(UnfoldReal *samples, size_t count)
{
    UnfoldRandom random = {1};
    for (size_t k = 0; k < count; ++k)
        samples[k] = (UnfoldReal)(unfold_random_uniform(&random) - 0.5);
}

static bool time_playing(const UnfoldShape *shape, const UnfoldReal *weights,
                         Cost *cost)
{
    UnfoldReal in[STEPS], out[STEPS];
    UnfoldModel *model;
    if (unfold_model_new(shape, 48000, weights, &model, NULL))
        return false;
    UnfoldStream *stream = unfold_stream_new(model);
    noise(in, STEPS);
    double least = HUGE_VAL;
    const uint64_t mode = unfold_denormals_off();
    for (int trial = 0; stream && trial < TRIALS; ++trial) {
        const double begin = tool_seconds();
        unfold_stream_process(stream, in, STEPS, out);
        least = fmin(least, tool_seconds() - begin);
    }
    unfold_denormals_restore(mode);
    cost->step_ns = 1e9 * least / STEPS;
    const bool done = stream != NULL;
    unfold_stream_free(stream);
    unfold_model_free(model);
    return done;
}

static bool time_training(const UnfoldShape *shape, const UnfoldReal *weights,
                          uint32_t threads, UnfoldReal *gradients, Cost *cost)
{
    const UnfoldLoss loss = {UNFOLD_ESR, 0.85, 1};
    UnfoldBatch *batch = unfold_batch_new(shape, GROUPS, WINDOW, threads);
    if (!batch)
        return false;
    for (size_t g = 0; g < GROUPS; ++g) {
        noise(unfold_batch_input(batch, g), WINDOW * UNFOLD_LANES);
        noise(unfold_batch_target(batch, g), WINDOW * UNFOLD_LANES);
    }
    unfold_batch_start(batch, weights);
    double least = HUGE_VAL;
    for (int trial = 0; trial < TRIALS / 4; ++trial) {
        const double begin = tool_seconds();
        unfold_batch_run(batch, weights, 0, WINDOW, &loss, gradients);
        least = fmin(least, tool_seconds() - begin);
    }
    cost->samples_per_second = GROUPS * UNFOLD_LANES * WINDOW / least;
    unfold_batch_free(batch);
    return true;
}

static bool measure(int cell, uint32_t hidden, uint32_t threads, Cost *cost)
{
    const UnfoldShape shape = shape_of(cell, hidden);
    const size_t count = unfold_shape_weights(&shape);
    UnfoldReal *weights = calloc(count, sizeof *weights);
    UnfoldReal *gradients = calloc(count, sizeof *gradients);
    const bool done = weights && gradients &&
                      !unfold_start_weights(&shape, 1, 1, weights) &&
                      time_playing(&shape, weights, cost) &&
                      time_training(&shape, weights, threads, gradients, cost);
    free(weights);
    free(gradients);
    return done;
}

static json_t *json_row(int cell, uint32_t hidden, const Cost *cost)
{
    return json_pack("{s:s, s:I, s:I, s:f, s:f, s:f}", "cell",
                     unfold_cell_name((UnfoldCell)cell), "hidden", (json_int_t)hidden,
                     "layers", (json_int_t)1, "ns_per_sample", cost->step_ns,
                     "percent_of_core_at_48k", cost->step_ns * 48000 / 1e7,
                     "training_samples_per_second", cost->samples_per_second);
}

int tool_bench(int argc, char **argv)
{
    bool json = false;
    uint32_t threads = 0;
    const Option options[] = {{.name = "threads",
                               .kind = OPTION_COUNT,
                               .value = &threads,
                               .operand = "N",
                               .help = "threads to train with, 0: one a processor",
                               .max = 1024},
                              OPTION_JSON(&json),
                              {0}};
    const OptionsCommand command = {
        .operands = "",
        .about =
            "Measure what playing and training cost on this machine: the least of\n"
            "many short trials for each cell and size.\n",
        .options = options};
    int status;
    if (!options_parse(&command, argc, argv, NULL, &status))
        return status;
    json_t *results = json ? json_array() : NULL;
    if (!json)
        printf("cell  units  ns/sample  %% of a core at 48 kHz  training Msamples/s\n");
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell)
        for (size_t k = 0; k < SIZES; ++k) {
            Cost cost;
            if (!measure(cell, sizes[k], threads, &cost)) {
                json_decref(results);
                return tool_no_memory();
            }
            if (json)
                json_array_append_new(results, json_row(cell, sizes[k], &cost));
            else
                printf("%-4s  %5u  %9.1f  %22.2f  %19.2f\n",
                       unfold_cell_name((UnfoldCell)cell), sizes[k], cost.step_ns,
                       cost.step_ns * 48000 / 1e7, cost.samples_per_second / 1e6);
        }
    return json ? tool_print_json(json_pack("{s:o}", "results", results)) : TOOL_OK;
}
