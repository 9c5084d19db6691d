/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_PROGRESS_H
#define UNFOLD_TOOL_TRAIN_PROGRESS_H

#include "tool/train_data.h"

/** Say on stderr what will be done. */
void train_progress_plan(const TrainOptions *options,
                         const UnfoldTrainSettings *settings, const TrainData *data);

/** The progress on stderr: one line rewritten on a terminal, one line for each epoch
    elsewhere. */
typedef struct {
    bool terminal;
    double begin, shown, epoch_begin; /**< seconds */
    double done;                      /**< share of the whole training */
    UnfoldEpoch last;
    size_t epochs; /**< of all starts */
    double speed;  /**< samples/s of the last epoch */
} TrainProgress;

/** Go on with a training that has taken so many seconds. */
TrainProgress train_progress_begin(double seconds);
void train_progress_update(TrainProgress *progress, double done, double epochs);
void train_progress_epoch(TrainProgress *progress, size_t epochs,
                          const UnfoldEpoch *epoch);
void train_progress_end(TrainProgress *progress);

#endif
