/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_views.h"

#include "tool/learn_view.h"
#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_OF_A_KIND (LEARN_MOST_VIEWS / 2)
#define OFTEN_WRONG 0.1 /* of the frames */

/* What a lesson came to. */
typedef struct {
    size_t number; /* in the part */
    int label, answer;
    double score, rank; /* rank: the more, the more of a mistake it is */
    size_t worst;       /* frame */
    bool mistaken;
} Found;

typedef struct {
    LearnHearer by;
    Found *list;
} Finder;

static void find_clip(const LearnHearer *by, const UnfoldHeardLesson *heard,
                      const UnfoldReal *y, Found *found)
{
    const size_t labels = by->listening->label_count;
    double p[UNFOLD_MAX_LABELS];
    learn_clip_answer(by->shape, heard, y, p);
    found->label = learn_wanted(heard->target + heard->from * labels, labels);
    found->answer = (int)learn_likeliest(p, labels);
    found->score = found->rank = p[found->answer];
    found->mistaken = found->label >= 0 && found->label != found->answer;
}

static int most_frequent(const size_t *counts, size_t labels, int nothing)
{
    int best = -1;
    for (size_t k = 0; k < labels; ++k)
        if ((int)k != nothing && counts[k] && (best < 0 || counts[k] > counts[best]))
            best = (int)k;
    return best >= 0 || nothing < 0 || !counts[nothing] ? best : nothing;
}

static void find_frames(const LearnHearer *by, const UnfoldHeardLesson *heard,
                        const UnfoldReal *y, Found *found)
{
    const UnfoldListening *listening = by->listening;
    const size_t labels = listening->label_count;
    size_t is[UNFOLD_MAX_LABELS] = {0}, said[UNFOLD_MAX_LABELS] = {0};
    size_t known = 0, wrong = 0;
    for (size_t t = heard->from; t < heard->steps; ++t) {
        double p[UNFOLD_MAX_LABELS];
        for (size_t k = 0; k < labels; ++k)
            p[k] = y[t * labels + k];
        const size_t answer = learn_likeliest(p, labels);
        const int label = learn_wanted(heard->target + t * labels, labels);
        ++said[answer];
        if (label < 0)
            continue;
        ++is[label];
        ++known;
        if (label != (int)answer && !wrong++)
            found->worst = t;
    }
    found->label = most_frequent(is, labels, listening->nothing);
    found->answer = most_frequent(said, labels, listening->nothing);
    found->score = found->rank = known ? (double)wrong / (double)known : 0;
    found->mistaken = found->score > OFTEN_WRONG;
}

static void find_value(const LearnHearer *by, const UnfoldHeardLesson *heard,
                       const UnfoldReal *y, Found *found)
{
    double sum = 0, most = -1;
    size_t count = 0;
    for (size_t t = heard->from; t < heard->steps; ++t) {
        const double error = (double)y[t] - heard->target[t];
        if (isnan(error))
            continue;
        sum += error * error;
        ++count;
        if (fabs(error) > most) {
            most = fabs(error);
            found->worst = t;
        }
    }
    found->rank = count ? sqrt(sum / (double)count) : 0;
    found->score = found->rank * by->listening->value_deviation;
}

static void find_next(const LearnHearer *by, const UnfoldHeardLesson *heard,
                      const UnfoldReal *y, Found *found)
{
    for (size_t t = 0; t + 1 < heard->steps; ++t) {
        const double error = learn_next_error(heard, y, by->shape->outputs, t);
        if (error > found->score) {
            found->score = found->rank = error;
            found->worst = t;
        }
    }
}

static void find(void *context, size_t k, const UnfoldHeardLesson *heard,
                 const UnfoldReal *y)
{
    Finder *finder = context;
    Found *found = &finder->list[k];
    *found = (Found){.number = k, .label = -1, .answer = -1};
    switch (finder->by.listening->task) {
    case UNFOLD_TASK_CLIP:
        find_clip(&finder->by, heard, y, found);
        break;
    case UNFOLD_TASK_FRAME:
        find_frames(&finder->by, heard, y, found);
        break;
    case UNFOLD_TASK_VALUE:
        find_value(&finder->by, heard, y, found);
        break;
    case UNFOLD_TASK_NEXT:
        find_next(&finder->by, heard, y, found);
        break;
    }
}

/* Mistakes first, the worst of them ahead; the list's order among equals. */
static int by_rank(const void *a, const void *b)
{
    const Found *one = a, *other = b;
    if (one->mistaken != other->mistaken)
        return other->mistaken - one->mistaken;
    if (one->rank != other->rank)
        return one->rank < other->rank ? 1 : -1;
    return one->number < other->number ? -1 : one->number > other->number;
}

