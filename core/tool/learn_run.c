/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_run.h"

#include "tool/interrupt.h"
#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A learning under way. */
typedef struct {
    const LearnOptions *options;
    const LearnSet *set;
    const char *what;
    LearnCheckpoint *checkpoint;
    LearnRun *run;
    UnfoldAugment augment;
    UnfoldSequencesTrainer *trainer;
    UnfoldShape shape; /* of the model */
    LearnHeard validation;
    UnfoldReal *best; /* weights */
    size_t weights;
    double best_loss, begin; /* begin: seconds */
    double weight[UNFOLD_MAX_LABELS];
} Course;

UnfoldShape learn_shape(const LearnOptions *options, const UnfoldListening *listening)
{
    const uint32_t inputs = unfold_feature_count(&listening->features);
    const bool labels = listening->label_count > 0;
    const bool last = listening->task == UNFOLD_TASK_CLIP && options->decide;
    return (UnfoldShape){.cell = (UnfoldCell)options->cell,
                         .inputs = inputs,
                         .hidden = options->hidden,
                         .layers = options->layers,
                         .outputs = labels ? listening->label_count
                                    : listening->task == UNFOLD_TASK_VALUE ? 1
                                                                           : inputs,
                         .output = labels ? UNFOLD_SOFTMAX : UNFOLD_LINEAR,
                         .output_at = last ? UNFOLD_LAST_STEP : UNFOLD_EVERY_STEP};
}

static UnfoldSequencesSettings settings_of(const Course *course)
{
    const LearnOptions *options = course->options;
    const UnfoldListening *listening = &course->run->listening;
    const bool labels = listening->label_count > 0;
    UnfoldShape shape = course->shape;
    shape.output_at = UNFOLD_EVERY_STEP;
    UnfoldSequencesSettings settings = unfold_sequences_defaults(
        &shape, listening->task == UNFOLD_TASK_CLIP ? unfold_lesson_most(listening)
                                                    : options->window);
    settings.loss = labels ? (UnfoldLoss){.cross_entropy = true}
                           : (UnfoldLoss){.mse = 1, .gaps = true};
    settings.seed = options->seed;
    settings.threads = options->threads;
    settings.groups = (options->batch + UNFOLD_LANES - 1) / UNFOLD_LANES;
    if (!isnan(options->learning_rate))
        settings.rate = options->learning_rate;
    if (!isnan(options->drop))
        settings.drop = options->drop;
    return settings;
}

static double ask(void *context, double epochs)
{
    const Course *course = context;
    if (tool_interrupted())
        return -1;
    return epochs / course->options->epochs;
}

static void show(const Course *course, const LearnEpoch *epoch)
{
    char left[32], line[256];
    const double done = (double)course->run->epoch_count / course->options->epochs;
    const double spent = tool_seconds() - course->begin;
    size_t used = (size_t)snprintf(line, sizeof line, "%sepoch %zu  loss %.4f",
                                   course->what, course->run->epoch_count, epoch->loss);
    if (!isnan(epoch->validation_loss))
        used += (size_t)snprintf(line + used, sizeof line - used,
                                 "  validation loss %.4f", epoch->validation_loss);
    if (!isnan(epoch->validation_accuracy))
        used += (size_t)snprintf(line + used, sizeof line - used, "  accuracy %.1f %%",
                                 100 * epoch->validation_accuracy);
    snprintf(line + used, sizeof line - used, "  best epoch %zu  %s left",
             course->run->best_epoch, tool_time_text(spent * (1 - done) / done, left));
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K%.79s", line);
    else
        fprintf(stderr, "%s\n", line);
}

static int make_model(const Course *course, const UnfoldReal *weights,
                      UnfoldModel **model)
{
    UnfoldError error;
    if (unfold_model_new(&course->shape, 0, weights, model, &error))
        return tool_error(NULL, "%s", error.text);
    return TOOL_OK;
}

static int validate(Course *course, LearnEpoch *epoch)
{
    const UnfoldListening *listening = &course->run->listening;
    epoch->validation_loss = epoch->validation_accuracy = NAN;
    if (!course->validation.count)
        return TOOL_OK;
    UnfoldModel *model = NULL;
    LearnVerdict verdict = {0};
    int status = make_model(course, unfold_sequences_weights(course->trainer), &model);
    if (!status && (!learn_verdict_new(&verdict, listening->label_count) ||
                    learn_judge(model, listening, &course->validation, &verdict, NULL)))
        status = tool_no_memory();
    if (!status) {
        epoch->validation_loss = learn_mean_loss(&verdict);
        if (listening->label_count)
            epoch->validation_accuracy = learn_accuracy(&verdict);
    }
    learn_verdict_clear(&verdict);
    unfold_model_free(model);
    return status;
}

