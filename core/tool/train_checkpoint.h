/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_CHECKPOINT_H
#define UNFOLD_TOOL_TRAIN_CHECKPOINT_H

#include "learn/trainer.h"
#include "tool/train_history.h"

#include <stdint.h>

/** The trainer's state in memory of its own. */
typedef struct {
    unsigned char *bytes; /**< owned; NULL where nothing was kept yet */
    size_t size;
} TrainSnapshot;

/** Copy the state out, into the same memory each time; false for lack of memory. */
bool train_snapshot_take(TrainSnapshot *snapshot, UnfoldTrainer *trainer);
void train_snapshot_put_back(const TrainSnapshot *snapshot, UnfoldTrainer *trainer);
void train_snapshot_clear(TrainSnapshot *snapshot);

/** How far the weights of one start have come. */
typedef struct {
    double seconds;      /**< spent on them */
    double best_esr;     /**< of validation */
    uint64_t epochs;     /**< done */
    uint64_t best_epoch; /**< as counted over all starts; 0: none yet */
} TrainLine;

/** Where a training stands between two epochs, beside its trainer. */
typedef struct {
    uint64_t start; /**< which of several starts is under way, or their number: all are
                         done, and the best goes on */
    double seconds; /**< spent in all */
    TrainLine now, best_start;
} TrainStand;

/** All that a checkpoint file holds. */
typedef struct {
    TrainStand stand;
    TrainHistory history;
    TrainSnapshot now, best_start;
} TrainCheckpoint;
void train_checkpoint_clear(TrainCheckpoint *checkpoint);

/** Whether its snapshots are of this trainer's size and can be put back. */
bool train_checkpoint_fits(const TrainCheckpoint *checkpoint, UnfoldTrainer *trainer);

/** What tells one training from another: its settings, takes and number of starts. */
uint64_t train_fingerprint(const UnfoldTrainSettings *settings,
                           const UnfoldTakes *training, const UnfoldTakes *validation,
                           uint32_t starts);

/** The checkpoint's path for this model; false for lack of memory. */
bool train_checkpoint_path(const char *model, char **path);

/** Write it whole or not at all, for this machine's byte order. Returns the exit
    status, errors are printed. */
int train_checkpoint_write(const char *path, uint64_t fingerprint,
                           const TrainCheckpoint *checkpoint);

/** Read one of the same fingerprint; `*found` is false where there is no such file.
    Anything else that does not fit is an error. */
int train_checkpoint_read(const char *path, uint64_t fingerprint,
                          TrainCheckpoint *checkpoint, bool *found);

#endif
