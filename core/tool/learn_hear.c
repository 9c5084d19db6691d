/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_hear.h"

#include "tool/report.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_DEVIATION 1e-3 /* of what is always the same */

static UnfoldStatus hear_one(const UnfoldListening *listening,
                             const UnfoldLesson *lesson, const UnfoldAugment *augment,
                             uint64_t seed, size_t number, UnfoldHeardLesson *heard)
{
    UnfoldRandom random = {seed * 0x9e3779b97f4a7c15u + number};
    random.state = unfold_random(&random);
    return unfold_lesson_hear(listening, lesson, augment, &random, heard);
}

int learn_hear(const UnfoldListening *listening, const LearnSet *set,
               const LearnPart *part, const UnfoldAugment *augment, uint64_t seed,
               unsigned threads, LearnHeard *heard)
{
    *heard = (LearnHeard){.list = calloc(part->count + 1, sizeof *heard->list),
                          .count = part->count};
    if (!heard->list)
        return tool_no_memory();
    int failed = 0;
#pragma omp parallel for schedule(dynamic, 8) reduction(+ : failed) num_threads(        \
    threads ? (int)threads : omp_get_num_procs())
    for (size_t k = 0; k < part->count; ++k)
        failed += hear_one(listening, &set->lessons[part->list[k]], augment, seed,
                           part->list[k], &heard->list[k]) != UNFOLD_OK;
    if (failed) {
        learn_heard_clear(heard);
        return tool_no_memory();
    }
    for (size_t k = 0; k < heard->count; ++k) {
        const UnfoldHeardLesson *one = &heard->list[k];
        heard->frames += one->steps;
        heard->longest = one->steps > heard->longest ? one->steps : heard->longest;
        heard->silent += one->silent;
    }
    return TOOL_OK;
}

void learn_heard_clear(LearnHeard *heard)
{
    for (size_t k = 0; heard->list && k < heard->count; ++k)
        unfold_heard_clear(&heard->list[k]);
    free(heard->list);
    *heard = (LearnHeard){0};
}

void learn_normalise(const LearnHeard *heard, UnfoldListening *listening)
{
    const size_t inputs = unfold_feature_count(&listening->features);
    double sums[UNFOLD_MAX_FEATURES] = {0}, squares[UNFOLD_MAX_FEATURES] = {0};
    for (size_t k = 0; k < heard->count; ++k) {
        const UnfoldHeardLesson *one = &heard->list[k];
        for (size_t t = 0; t < one->steps; ++t)
            for (size_t n = 0; n < inputs; ++n) {
                const double x = one->x[t * inputs + n];
                sums[n] += x;
                squares[n] += x * x;
            }
    }
    const double frames = heard->frames ? (double)heard->frames : 1;
    for (size_t n = 0; n < inputs; ++n) {
        const double mean = sums[n] / frames;
        const double variance = squares[n] / frames - mean * mean;
        listening->mean[n] = (float)mean;
        listening->deviation[n] = (float)fmax(sqrt(fmax(variance, 0)), LEAST_DEVIATION);
    }
}

int learn_normalise_values(const LearnSet *set, const LearnPart *part,
                           UnfoldListening *listening)
{
    double sum = 0, squares = 0, count = 0;
    for (size_t k = 0; k < part->count; ++k) {
        const UnfoldLesson *lesson = &set->lessons[part->list[k]];
        for (size_t n = 0; n < lesson->value_count; ++n) {
            sum += lesson->values[n];
            squares += lesson->values[n] * lesson->values[n];
        }
        count += (double)lesson->value_count;
    }
    listening->value_mean = sum / count;
    const double variance = squares / count - sum / count * (sum / count);
    listening->value_deviation = sqrt(fmax(variance, 0));
    if (listening->value_deviation > 1e-12 * fabs(listening->value_mean) &&
        listening->value_deviation > 0)
        return TOOL_OK;
    return tool_error(set->path, "its values are all the same: %g",
                      listening->value_mean);
}

void learn_weigh(const UnfoldListening *listening, const LearnHeard *heard,
                 double *weights)
{
    const size_t labels = listening->label_count;
    double all = 0, seen = 0;
    for (size_t n = 0; n < labels; ++n)
        weights[n] = 0;
    for (size_t k = 0; k < heard->count; ++k)
        for (size_t n = 0; n < heard->list[k].steps * labels; ++n)
            weights[n % labels] += heard->list[k].target[n];
    for (size_t n = 0; n < labels; ++n) {
        all += weights[n];
        seen += weights[n] > 0;
    }
    for (size_t n = 0; n < labels; ++n)
        weights[n] = weights[n] > 0 ? all / (seen * weights[n]) : 0;
}

/* By the labels' weights; and where the last frame decides, early ones teach less. */
static void weigh_targets(const UnfoldListening *listening, const double *weights,
                          bool last, UnfoldHeardLesson *heard)
{
    const size_t labels = listening->label_count;
    const double frames = (double)(heard->steps - heard->from);
    for (size_t t = heard->from; t < heard->steps; ++t) {
        const double place = (double)(t - heard->from) + 1;
        const double share = last ? 2 * place / (frames + 1) : 1;
        for (size_t n = 0; n < labels; ++n)
            heard->target[t * labels + n] *= (UnfoldReal)(share * weights[n]);
    }
}

UnfoldSequence *learn_sequences(const UnfoldListening *listening, LearnHeard *heard,
                                const double *weights, bool last, size_t window,
                                size_t *count)
{
    const size_t inputs = unfold_feature_count(&listening->features);
    const size_t outputs = unfold_listening_outputs(listening);
    const bool clips = listening->task == UNFOLD_TASK_CLIP;
    const size_t warm = clips ? 0 : window / 4, scored = window - warm;
    UnfoldSequence *list =
        malloc((heard->count + heard->frames / scored) * sizeof *list + 1);
    *count = 0;
    for (size_t k = 0; list && k < heard->count; ++k) {
        UnfoldHeardLesson *one = &heard->list[k];
        if (listening->label_count)
            weigh_targets(listening, weights, last, one);
        const size_t piece = clips ? one->steps : scored;
        for (size_t at = 0; at < one->steps; at += piece) {
            const size_t before = at < warm ? at : warm, first = at - before;
            const size_t end = one->steps - at < piece ? one->steps : at + piece;
            list[(*count)++] = (UnfoldSequence){
                .x = one->x + first * inputs,
                .target = one->target + first * outputs,
                .steps = end - first,
                .from = clips ? one->from : before,
            };
        }
    }
    return list;
}
