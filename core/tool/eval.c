/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/measure.h"
#include "learn/reach.h"
#include "net/play.h"
#include "tool/aligned.h"
#include "tool/knob_values.h"
#include "tool/load.h"
#include "tool/look_back.h"
#include "tool/options.h"
#include "tool/play.h"
#include "tool/recording.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What is reported. */
typedef struct {
    UnfoldMeasure measure;
    size_t frames;
    double rate;
    size_t horizon, looked_back; /* samples; 0 looked back: too short to tell */
} Evaluation;

static int play_and_measure(const UnfoldModelFile *file, const RecordingPair *pair,
                            Evaluation *evaluation)
{
    UnfoldReal knobs[UNFOLD_MAX_KNOBS];
    unfold_knobs_values(&file->knobs, knobs);
    float *played = malloc(pair->frames * sizeof *played);
    if (!played ||
        !unfold_play_knobs(file->model, pair->dry, knobs, pair->frames, played)) {
        free(played);
        return tool_no_memory();
    }
    *evaluation =
        (Evaluation){.measure = unfold_measure(played, pair->wet, pair->frames),
                     .frames = pair->frames,
                     .rate = pair->rate};
    free(played);
    return TOOL_OK;
}

static int follow_gradients(const UnfoldModelFile *file, const RecordingPair *pair,
                            Evaluation *evaluation)
{
    UnfoldReal knobs[UNFOLD_MAX_KNOBS];
    unfold_knobs_values(&file->knobs, knobs);
    const UnfoldTake take = {pair->dry, pair->wet, pair->frames, knobs};
    double *norms;
    const int status =
        look_back(file->model, &take, pair->rate, &norms, &evaluation->looked_back);
    if (status)
        return status;
    evaluation->horizon = unfold_reach_horizon(norms, evaluation->looked_back);
    free(norms);
    return TOOL_OK;
}

static double milliseconds(const Evaluation *evaluation)
{
    return 1000 * (double)evaluation->horizon / evaluation->rate;
}

static double decibels(double linear)
{
    return 20 * log10(linear);
}

static int print_text(const Evaluation *evaluation)
{
    const UnfoldMeasure *m = &evaluation->measure;
    printf("ESR                    %.6f  (%s)\n", m->esr, unfold_esr_verdict(m->esr));
    printf("ESR with pre-emphasis  %.6f\n", m->esr_pre_emphasis);
    printf("mean squared error     %.3e\n", m->mse);
    printf("largest error          %.1f dBFS\n", decibels(m->peak_error));
    printf("gradient horizon       %s%zu samples (%.2f ms)\n",
           evaluation->horizon == evaluation->looked_back ? "at least " : "",
           evaluation->horizon, milliseconds(evaluation));
    printf("compared               %.2f s at %g Hz\n",
           (double)evaluation->frames / evaluation->rate, evaluation->rate);
    return TOOL_OK;
}

static int print_json(const Evaluation *evaluation)
{
    const UnfoldMeasure *m = &evaluation->measure;
    return tool_print_json(json_pack(
        "{s:o, s:o, s:o, s:o, s:s, s:I, s:f, s:I, s:f}", "esr",
        tool_json_number(m->esr), "esr_pre_emphasis",
        tool_json_number(m->esr_pre_emphasis), "mse", tool_json_number(m->mse),
        "peak_error_dbfs", tool_json_number(decibels(m->peak_error)), "verdict",
        unfold_esr_verdict(m->esr), "samples", (json_int_t)evaluation->frames,
        "sample_rate", evaluation->rate, "gradient_horizon_samples",
        (json_int_t)evaluation->horizon, "gradient_horizon_ms",
        milliseconds(evaluation)));
}

/* What the command line says. */
typedef struct {
    const char *model, *dry, *wet, *knobs;
    double rate; /* of the model, NaN: as its file says */
    uint32_t channel;
    bool no_align, json;
} Wishes;

/* A model that learned from an aligned pair is measured by one, and expects what it was
   trained with where that fits. */
static int read_pair(const Wishes *wishes, const UnfoldFacts *facts,
                     RecordingPair *pair)
{
    double delay, onset, inverted;
    UnfoldAlignment found;
    if (wishes->no_align ||
        !unfold_facts_number(facts, UNFOLD_TRAINING, "delay_samples", &delay) ||
        !unfold_facts_number(facts, UNFOLD_TRAINING, "onset_samples", &onset) ||
        !unfold_facts_number(facts, UNFOLD_TRAINING, "inverted", &inverted) ||
        !(fabs(onset) < 1e9))
        return recording_read_pair(wishes->dry, wishes->wet, wishes->channel, pair);
    const UnfoldAlignment like = {.delay = delay,
                                  .onset = (ptrdiff_t)onset,
                                  .inverted = inverted > 0,
                                  .confidence = 1};
    const int status = aligned_read(wishes->dry, wishes->wet, wishes->channel, 1, &like,
                                    pair, &found, NULL);
    if (!status)
        aligned_say(wishes->wet, &found, NULL);
    return status;
}

static int evaluate(const Wishes *wishes, Evaluation *evaluation)
{
    UnfoldModelFile file;
    RecordingPair pair = {0};
    int status = play_load(wishes->model, wishes->rate, &file);
    if (status)
        return status;
    status = knob_values_turn(wishes->model, wishes->knobs, &file.knobs);
    if (!status)
        status = read_pair(wishes, file.facts, &pair);
    if (!status)
        status = play_check_rate(file.model, wishes->dry, pair.rate);
    if (!status)
        status = play_and_measure(&file, &pair, evaluation);
    if (!status)
        status = follow_gradients(&file, &pair, evaluation);
    recording_clear_pair(&pair);
    unfold_model_file_clear(&file);
    return status;
}

int tool_eval(int argc, char **argv)
{
    Wishes wishes = {.rate = NAN};
    const Option options[] = {
        OPTION_CHANNEL(&wishes.channel), OPTION_KNOBS(&wishes.knobs),
        OPTION_MODEL_RATE(&wishes.rate), OPTION_NO_ALIGN(&wishes.no_align),
        OPTION_JSON(&wishes.json),       {0}};
    const OptionsCommand command = {
        .operands = "MODEL DRY WET",
        .about =
            "Play DRY through MODEL and measure how far the result is from WET.\n"
            "ESR, the error-to-signal ratio, is 0 for a perfect match and 1 for\n"
            "silence; below 0.01 it is hard to hear. The gradient horizon is how far "
            "back\n"
            "a sample still matters to learning: the last step at which the gradient\n"
            "of the error is a hundredth of its largest. WET is brought to DRY as it\n"
            "was when the model was trained.\n",
        .options = options,
        .min_operands = 3,
        .max_operands = 3};
    const char *operands[3];
    int status;
    if (!options_parse(&command, argc, argv, operands, &status))
        return status;
    wishes.model = operands[0];
    wishes.dry = operands[1];
    wishes.wet = operands[2];
    Evaluation evaluation = {0};
    status = evaluate(&wishes, &evaluation);
    if (status)
        return status;
    return wishes.json ? print_json(&evaluation) : print_text(&evaluation);
}