/* Moves what is to be shown ahead in the list [count]; returns how many. */
static size_t choose_labels(Found *list, size_t count)
{
    bool shown[UNFOLD_MAX_LABELS] = {false};
    size_t mistakes = 0, chosen = 0;
    while (mistakes < count && list[mistakes].mistaken)
        ++mistakes;
    chosen = mistakes < MOST_OF_A_KIND ? mistakes : MOST_OF_A_KIND;
    size_t right = 0;
    for (size_t k = mistakes; k < count && right < MOST_OF_A_KIND; ++k) {
        const int label = list[k].label;
        if (label < 0 || shown[label])
            continue;
        shown[label] = true;
        ++right;
        list[chosen++] = list[k];
    }
    return chosen ? chosen : count < MOST_OF_A_KIND ? count : MOST_OF_A_KIND;
}

static size_t choose_numbers(Found *list, size_t count)
{
    if (count <= LEARN_MOST_VIEWS)
        return count;
    memmove(list + MOST_OF_A_KIND, list + count - MOST_OF_A_KIND,
            MOST_OF_A_KIND * sizeof *list);
    return LEARN_MOST_VIEWS;
}

static void name_view(const LearnSet *set, size_t lesson, char name[256])
{
    const size_t number = set->recordings[lesson];
    const UnfoldRecording *recording = &set->list.recordings[number];
    const char *base = tool_base_name(recording->path);
    const UnfoldLesson *one = &set->lessons[lesson];
    const ptrdiff_t begin = one->sound - set->sounds[number];
    if (set->task == UNFOLD_TASK_CLIP && recording->span_count)
        snprintf(name, 256, "%.200s, %.2f s", base, (double)begin / one->rate);
    else
        snprintf(name, 256, "%.240s", base);
}

typedef struct {
    LearnHearer by;
    const Found *found;
    LearnViews *views;
    bool failed;
} Keeper;

static void keep(void *context, size_t k, const UnfoldHeardLesson *heard,
                 const UnfoldReal *y)
{
    Keeper *keeper = context;
    const Found *found = &keeper->found[k];
    LearnView *view = &keeper->views->list[k];
    view->mistaken = found->mistaken;
    view->label = found->label;
    view->answer = found->answer;
    view->score = found->score;
    keeper->failed |= !learn_view_fill(&keeper->by, heard, y, found->worst, view);
}

/* Play once more those that were chosen. */
static UnfoldStatus keep_chosen(const LearnRun *run, const LearnHearer *by,
                                const LearnHeard *heard, const Found *found,
                                LearnViews *views)
{
    UnfoldHeardLesson some[LEARN_MOST_VIEWS];
    const LearnHeard chosen = {
        .list = some, .count = views->count, .longest = heard->longest};
    for (size_t k = 0; k < views->count; ++k)
        some[k] = heard->list[found[k].number];
    Keeper keeper = {*by, found, views, false};
    const UnfoldStatus status = learn_play(run->model, &chosen, keep, &keeper);
    return keeper.failed ? UNFOLD_NO_MEMORY : status;
}

static UnfoldStatus look(const LearnRun *run, const LearnSet *set,
                         const LearnPart *part, const LearnHeard *heard,
                         LearnViews *views)
{
    const LearnHearer by = {.listening = &run->listening,
                            .shape = unfold_model_shape(run->model)};
    Finder finder = {by, calloc(heard->count + 1, sizeof *finder.list)};
    UnfoldStatus status =
        finder.list ? learn_play(run->model, heard, find, &finder) : UNFOLD_NO_MEMORY;
    if (!status) {
        qsort(finder.list, heard->count, sizeof *finder.list, by_rank);
        views->count = run->listening.label_count
                           ? choose_labels(finder.list, heard->count)
                           : choose_numbers(finder.list, heard->count);
        for (size_t k = 0; k < views->count; ++k)
            name_view(set, part->list[finder.list[k].number], views->list[k].name);
        status = keep_chosen(run, &by, heard, finder.list, views);
    }
    free(finder.list);
    return status;
}

int learn_views(const LearnRun *run, const LearnSet *set, const LearnPart *part,
                const LearnHeard *heard, LearnViews *views)
{
    *views = (LearnViews){.count = 0};
    if (!look(run, set, part, heard, views))
        return TOOL_OK;
    learn_views_clear(views);
    return tool_no_memory();
}

void learn_views_clear(LearnViews *views)
{
    for (size_t k = 0; k < views->count; ++k) {
        free(views->list[k].features);
        free(views->list[k].answers);
        free(views->list[k].wanted);
    }
    *views = (LearnViews){.count = 0};
}
