/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_data.h"

#include "feature/level.h"
#include "tool/aligned.h"
#include "tool/knob_values.h"
#include "tool/report.h"

#include <stdlib.h>

static int read_pair(const TrainOptions *options, const struct OptionPair *paths,
                     TrainData *data, TrainPair *pair)
{
    const bool first = pair == data->pairs;
    const double share = options->tests.count ? 1 : 0.9; /* the last tenth is unseen */
    pair->dry_path = paths->dry;
    pair->wet_path = paths->wet;
    const int status =
        options->no_align
            ? recording_read_pair(paths->dry, paths->wet, options->channel, &pair->pair)
            : aligned_read(paths->dry, paths->wet, options->channel, share,
                           first ? NULL : &data->pairs[0].alignment, &pair->pair,
                           &pair->alignment, &pair->findings);
    if (status)
        return status;
    if (!first && pair->pair.rate != data->rate)
        return tool_error(paths->dry,
                          "has %g Hz where the first pair has %g Hz: one model has one "
                          "sample rate",
                          pair->pair.rate, data->rate);
    data->rate = pair->pair.rate;
    const int usable = recording_check_training(&pair->pair, paths->dry, paths->wet);
    if (!usable && !options->no_align)
        aligned_say(paths->wet, &pair->alignment, &pair->findings);
    return usable;
}

/* Each pair says where all the knobs of the first one stood. */
static int read_knobs(const struct OptionPair *paths, bool first, TrainData *data,
                      TrainPair *pair)
{
    UnfoldKnobs said = {0};
    UnfoldError error;
    if (paths->knobs && !knob_values_parse(paths->knobs, &said, &error))
        return tool_error(paths->wet, "'%s': %s", paths->knobs, error.text);
    if (first)
        data->knobs = said; /* and the model plays so unless told otherwise */
    if (said.count != data->knobs.count)
        return tool_error(paths->wet, "says where %zu knobs stood, the first pair %zu",
                          said.count, data->knobs.count);
    for (size_t k = 0; k < said.count; ++k) {
        const size_t found = unfold_knobs_find(&said, data->knobs.list[k].name);
        if (found == said.count)
            return tool_error(paths->wet, "does not say where '%s' stood",
                              data->knobs.list[k].name);
        pair->knobs[k] = (UnfoldReal)said.list[found].value;
    }
    return TOOL_OK;
}

static int read_pairs(const TrainOptions *options, TrainData *data)
{
    const OptionPairs *lists[] = {&options->pairs, &options->tests};
    for (size_t list = 0; list < 2; ++list)
        for (size_t k = 0; k < lists[list]->count; ++k) {
            const struct OptionPair *paths = &lists[list]->list[k];
            const bool first = data->pair_count == 0;
            TrainPair *pair = &data->pairs[data->pair_count++];
            int status = read_knobs(paths, first, data, pair);
            if (!status)
                status = read_pair(options, paths, data, pair);
            if (status)
                return status;
        }
    return TOOL_OK;
}

static UnfoldTake cut(const TrainPair *pair, size_t from, size_t to)
{
    return (UnfoldTake){.dry = pair->pair.dry + from,
                        .wet = pair->pair.wet + from,
                        .frames = to - from,
                        .knobs = pair->knobs};
}

/* In time order, most of it to learn from. */
static void split(TrainData *data)
{
    const size_t learned = data->learned_count;
    const bool own_tests = data->pair_count > learned;
    UnfoldTake *training = data->takes, *validation = training + learned;
    UnfoldTake *test = validation + learned;
    for (size_t k = 0; k < learned; ++k) {
        const TrainPair *pair = &data->pairs[k];
        const size_t tenth = pair->pair.frames / 10;
        const size_t first = (own_tests ? 9 : 8) * tenth;
        const size_t second = own_tests ? pair->pair.frames : first + tenth;
        training[k] = cut(pair, 0, first);
        validation[k] = cut(pair, first, second);
        if (!own_tests)
            test[k] = cut(pair, second, pair->pair.frames);
    }
    for (size_t k = learned; k < data->pair_count; ++k)
        test[k - learned] = cut(&data->pairs[k], 0, data->pairs[k].pair.frames);
    data->training = (UnfoldTakes){training, learned};
    data->validation = (UnfoldTakes){validation, learned};
    data->test = (UnfoldTakes){test, own_tests ? data->pair_count - learned : learned};
}

/* A part is of use where one of its takes is heard. */
static bool silent(const UnfoldTakes *takes)
{
    for (size_t k = 0; k < takes->count; ++k)
        if (!unfold_is_silent(takes->list[k].wet, takes->list[k].frames))
            return false;
    return true;
}

static int check_parts(const TrainData *data)
{
    const char *wet = data->pairs[0].wet_path;
    const bool own_tests = data->pair_count > data->learned_count;
    if (silent(&data->training))
        return tool_error(wet, "the first %s tenths, to train on, are silent",
                          own_tests ? "nine" : "eight");
    if (silent(&data->validation))
        return tool_error(wet, "the %s tenth, to choose the best by, is silent",
                          own_tests ? "last" : "ninth");
    if (silent(&data->test))
        return own_tests ? tool_error(data->pairs[data->learned_count].wet_path,
                                      "is silent, and nothing can be tested on it")
                         : tool_error(wet, "the last tenth, to test on, is silent");
    return TOOL_OK;
}

int train_data_read(const TrainOptions *options, TrainData *data)
{
    const size_t learned = options->pairs.count, count = learned + options->tests.count;
    *data = (TrainData){.learned_count = learned,
                        .pairs = calloc(count, sizeof *data->pairs),
                        .takes = calloc(3 * count, sizeof *data->takes)};
    if (!data->pairs || !data->takes)
        return tool_no_memory();
    const int status = read_pairs(options, data);
    if (status)
        return status;
    split(data);
    return check_parts(data);
}

void train_data_clear(TrainData *data)
{
    for (size_t k = 0; k < data->pair_count; ++k)
        recording_clear_pair(&data->pairs[k].pair);
    free(data->pairs);
    free(data->takes);
    *data = (TrainData){0};
}