static void keep_if_better(Course *course, const LearnEpoch *epoch)
{
    const bool better =
        isnan(epoch->validation_loss) || epoch->validation_loss < course->best_loss;
    if (!better)
        return;
    course->best_loss = epoch->validation_loss;
    course->run->best_epoch = course->run->epoch_count;
    memcpy(course->best, unfold_sequences_weights(course->trainer),
           course->weights * sizeof *course->best);
}

static LearnState state_of(const Course *course)
{
    return (LearnState){.stand = {course->run->epoch_count, course->run->best_epoch,
                                  course->best_loss, tool_seconds() - course->begin},
                        .epochs = course->run->epochs,
                        .weights = course->best,
                        .most_epochs = course->options->epochs,
                        .weight_count = course->weights,
                        .trainer = course->trainer};
}

static int keep(const Course *course)
{
    const LearnState state = state_of(course);
    return course->checkpoint ? learn_checkpoint_keep(course->checkpoint, &state)
                              : TOOL_OK;
}

/* Go on where a learning was stopped. */
static int take_up(Course *course)
{
    LearnState state = state_of(course);
    if (!course->checkpoint)
        return TOOL_OK;
    const int status = learn_checkpoint_take_up(course->checkpoint, &state);
    course->run->epoch_count = state.stand.epochs;
    course->run->best_epoch = state.stand.best_epoch;
    course->best_loss = state.stand.best_loss;
    course->begin = tool_seconds() - state.stand.seconds;
    return status;
}

/* Hear all anew, a little different each time, and learn from it. */
static int run_epoch(Course *course, const LearnPart *training, bool *whole)
{
    const LearnOptions *options = course->options;
    const UnfoldListening *listening = &course->run->listening;
    const uint64_t seed = options->seed * 1000003u + course->run->epoch_count;
    LearnHeard heard;
    int status = learn_hear(listening, course->set, training, &course->augment, seed,
                            options->threads, &heard);
    if (status)
        return status;
    size_t count;
    UnfoldSequence *sequences = learn_sequences(
        listening, &heard, course->weight, course->shape.output_at == UNFOLD_LAST_STEP,
        options->window, &count);
    LearnEpoch *epoch = &course->run->epochs[course->run->epoch_count];
    if (!sequences || unfold_sequences_epoch(course->trainer, sequences, count, ask,
                                             course, &epoch->loss, whole))
        status = tool_no_memory();
    free(sequences);
    learn_heard_clear(&heard);
    if (status || (!*whole && course->run->epoch_count))
        return status;
    ++course->run->epoch_count;
    status = validate(course, epoch);
    if (!status) {
        keep_if_better(course, epoch);
        show(course, epoch);
    }
    return status || !*whole ? status : keep(course);
}

static int run_epochs(Course *course, const LearnPart *training)
{
    LearnRun *run = course->run;
    bool whole = true;
    int status = TOOL_OK;
    while (!status && whole && run->epoch_count < course->options->epochs) {
        const size_t waited = run->epoch_count - run->best_epoch;
        if (course->options->patience && waited >= course->options->patience)
            break;
        status = run_epoch(course, training, &whole);
    }
    run->stopped = tool_interrupted();
    if (isatty(STDERR_FILENO) && run->epoch_count)
        fprintf(stderr, "\n");
    return status;
}

/* What is wanted of lessons; counts [Y] of labels, or [1] of numbers. */
static void count_targets(const UnfoldListening *listening, const LearnHeard *heard,
                          size_t outputs, size_t *counts)
{
    const size_t labels = listening->label_count;
    for (size_t k = 0; k < heard->count; ++k)
        for (size_t n = 0; n < heard->list[k].steps * outputs; ++n) {
            const UnfoldReal target = heard->list[k].target[n];
            if (labels ? target > 0 : !isnan(target))
                ++counts[labels ? n % labels : 0];
        }
}

