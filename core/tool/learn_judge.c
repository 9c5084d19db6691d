/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_judge.h"

#include "net/stream.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool learn_verdict_new(LearnVerdict *verdict, size_t labels)
{
    *verdict = (LearnVerdict){.labels = labels};
    verdict->confusion = calloc(labels * labels + 1, sizeof *verdict->confusion);
    return verdict->confusion != NULL;
}

void learn_verdict_clear(LearnVerdict *verdict)
{
    free(verdict->confusion);
    *verdict = (LearnVerdict){0};
}

size_t learn_likeliest(const double *p, size_t labels)
{
    size_t best = 0;
    for (size_t k = 1; k < labels; ++k)
        if (p[k] > p[best])
            best = k;
    return best;
}

int learn_wanted(const UnfoldReal *target, size_t labels)
{
    for (size_t k = 0; k < labels; ++k)
        if (target[k] > 0)
            return (int)k;
    return -1;
}

static void note(LearnVerdict *verdict, int label, const double *p)
{
    const double sure = p[label] > FLT_MIN ? p[label] : FLT_MIN;
    const size_t answer = learn_likeliest(p, verdict->labels);
    verdict->confusion[(size_t)label * verdict->labels + answer] += 1;
    verdict->loss -= log(sure);
    verdict->weight += 1;
}

void learn_clip_answer(const UnfoldShape *shape, const UnfoldHeardLesson *heard,
                       const UnfoldReal *y, double *p)
{
    const size_t labels = shape->outputs;
    const bool averages = shape->output_at == UNFOLD_EVERY_STEP;
    const double frames = (double)(heard->steps - heard->from);
    memset(p, 0, labels * sizeof *p);
    for (size_t t = heard->from; t < heard->steps; ++t)
        for (size_t k = 0; k < labels; ++k) {
            const double now = y[t * labels + k];
            p[k] = averages ? p[k] + now / frames : now;
        }
}

static void judge_clip(const UnfoldShape *shape, const UnfoldHeardLesson *heard,
                       const UnfoldReal *y, LearnVerdict *verdict)
{
    double p[UNFOLD_MAX_LABELS];
    const size_t labels = shape->outputs;
    const int label = learn_wanted(heard->target + heard->from * labels, labels);
    learn_clip_answer(shape, heard, y, p);
    if (label >= 0)
        note(verdict, label, p);
}

static void judge_frames(const UnfoldHeardLesson *heard, const UnfoldReal *y,
                         LearnVerdict *verdict)
{
    double p[UNFOLD_MAX_LABELS];
    const size_t labels = verdict->labels;
    for (size_t t = heard->from; t < heard->steps; ++t) {
        const int label = learn_wanted(heard->target + t * labels, labels);
        for (size_t k = 0; k < labels; ++k)
            p[k] = y[t * labels + k];
        if (label >= 0)
            note(verdict, label, p);
    }
}

static void judge_numbers(const UnfoldHeardLesson *heard, size_t outputs,
                          const UnfoldReal *y, LearnVerdict *verdict)
{
    for (size_t k = 0; k < heard->steps * outputs; ++k) {
        const double target = heard->target[k], error = y[k] - target;
        if (isnan(target))
            continue;
        verdict->loss += error * error;
        verdict->squares += target * target;
        verdict->weight += 1;
    }
}

/* All frames of a lesson through the network, from the start: y [steps][Y]. */
static void play(UnfoldStream *stream, const UnfoldShape *shape,
                 const UnfoldHeardLesson *heard, UnfoldReal *y)
{
    unfold_stream_reset(stream);
    for (size_t t = 0; t < heard->steps; ++t) {
        const UnfoldReal *x = heard->x + t * shape->inputs;
        UnfoldReal *to = y + t * shape->outputs;
        unfold_stream_process(stream, &x, 1, &to);
    }
}

UnfoldStatus learn_play(const UnfoldModel *model, const LearnHeard *heard,
                        LearnPlayed *played, void *context)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    UnfoldReal *y = malloc(heard->longest * shape->outputs * sizeof *y + 1);
    for (size_t k = 0; stream && y && k < heard->count; ++k) {
        play(stream, shape, &heard->list[k], y);
        played(context, k, &heard->list[k], y);
    }
    const bool done = stream && y;
    unfold_stream_free(stream);
    free(y);
    return done ? UNFOLD_OK : UNFOLD_NO_MEMORY;
}

UnfoldStatus learn_answer(const UnfoldModel *model, const UnfoldHeardLesson *heard,
                          double *p)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    UnfoldReal *y = malloc(heard->steps * shape->outputs * sizeof *y + 1);
    const bool done = stream && y;
    if (done) {
        play(stream, shape, heard, y);
        learn_clip_answer(shape, heard, y, p);
    }
    unfold_stream_free(stream);
    free(y);
    return done ? UNFOLD_OK : UNFOLD_NO_MEMORY;
}

