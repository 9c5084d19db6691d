/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_network.h"

#include "learn/start.h"
#include "tool/play.h"
#include "tool/report.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t sizes[] = {4, 8, 12, 16, 20, 24, 32, 40, 64, 96, 128};
#define SIZES (sizeof sizes / sizeof *sizes)
#define CELLS 3

static bool add(const UnfoldShape *shape, const UnfoldReal *weights,
                BenchNetworks *networks)
{
    const size_t count = unfold_shape_weights(shape);
    UnfoldReal *copy = malloc(count * sizeof *copy);
    if (!copy)
        return false;
    networks->list[networks->count++] = (BenchNetwork){*shape, copy};
    if (!weights)
        return unfold_start_weights(shape, 1, 1, copy) == UNFOLD_OK;
    memcpy(copy, weights, count * sizeof *copy);
    return true;
}

static int begin(size_t most, BenchNetworks *networks)
{
    *networks = (BenchNetworks){.list = calloc(most, sizeof *networks->list)};
    return networks->list ? TOOL_OK : tool_no_memory();
}

int bench_networks_of(int cell, uint32_t hidden, BenchNetworks *networks)
{
    if (begin(CELLS * SIZES, networks))
        return TOOL_FAILED;
    for (int c = UNFOLD_RNN; c <= UNFOLD_LSTM; ++c)
        for (size_t k = 0; k < (hidden ? 1 : SIZES); ++k) {
            const UnfoldShape shape = {.cell = (UnfoldCell)c,
                                       .inputs = 1,
                                       .hidden = hidden ? hidden : sizes[k],
                                       .layers = 1,
                                       .outputs = 1,
                                       .skip = 1};
            if ((cell < 0 || cell == c) && !add(&shape, NULL, networks)) {
                bench_networks_clear(networks);
                return tool_no_memory();
            }
        }
    return TOOL_OK;
}

int bench_networks_load(const char *path, BenchNetworks *networks)
{
    UnfoldModelFile file;
    if (play_load(path, 0, &file))
        return TOOL_FAILED;
    int status = begin(1, networks);
    if (!status && !add(unfold_model_shape(file.model),
                        unfold_model_weights(file.model), networks)) {
        bench_networks_clear(networks);
        status = tool_no_memory();
    }
    unfold_model_file_clear(&file);
    return status;
}

void bench_networks_clear(BenchNetworks *networks)
{
    for (size_t k = 0; k < networks->count; ++k)
        free(networks->list[k].weights);
    free(networks->list);
    *networks = (BenchNetworks){0};
}

/* A model asks the environment which kernel it shall have. */
UnfoldModel *bench_network_model(const BenchNetwork *network, const char *kernel)
{
    const char *name = "UNFOLD_KERNEL", *given = getenv(name);
    char *before = given ? strdup(given) : NULL;
    UnfoldModel *model = NULL;
    if ((given && !before) || setenv(name, kernel, 1) ||
        unfold_model_new(&network->shape, BENCH_RATE, network->weights, &model, NULL))
        model = NULL;
    if (before)
        setenv(name, before, 1);
    else
        unsetenv(name);
    free(before);
    return model;
}

UnfoldStream *bench_network_stream(const UnfoldModel *model, uint32_t channels)
{
    UnfoldReal half[UNFOLD_MAX_KNOBS];
    UnfoldStream *stream = unfold_stream_new(model, channels);
    for (size_t k = 0; k < UNFOLD_MAX_KNOBS; ++k)
        half[k] = (UnfoldReal)0.5;
    if (stream)
        unfold_stream_hold(stream, half, unfold_model_shape(model)->inputs - 1);
    return stream;
}
