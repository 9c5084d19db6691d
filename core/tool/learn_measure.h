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
    LearnViews views;      /**< of a list of its own, if there is to be a report */
    double seconds;
    bool stopped; /**< by the user: some folds are missing */
} LearnMeasured;

/** Whether a set can be divided as `options` say. Returns the exit status. */
int learn_measure_check(const LearnOptions *options, const LearnSet *set);

/** Learn again without each part of the set in turn, and measure by that part. */
int learn_measure_folds(const LearnOptions *options, const LearnSet *set,
                        LearnMeasured *measured);

/** Read another list, if `options` name one to measure by, whose labels are among those
    of `listening`. Release with learn_set_clear. */
int learn_measure_read(const LearnOptions *options, const UnfoldListening *listening,
                       LearnSet *test);

/** Measure a model by it. */
int learn_measure_test(const LearnOptions *options, const LearnRun *run,
                       const LearnSet *test, LearnMeasured *measured);

void learn_measured_clear(LearnMeasured *measured);

#endif
