/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_PROGRESS_H
#define UNFOLD_TOOL_TRAIN_PROGRESS_H

#include "learn/measure.h"
#include "learn/trainer.h"
#include "tool/recording.h"

/** What a training came to. */
typedef struct {
    size_t epochs, best_epoch;
    double best_esr;    /**< of the validation part */
    UnfoldMeasure test; /**< of the test part */
    double seconds;
    bool interrupted;
} TrainOutcome;

/** Say on stderr what will be done. */
void train_progress_plan(const UnfoldTrainSettings *settings, const RecordingPair *pair,
                         uint32_t epochs, double minutes);

/** The progress on stderr: one line rewritten on a terminal, one line for each epoch
    elsewhere. */
typedef struct {
    bool terminal;
    double begin, shown, epoch_begin; /**< seconds */
    double done;                      /**< share of the whole training */
    UnfoldEpoch last;
    double speed; /**< samples/s of the last epoch */
} TrainProgress;

TrainProgress train_progress_begin(void);
void train_progress_update(TrainProgress *progress, double done, double epochs);
void train_progress_epoch(TrainProgress *progress, const UnfoldEpoch *epoch);
void train_progress_end(TrainProgress *progress);

/** Report the outcome on stdout. Return the exit status. */
int train_outcome_text(const char *path, const UnfoldTrainSettings *settings,
                       const TrainOutcome *outcome);
int train_outcome_json(const char *path, const UnfoldTrainSettings *settings,
                       const TrainOutcome *outcome);

#endif
