/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_view.h"

#include <math.h>
#include <stdlib.h>

#define MOST_FRAMES 1000 /* of a stretch */

static void choose_stretch(const UnfoldHeardLesson *heard, size_t worst,
                           LearnView *view)
{
    const size_t steps = heard->steps;
    view->steps = steps;
    view->from = heard->from;
    view->frames = steps < MOST_FRAMES ? steps : MOST_FRAMES;
    view->first = worst > view->frames / 2 ? worst - view->frames / 2 : 0;
    if (view->first > steps - view->frames)
        view->first = steps - view->frames;
}

/* The bands are what a picture shows best; of the rest, no slopes. */
static size_t rows_of(const UnfoldFeatureSpec *spec, size_t inputs)
{
    return spec->kinds & UNFOLD_MEL ? spec->bands : inputs / (spec->deltas + 1);
}

static void copy_features(const LearnHearer *by, const UnfoldHeardLesson *heard,
                          LearnView *view)
{
    for (size_t t = 0; t < view->frames; ++t)
        for (size_t n = 0; n < view->rows; ++n)
            view->features[t * view->rows + n] =
                (float)heard->x[(view->first + t) * by->shape->inputs + n];
}

/* The labels with a claim to be shown: how probable each is in the mean, what is right
   and what was answered above all. */
static void choose_labels(const LearnHearer *by, const UnfoldHeardLesson *heard,
                          const UnfoldReal *y, LearnView *view)
{
    const size_t labels = by->shape->outputs;
    double claim[UNFOLD_MAX_LABELS] = {0};
    for (size_t t = view->first; t < view->first + view->frames; ++t) {
        for (size_t k = 0; k < labels; ++k)
            claim[k] += y[t * labels + k] / (double)view->frames;
        const int label = learn_wanted(heard->target + t * labels, labels);
        if (label >= 0)
            claim[label] += 1 / (double)view->frames;
    }
    if (view->label >= 0)
        claim[view->label] += 8;
    if (view->answer >= 0)
        claim[view->answer] += 4;
    view->lines = labels < LEARN_MOST_LINES ? labels : LEARN_MOST_LINES;
    for (size_t n = 0; n < view->lines; ++n) {
        const size_t best = learn_likeliest(claim, labels);
        view->labels[n] = (int)best;
        claim[best] = -1;
    }
}

static void copy_labels(const LearnHearer *by, const UnfoldHeardLesson *heard,
                        const UnfoldReal *y, LearnView *view)
{
    const size_t labels = by->shape->outputs;
    for (size_t t = 0; t < view->frames; ++t) {
        const size_t at = (view->first + t) * labels;
        for (size_t n = 0; n < view->lines; ++n)
            view->answers[t * view->lines + n] = (float)y[at + (size_t)view->labels[n]];
        if (view->wanted)
            view->wanted[t] = learn_wanted(heard->target + at, labels);
    }
}

static void copy_values(const LearnHearer *by, const UnfoldHeardLesson *heard,
                        const UnfoldReal *y, LearnView *view)
{
    const double mean = by->listening->value_mean;
    const double deviation = by->listening->value_deviation;
    for (size_t t = 0; t < view->frames; ++t) {
        const size_t at = view->first + t;
        view->answers[2 * t] = (float)(mean + deviation * (double)heard->target[at]);
        view->answers[2 * t + 1] = (float)(mean + deviation * (double)y[at]);
    }
}

/* The error of a frame is known when it has come. */
static void copy_errors(const LearnHearer *by, const UnfoldHeardLesson *heard,
                        const UnfoldReal *y, LearnView *view)
{
    for (size_t t = 0; t < view->frames; ++t) {
        const size_t at = view->first + t;
        view->answers[t] =
            at ? (float)learn_next_error(heard, y, by->shape->outputs, at - 1) : NAN;
    }
}

bool learn_view_fill(const LearnHearer *by, const UnfoldHeardLesson *heard,
                     const UnfoldReal *y, size_t worst, LearnView *view)
{
    const UnfoldTask task = by->listening->task;
    const bool labels = by->listening->label_count > 0;
    choose_stretch(heard, worst, view);
    view->rows = rows_of(&by->listening->features, by->shape->inputs);
    view->lines = task == UNFOLD_TASK_VALUE ? 2 : 1;
    if (labels)
        choose_labels(by, heard, y, view);
    view->features = malloc(view->frames * view->rows * sizeof *view->features + 1);
    view->answers = malloc(view->frames * view->lines * sizeof *view->answers + 1);
    if (task == UNFOLD_TASK_FRAME)
        view->wanted = malloc(view->frames * sizeof *view->wanted + 1);
    if (!view->features || !view->answers ||
        (task == UNFOLD_TASK_FRAME && !view->wanted))
        return false;
    copy_features(by, heard, view);
    if (labels)
        copy_labels(by, heard, y, view);
    else if (task == UNFOLD_TASK_VALUE)
        copy_values(by, heard, y, view);
    else
        copy_errors(by, heard, y, view);
    return true;
}
