/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_result.h"

#include "capture/loudness.h"
#include "file/model_file.h"
#include "tool/fact_list.h"
#include "tool/look_back.h"
#include "tool/report.h"

#include <math.h>
#include <stdlib.h>

/* A minute of each take tells how well it was learned. */
#define TRAINING_SECONDS 60

static int measure_training(const TrainData *data, const TrainRun *run,
                            TrainResult *result)
{
    double error = 0, signal = 0;
    for (size_t k = 0; k < data->training.count; ++k) {
        UnfoldTake take = data->training.list[k];
        const size_t most = (size_t)(TRAINING_SECONDS * data->rate);
        take.frames = take.frames < most ? take.frames : most;
        float *heard = malloc(take.frames * sizeof *heard);
        const UnfoldTakes one = {&take, 1};
        if (!heard || !unfold_takes_play(&one, run->best, heard)) {
            free(heard);
            return tool_no_memory();
        }
        const UnfoldMeasure measure = unfold_measure(heard, take.wet, take.frames);
        free(heard);
        const double energy = measure.mse * (double)take.frames;
        error += energy;
        signal += measure.esr > 0 ? energy / measure.esr : 0;
    }
    result->esr_training = signal > 0 ? error / signal : NAN;
    return TOOL_OK;
}

int train_result_measure(const TrainData *data, const TrainRun *run,
                         TrainResult *result)
{
    const size_t frames = unfold_takes_frames(&data->test);
    *result = (TrainResult){.frames = frames,
                            .dry = malloc(frames * sizeof(float)),
                            .wanted = malloc(frames * sizeof(float)),
                            .heard = malloc(frames * sizeof(float))};
    UnfoldReal knobs[UNFOLD_MAX_KNOBS];
    unfold_knobs_values(&data->knobs, knobs);
    UnfoldLoudness loudness = {.rms = NAN}; /* stays so for rates it is not made for */
    if (!result->dry || !result->wanted || !result->heard ||
        !unfold_takes_play(&data->test, run->best, result->heard) ||
        unfold_output_loudness(run->best, knobs, &loudness, NULL) == UNFOLD_NO_MEMORY)
        return tool_no_memory();
    result->loudness = loudness.rms;
    unfold_takes_sides(&data->test, result->dry, result->wanted);
    result->test = unfold_measure(result->heard, result->wanted, frames);
    const int status = measure_training(data, run, result);
    return status ? status
                  : look_back(run->best, &data->test.list[0], data->rate,
                              &result->reach, &result->back);
}

void train_result_clear(TrainResult *result)
{
    free(result->dry);
    free(result->wanted);
    free(result->heard);
    free(result->reach);
    *result = (TrainResult){0};
}

static double seconds_of(const TrainData *data)
{
    double seconds = 0;
    for (size_t k = 0; k < data->learned_count; ++k)
        seconds += (double)data->pairs[k].pair.frames / data->rate;
    return seconds;
}

static int set_facts(const TrainOptions *options, const TrainData *data,
                     const TrainRun *run, const TrainResult *result, UnfoldFacts *facts)
{
    char command[4096], date[16];
    train_options_command(options, command, sizeof command);
    const UnfoldAlignment *aligned = &data->pairs[0].alignment;
    const TextFact texts[] = {
        {UNFOLD_METADATA, "name", options->name},
        {UNFOLD_METADATA, "author", options->author},
        {UNFOLD_METADATA, "gear", options->gear},
        {UNFOLD_METADATA, "licence", options->licence},
        {UNFOLD_METADATA, "date", tool_date_text(date)},
        {UNFOLD_TRAINING, "dry", tool_base_name(options->pairs.list[0].dry)},
        {UNFOLD_TRAINING, "wet", tool_base_name(options->pairs.list[0].wet)},
        {UNFOLD_TRAINING, "loss", options->loss},
        {UNFOLD_TRAINING, "command", command},
        {UNFOLD_TRAINING, "version", "unfold " UNFOLD_VERSION},
    };
    const NumberFact numbers[] = {
        {UNFOLD_METADATA, "loudness", result->loudness},
        {UNFOLD_METADATA, "input_level_dbu", options->input_dbu},
        {UNFOLD_TRAINING, "pairs", (double)data->learned_count},
        {UNFOLD_TRAINING, "seconds", seconds_of(data)},
        {UNFOLD_TRAINING, "delay_samples", options->no_align ? NAN : aligned->delay},
        {UNFOLD_TRAINING, "onset_samples",
         options->no_align ? NAN : (double)aligned->onset},
        {UNFOLD_TRAINING, "inverted", options->no_align ? NAN : aligned->inverted},
        {UNFOLD_TRAINING, "self_esr",
         options->no_align ? NAN : data->pairs[0].findings.figures.self_esr},
        {UNFOLD_TRAINING, "seed", options->seed},
        {UNFOLD_TRAINING, "epochs", (double)run->history.count},
        {UNFOLD_TRAINING, "best_epoch", (double)run->best_epoch},
        {UNFOLD_TRAINING, "esr_validation", run->best_esr},
        {UNFOLD_TRAINING, "esr_test", result->test.esr},
    };
    const int status = tool_set_texts(texts, sizeof texts / sizeof *texts, facts);
    return status ? status
                  : tool_set_numbers(numbers, sizeof numbers / sizeof *numbers, facts);
}

int train_result_save(const TrainOptions *options, const TrainData *data,
                      const TrainRun *run, const TrainResult *result)
{
    UnfoldError error;
    const UnfoldModelFile file = {
        .model = run->best, .facts = unfold_facts_new(), .knobs = data->knobs};
    int status = file.facts ? set_facts(options, data, run, result, file.facts)
                            : tool_no_memory();
    if (!status && unfold_model_save(options->output, &file, &error))
        status = tool_error(options->output, "%s", error.text);
    unfold_facts_free(file.facts);
    return status;
}
