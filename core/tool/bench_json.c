/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_report.h"

#include "tool/report.h"

#include <math.h>

/* An object begun with what the network is. */
static json_t *network_json(const BenchNetwork *network)
{
    return json_pack("{s:s, s:I, s:I}", "cell", unfold_cell_name(network->shape.cell),
                     "hidden", (json_int_t)network->shape.hidden, "layers",
                     (json_int_t)network->shape.layers);
}

/* Both may be NULL, as may what comes of it. */
static json_t *merge(json_t *object, json_t *more)
{
    const bool failed = !object || json_object_update(object, more);
    json_decref(more);
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *row_json(BenchPlaying *playing, BenchRow *row, uint32_t channels)
{
    const BenchCost cost = bench_playing_cost(playing, row, channels);
    json_t *more = json_pack(
        "{s:I, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:o, s:o, s:o, s:o}, s:I, s:o, "
        "s:o, s:o, s:b, s:I}",
        "channels", (json_int_t)channels, "kernel", playing->peaks[row->kernel].kernel,
        "ns_per_sample", tool_json_number(cost.ns), "ns_per_sample_median",
        tool_json_number(cost.ns_median), "second_channel_share",
        tool_json_number(cost.second_share), "multiply_adds_per_ns",
        tool_json_number(cost.multiply_adds), "share_of_peak",
        tool_json_number(cost.share_of_peak), "percent_of_core_at_48k",
        tool_json_number(cost.percent), "block_ns", "median",
        tool_json_number(cost.median), "p99", tool_json_number(cost.p99), "p999",
        tool_json_number(cost.p999), "max", tool_json_number(cost.most), "blocks",
        (json_int_t)row->blocks[channels - 1].count, "reference_ns",
        tool_json_number(cost.reference), "ratio", tool_json_number(cost.ratio),
        "reference_quiet",
        isnan(cost.ratio) ? json_null() : json_boolean(cost.reference_quiet), "quiet",
        cost.quiet, "trials", (json_int_t)row->players[channels - 1].times.count);
    return merge(network_json(row->network), more);
}

static json_t *steady_json(const BenchSteadiness *steady, const char *kernel)
{
    json_t *more = json_pack(
        "{s:s, s:I, s:o, s:o, s:{s:o, s:o, s:o, s:o, s:o}, s:b}", "kernel", kernel,
        "passes", (json_int_t)steady->passes, "slowest_block_to_median",
        tool_json_number(steady->slowest_block), "blocks_of_16_to_1024",
        tool_json_number(steady->small_calls), "to_noise", "silence",
        tool_json_number(steady->silence), "denormal",
        tool_json_number(steady->denormal), "nan", tool_json_number(steady->nan),
        "infinity", tool_json_number(steady->infinity), "1e30",
        tool_json_number(steady->huge), "quiet", steady->quiet);
    return merge(network_json(steady->network), more);
}

static json_t *training_json(const BenchTraining *training)
{
    const BenchUpdate *update = &training->update;
    json_t *more =
        json_pack("{s:I, s:I, s:I, s:o, s:o, s:b}", "batch", (json_int_t)update->batch,
                  "steps", (json_int_t)update->steps, "threads",
                  (json_int_t)update->threads, "samples_per_second",
                  tool_json_number(training->samples_per_second), "share_of_peak",
                  tool_json_number(training->share_of_peak), "quiet", training->quiet);
    return merge(network_json(training->network), more);
}

static json_t *peak_json(BenchPeak *peak)
{
    return json_pack("{s:s, s:o, s:b}", "kernel", peak->kernel, "multiply_adds_per_ns",
                     tool_json_number(1 / bench_times_at(&peak->times, 0)), "quiet",
                     bench_times_quiet(&peak->times));
}

json_t *bench_training_json(const BenchReport *report)
{
    json_t *results = json_array();
    int failed = 0;
    for (size_t k = 0; k < report->training_count; ++k)
        failed |= json_array_append_new(results, training_json(&report->training[k]));
    json_t *object = json_pack("{s:o}", "results", results);
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}

json_t *bench_make_json(BenchReport *report)
{
    BenchPlaying *playing = &report->playing;
    json_t *peaks = json_array(), *results = json_array();
    json_t *steady = json_array(), *training = json_array();
    int failed = 0;
    for (size_t k = 0; k < playing->kernels; ++k)
        failed |= json_array_append_new(peaks, peak_json(&playing->peaks[k]));
    for (size_t k = 0; k < playing->count; ++k)
        for (uint32_t channels = 1; channels <= BENCH_CHANNELS; ++channels)
            failed |= json_array_append_new(
                results, row_json(playing, &playing->rows[k], channels));
    for (size_t k = 0; k < report->steady_count; ++k)
        failed |= json_array_append_new(
            steady, steady_json(&report->steady[k], report->kernel));
    for (size_t k = 0; k < report->training_count; ++k)
        failed |= json_array_append_new(training, training_json(&report->training[k]));
    json_t *object = json_pack("{s:o, s:o, s:o, s:o}", "peaks", peaks, "results",
                               results, "steady", steady, "training", training);
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}
