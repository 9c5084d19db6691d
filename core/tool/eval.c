/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/grade.h"
#include "learn/measure.h"
#include "learn/reach.h"
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
#include <string.h>

/* What is reported. */
typedef struct {
    UnfoldMeasure measure;
    size_t frames;
    double rate;
    size_t horizon, looked_back; /* samples; 0 looked back: too short to tell */
    bool horizon_known;          /* at the model's own rate alone */
} Evaluation;

/* What the command line says. */
typedef struct {
    const char *model, *dry, *wet, *knobs;
    PlayOptions play;
    uint32_t channel;
    bool no_align, json;
} Wishes;

static int play_and_measure(const Wishes *wishes, const UnfoldModelFile *file,
                            const RecordingPair *pair, Evaluation *evaluation)
{
    float *played = malloc(pair->frames * sizeof *played);
    if (!played)
        return tool_no_memory();
    memcpy(played, pair->dry, pair->frames * sizeof *played);
    UnfoldPlayer *player = NULL;
    int status = play_begin(file, wishes->model, 1, pair->rate, &wishes->play, &player);
    if (!status)
        status = play_samples(player, 1, played, pair->frames, NULL);
    if (!status)
        *evaluation = (Evaluation){
            .measure = unfold_measure(played, pair->wet, pair->frames),
            .frames = pair->frames,
            .rate = pair->rate,
            .horizon_known = pair->rate == unfold_model_sample_rate(file->model)};
    unfold_player_free(player);
    free(played);
    return status;
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
    if (evaluation->horizon_known)
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
    const bool known = evaluation->horizon_known;
    return tool_print_json(json_pack(
        "{s:o, s:o, s:o, s:o, s:s, s:I, s:f, s:o, s:o}", "esr",
        tool_json_number(m->esr), "esr_pre_emphasis",
        tool_json_number(m->esr_pre_emphasis), "mse", tool_json_number(m->mse),
        "peak_error_dbfs", tool_json_number(decibels(m->peak_error)), "verdict",
        unfold_esr_verdict(m->esr), "samples", (json_int_t)evaluation->frames,
        "sample_rate", evaluation->rate, "gradient_horizon_samples",
        known ? json_integer((json_int_t)evaluation->horizon) : json_null(),
        "gradient_horizon_ms",
        known ? json_real(milliseconds(evaluation)) : json_null()));
}

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
    int status = play_load(wishes->model, wishes->play.model_rate, &file);
    if (status)
        return status;
    status = knob_values_turn(wishes->model, wishes->knobs, &file.knobs);
    if (!status)
        status = read_pair(wishes, file.facts, &pair);
    if (!status)
        status = play_and_measure(wishes, &file, &pair, evaluation);
    if (!status && evaluation->horizon_known)
        status = follow_gradients(&file, &pair, evaluation);
    recording_clear_pair(&pair);
    unfold_model_file_clear(&file);
    return status;
}

int tool_eval(int argc, char **argv)
{
    Wishes wishes = {.play = PLAY_DEFAULTS};
    const Option options[] = {
        OPTION_CHANNEL(&wishes.channel),   OPTION_KNOBS(&wishes.knobs),
        OPTION_NO_ALIGN(&wishes.no_align), OPTION_MODEL_RATE(&wishes.play.model_rate),
        OPTION_OVERSAMPLING(&wishes.play), OPTION_RATES(&wishes.play),
        OPTION_JSON(&wishes.json),         {0}};
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