/* Who judges what is played. */
typedef struct {
    const UnfoldShape *shape;
    UnfoldTask task;
    LearnVerdict *verdict;
} Judge;

static void judge(void *context, size_t k, const UnfoldHeardLesson *heard,
                  const UnfoldReal *y)
{
    (void)k;
    const Judge *by = context;
    switch (by->task) {
    case UNFOLD_TASK_CLIP:
        judge_clip(by->shape, heard, y, by->verdict);
        break;
    case UNFOLD_TASK_FRAME:
        judge_frames(heard, y, by->verdict);
        break;
    case UNFOLD_TASK_VALUE:
    case UNFOLD_TASK_NEXT:
        judge_numbers(heard, by->shape->outputs, y, by->verdict);
    }
}

UnfoldStatus learn_judge(const UnfoldModel *model, const UnfoldListening *listening,
                         const LearnHeard *heard, LearnVerdict *verdict)
{
    Judge by = {.shape = unfold_model_shape(model),
                .task = listening->task,
                .verdict = verdict};
    return learn_play(model, heard, judge, &by);
}

double learn_next_error(const UnfoldHeardLesson *heard, const UnfoldReal *y,
                        size_t width, size_t t)
{
    double sum = 0;
    for (size_t k = 0; k < width; ++k) {
        const double error = (double)y[t * width + k] - heard->target[t * width + k];
        sum += error * error;
    }
    return sum / (double)width;
}

static int ascending(const void *a, const void *b)
{
    const double one = *(const double *)a, other = *(const double *)b;
    return one < other ? -1 : one > other;
}

/* Errors of all frames that were played. */
typedef struct {
    double *list;
    size_t count, width;
} Errors;

static void add_errors(void *context, size_t k, const UnfoldHeardLesson *heard,
                       const UnfoldReal *y)
{
    (void)k;
    Errors *errors = context;
    for (size_t t = 0; t + 1 < heard->steps; ++t)
        errors->list[errors->count++] = learn_next_error(heard, y, errors->width, t);
}

UnfoldStatus learn_unusual(const UnfoldModel *model, const LearnHeard *heard,
                           float *error)
{
    Errors errors = {.list = malloc(heard->frames * sizeof *errors.list + 1),
                     .width = unfold_model_shape(model)->outputs};
    if (!errors.list || learn_play(model, heard, add_errors, &errors)) {
        free(errors.list);
        return UNFOLD_NO_MEMORY;
    }
    const size_t count = errors.count;
    if (count) {
        qsort(errors.list, count, sizeof *errors.list, ascending);
        *error = (float)errors.list[count - 1 - count / 1000];
    }
    free(errors.list);
    return UNFOLD_OK;
}

double learn_count_of(const LearnVerdict *verdict, size_t k)
{
    double sum = 0;
    for (size_t n = 0; n < verdict->labels; ++n)
        sum += verdict->confusion[k * verdict->labels + n];
    return sum;
}

static double column(const LearnVerdict *verdict, size_t k)
{
    double sum = 0;
    for (size_t n = 0; n < verdict->labels; ++n)
        sum += verdict->confusion[n * verdict->labels + k];
    return sum;
}

static double right(const LearnVerdict *verdict, size_t k)
{
    return verdict->confusion[k * verdict->labels + k];
}

double learn_accuracy(const LearnVerdict *verdict)
{
    double hits = 0, all = 0;
    for (size_t k = 0; k < verdict->labels; ++k) {
        hits += right(verdict, k);
        all += learn_count_of(verdict, k);
    }
    return all > 0 ? hits / all : NAN;
}

double learn_balanced_accuracy(const LearnVerdict *verdict)
{
    double sum = 0, count = 0;
    for (size_t k = 0; k < verdict->labels; ++k)
        if (learn_count_of(verdict, k) > 0) {
            sum += right(verdict, k) / learn_count_of(verdict, k);
            ++count;
        }
    return count > 0 ? sum / count : NAN;
}

double learn_macro_f1(const LearnVerdict *verdict)
{
    double sum = 0, count = 0;
    for (size_t k = 0; k < verdict->labels; ++k)
        if (learn_count_of(verdict, k) > 0) {
            sum += 2 * right(verdict, k) /
                   (learn_count_of(verdict, k) + column(verdict, k));
            ++count;
        }
    return count > 0 ? sum / count : NAN;
}

double learn_r2(const LearnVerdict *verdict)
{
    return verdict->squares > 0 ? 1 - verdict->loss / verdict->squares : NAN;
}

double learn_mean_loss(const LearnVerdict *verdict)
{
    return verdict->weight > 0 ? verdict->loss / verdict->weight : NAN;
}
