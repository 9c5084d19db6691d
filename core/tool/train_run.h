/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_RUN_H
#define UNFOLD_TOOL_TRAIN_RUN_H

#include "tool/train_checkpoint.h"
#include "tool/train_data.h"

/** Why a training ended. */
typedef enum {
    TRAIN_PLANNED, /**< its minutes or epochs were over */
    TRAIN_REACHED, /**< the ESR asked for */
    TRAIN_PLATEAU, /**< nothing better came for long */
    TRAIN_STOPPED  /**< by the user; what is needed to go on is kept */
} TrainEnd;

/** What a run came to. Release with train_run_clear. */
typedef struct {
    UnfoldModel *best;
    TrainHistory history;
    size_t best_epoch; /**< counted over all starts; 0: none was better than silence */
    double best_esr;   /**< of the validation part */
    double seconds;    /**< pauses left out */
    TrainEnd end;
} TrainRun;

/** Train as `options` say: several starts of which the best goes on, a checkpoint after
    each epoch, on from an earlier checkpoint where --resume is given. SIGINT and
    SIGTERM end it well. Returns the exit status, errors are printed. */
int train_run(const TrainOptions *options, const UnfoldTrainSettings *settings,
              const TrainData *data, TrainRun *run);
void train_run_clear(TrainRun *run);

#endif
