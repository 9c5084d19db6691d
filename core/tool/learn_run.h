/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_RUN_H
#define UNFOLD_TOOL_LEARN_RUN_H

#include "tool/learn_checkpoint.h"
#include "tool/learn_judge.h"

/** What a run came to. Release with learn_run_clear. */
typedef struct {
    UnfoldModel *model; /**< of the best epoch, or the last one */
    UnfoldListening listening;
    LearnEpoch *epochs;             /**< [epoch_count] */
    size_t epoch_count, best_epoch; /**< from 1 */
    double seconds;
    size_t silent; /**< recordings to learn from in which no sound began */
    bool stopped;  /**< by the user */
} LearnRun;

/** Learn from the lessons of `training`, and choose the epoch with the lowest loss in
    those of `validation` (which may be empty: the last one). `what` is shown with the
    progress, "" or "fold 2 of 5, ". Goes on from `checkpoint`, if that holds anything,
    and keeps the state there after each epoch; NULL: keep nothing. SIGINT and SIGTERM
   end it well. Returns the exit status, errors are printed. */
int learn_run(const LearnOptions *options, const LearnSet *set,
              const LearnPart *training, const LearnPart *validation, const char *what,
              LearnCheckpoint *checkpoint, LearnRun *run);
void learn_run_clear(LearnRun *run);

/** The network's form. */
UnfoldShape learn_shape(const LearnOptions *options, const UnfoldListening *listening);

#endif
