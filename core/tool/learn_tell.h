/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_TELL_H
#define UNFOLD_TOOL_LEARN_TELL_H

#include "tool/learn_measure.h"

/** All that a command has come to; each part may be empty (NULL or all zero). */
typedef struct {
    const LearnOptions *options;
    const LearnSet *set;
    const LearnRun *run;
    const LearnVerdict *validation; /**< of the part that chose the epoch */
    size_t horizon; /**< frames that gradients reach back; 0: not looked at */
    const LearnMeasured *folds, *test;
    const LearnViews *views; /**< for the report, where there is no test */
} LearnOutcome;

/** What is there to learn from, to stderr before it begins. */
void learn_tell_plan(const LearnOptions *options, const LearnSet *set);

/** The outcome, as text or JSON, and the report if one is wanted. Returns the exit
    status; errors are printed. */
int learn_tell(const LearnOutcome *outcome);

#endif
