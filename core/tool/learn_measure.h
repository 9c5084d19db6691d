/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_MEASURE_H
#define UNFOLD_TOOL_LEARN_MEASURE_H

#include "tool/learn_views.h"

/** What recordings that were not learned from have shown. Release with
    learn_measured_clear. */
typedef struct {
    LearnVerdict verdict;  /**< labels 0 where nothing was measured */
    double *fold_accuracy; /**< [folds] or, without labels, the mean loss */
    size_t folds;          /**< 0: a list of its own */
    int *answers;          /**< [lessons of the set], -1: none; clips by folds alone */
    LearnViews views;      /**< of a list of its own, if there is to be a report */
    double seconds;
    bool stopped; /**< by the user: some folds are missing */
} LearnMeasured;

/** Learn again without each part of the set in turn, and measure by that part. */
int learn_measure_folds(const LearnOptions *options, const LearnSet *set,
                        LearnMeasured *measured);

/** Measure a model by another list. */
int learn_measure_test(const LearnOptions *options, const LearnRun *run,
                       LearnMeasured *measured);

void learn_measured_clear(LearnMeasured *measured);

#endif
