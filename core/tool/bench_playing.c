/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_playing.h"

#include "tool/report.h"

#include <math.h>
#include <stdlib.h>

#define CALL 256 /* as hosts have it; shorter and longer are in bench_steady.c */

static bool fill_row(const BenchPlaying *playing, BenchRow *row)
{
    row->model = bench_network_model(row->network, playing->peaks[row->kernel].kernel);
    for (uint32_t k = 0; row->model && k < BENCH_CHANNELS; ++k) {
        row->players[k] =
            (BenchPlayer){.stream = bench_network_stream(row->model, k + 1),
                          .x = {playing->noise[0], playing->noise[1]},
                          .call = CALL};
        if (!row->players[k].stream)
            return false;
    }
    return row->model != NULL;
}

static bool fill(BenchPlaying *playing, const BenchNetworks *networks)
{
    const size_t kernels = playing->kernels;
    playing->rows = calloc(networks->count * kernels, sizeof *playing->rows);
    if (!playing->rows)
        return false;
    playing->count = networks->count * kernels;
    for (size_t k = 0; k < playing->count; ++k) {
        BenchRow *row = &playing->rows[k];
        row->network = &networks->list[k / kernels];
        row->kernel = k % kernels;
        if (!fill_row(playing, row))
            return false;
    }
    return true;
}

static bool measure_row(BenchRow *row)
{
    for (size_t k = 0; k < BENCH_CHANNELS; ++k)
        if (!bench_player_trial(&row->players[k]) ||
            !bench_player_blocks(&row->players[k], &row->blocks[k]))
            return false;
    return true;
}

/* Short turns for all, again and again: a noisy neighbour then takes a little from
   everything instead of spoiling one row. */
static int measure_round(BenchPlaying *playing, ToolProgress *progress, double begin,
                         double seconds)
{
    if (playing->reference && bench_reference_run(playing->reference))
        return TOOL_FAILED;
    for (size_t k = 0; k < playing->kernels; ++k)
        if (!bench_peak_trial(&playing->peaks[k]))
            return tool_no_memory();
    for (size_t k = 0; k < playing->count; ++k) {
        if (!measure_row(&playing->rows[k]))
            return tool_no_memory();
        const double gone = (tool_seconds() - begin) / seconds;
        tool_progress(progress, (size_t)(1000 * fmin(gone, 0.999)), 1000);
    }
    return TOOL_OK;
}

int bench_playing_run(BenchPlaying *playing, const BenchNetworks *networks,
                      const char *const *kernels, size_t count, const char *reference,
                      double seconds)
{
    *playing = (BenchPlaying){.kernels = count};
    for (size_t k = 0; k < count; ++k)
        playing->peaks[k] = bench_peak(kernels[k]);
    for (unsigned k = 0; k < BENCH_CHANNELS; ++k)
        bench_noise(playing->noise[k], BENCH_SIGNAL, k + 1);
    if (reference)
        playing->reference = bench_reference_new(reference);
    int status = (reference && !playing->reference) || !fill(playing, networks)
                     ? tool_no_memory()
                     : TOOL_OK;
    ToolProgress progress = {.what = "playing"};
    const double begin = tool_seconds();
    do
        status = status ? status : measure_round(playing, &progress, begin, seconds);
    while (!status && tool_seconds() < begin + seconds);
    tool_progress(&progress, 1, 1);
    if (status)
        bench_playing_clear(playing);
    return status;
}

void bench_playing_clear(BenchPlaying *playing)
{
    for (size_t k = 0; k < playing->count; ++k) {
        BenchRow *row = &playing->rows[k];
        for (size_t c = 0; c < BENCH_CHANNELS; ++c) {
            bench_player_clear(&row->players[c]);
            bench_times_clear(&row->blocks[c]);
        }
        unfold_model_free(row->model);
    }
    free(playing->rows);
    for (size_t k = 0; k < playing->kernels; ++k)
        bench_times_clear(&playing->peaks[k].times);
    bench_reference_free(playing->reference);
    *playing = (BenchPlaying){0};
}

BenchCost bench_playing_cost(BenchPlaying *playing, BenchRow *row, uint32_t channels)
{
    BenchTimes *times = &row->players[channels - 1].times;
    BenchTimes *blocks = &row->blocks[channels - 1];
    BenchTimes *reference =
        channels == 1 ? bench_reference_times(playing->reference, &row->network->shape)
                      : NULL;
    const double ns = bench_times_at(times, 0);
    const double work =
        (double)(channels * unfold_shape_multiply_adds(&row->network->shape));
    const double reference_ns = reference ? bench_times_at(reference, 0) : NAN;
    return (BenchCost){
        .ns = ns,
        .ns_median = bench_times_at(times, 0.5),
        .multiply_adds = work / ns,
        .share_of_peak =
            work / ns * bench_times_at(&playing->peaks[row->kernel].times, 0),
        .percent = ns * BENCH_RATE / 1e7,
        .median = bench_times_at(blocks, 0.5),
        .p99 = bench_times_at(blocks, 0.99),
        .p999 = bench_times_at(blocks, 0.999),
        .most = bench_times_at(blocks, 1),
        .reference = reference_ns,
        .ratio = ns / reference_ns,
        .second_share =
            channels == 2 ? ns / bench_times_at(&row->players[0].times, 0) - 1 : NAN,
        .quiet = bench_times_quiet(times),
        .reference_quiet = reference && bench_times_quiet(reference),
    };
}