/* Whether there is anything to learn; a label that has nothing is warned of. */
static int check_targets(const Course *course, const LearnHeard *heard)
{
    const UnfoldListening *listening = &course->run->listening;
    const char *path = course->set->path;
    const size_t outputs = learn_shape(course->options, listening).outputs;
    size_t counts[UNFOLD_MAX_LABELS] = {0}, learned = 0;
    const size_t kinds = listening->label_count ? listening->label_count : 1;
    count_targets(listening, heard, outputs, counts);
    for (size_t k = 0; k < kinds; ++k)
        learned += counts[k] > 0;
    if (!learned)
        return tool_error(path,
                          "%snothing is left to learn from: %s lie in none of the "
                          "frames of its recordings",
                          course->what, listening->label_count ? "labels" : "values");
    for (size_t k = 0; k < listening->label_count; ++k)
        if (!counts[k])
            tool_warn(path, "%snothing is left to learn '%s' from", course->what,
                      listening->labels[k]);
    return TOOL_OK;
}

/* What is learned of the training part before it begins. */
static int prepare(Course *course, const LearnPart *training,
                   const LearnPart *validation)
{
    UnfoldListening *listening = &course->run->listening;
    const LearnOptions *options = course->options;
    LearnHeard heard = {0};
    int status = TOOL_OK;
    if (listening->task == UNFOLD_TASK_VALUE)
        status = learn_normalise_values(course->set, training, listening);
    if (!status)
        status = learn_hear(listening, course->set, training, NULL, 0, options->threads,
                            &heard);
    if (!status)
        status = check_targets(course, &heard);
    if (status) {
        learn_heard_clear(&heard);
        return status;
    }
    learn_normalise(&heard, listening);
    if (listening->label_count)
        learn_weigh(listening, &heard, course->weight);
    for (uint32_t k = 0; options->unweighted && k < listening->label_count; ++k)
        course->weight[k] = 1;
    course->run->silent = heard.silent;
    learn_heard_clear(&heard);
    status = learn_hear(listening, course->set, validation, NULL, 0, options->threads,
                        &course->validation);
    if (status)
        return status;
    course->shape = learn_shape(options, listening);
    const UnfoldSequencesSettings settings = settings_of(course);
    UnfoldError error;
    if (unfold_sequences_new(&settings, &course->trainer, &error))
        return tool_error(NULL, "%s", error.text);
    course->weights = unfold_shape_weights(&course->shape);
    course->best = calloc(course->weights, sizeof *course->best);
    course->run->epochs = calloc(options->epochs, sizeof *course->run->epochs);
    if (!course->best || !course->run->epochs)
        return tool_no_memory();
    return take_up(course);
}

/* What the best network cannot foresee. */
static int find_unusual(Course *course, const LearnPart *training)
{
    UnfoldListening *listening = &course->run->listening;
    if (listening->task != UNFOLD_TASK_NEXT)
        return TOOL_OK;
    LearnHeard heard = {0};
    const LearnHeard *judged = &course->validation;
    int status = TOOL_OK;
    if (!judged->count) {
        status = learn_hear(listening, course->set, training, NULL, 0,
                            course->options->threads, &heard);
        judged = &heard;
    }
    if (!status && learn_unusual(course->run->model, judged, &listening->threshold))
        status = tool_no_memory();
    learn_heard_clear(&heard);
    return status;
}

int learn_run(const LearnOptions *options, const LearnSet *set,
              const LearnPart *training, const LearnPart *validation, const char *what,
              LearnCheckpoint *checkpoint, LearnRun *run)
{
    *run = (LearnRun){0};
    Course course = {.options = options,
                     .set = set,
                     .what = what,
                     .checkpoint = checkpoint,
                     .run = run,
                     .best_loss = HUGE_VAL,
                     .begin = tool_seconds()};
    learn_augment_parse(options->augment, &course.augment, NULL);
    int status = learn_options_listening(options, set->lowest_rate, &run->listening);
    if (!status)
        status = learn_set_labels(options, set, &run->listening);
    if (!status)
        status = prepare(&course, training, validation);
    if (!status) {
        tool_catch_interrupts();
        status = run_epochs(&course, training);
    }
    if (!status)
        status = make_model(&course, course.best, &run->model);
    if (!status)
        status = find_unusual(&course, training);
    run->seconds = tool_seconds() - course.begin;
    unfold_sequences_free(course.trainer);
    learn_heard_clear(&course.validation);
    free(course.best);
    return status;
}

void learn_run_clear(LearnRun *run)
{
    unfold_model_free(run->model);
    free(run->epochs);
    *run = (LearnRun){0};
}
