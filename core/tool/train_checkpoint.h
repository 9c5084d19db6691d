/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_CHECKPOINT_H
#define UNFOLD_TOOL_TRAIN_CHECKPOINT_H

#include "learn/trainer.h"
#include "tool/checkpoint.h"
#include "tool/train_history.h"

/** Copy the trainer's state out, into the same memory each time; false for lack of
    memory. */
bool train_snapshot_take(CheckpointPart *snapshot, UnfoldTrainer *trainer);
void train_snapshot_put_back(const CheckpointPart *snapshot, UnfoldTrainer *trainer);

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
    CheckpointPart now, best_start; /**< the trainer's state; owned */
} TrainCheckpoint;
void train_checkpoint_clear(TrainCheckpoint *checkpoint);

/** Whether its snapshots are of this trainer's size and can be put back. */
bool train_checkpoint_fits(const TrainCheckpoint *checkpoint, UnfoldTrainer *trainer);

/** What tells one training from another: its settings, takes and number of starts. */
uint64_t train_fingerprint(const UnfoldTrainSettings *settings,
                           const UnfoldTakes *training, const UnfoldTakes *validation,
                           uint32_t starts);

/** See checkpoint_write. */
int train_checkpoint_write(const char *path, uint64_t fingerprint,
                           const TrainCheckpoint *checkpoint);

/** See checkpoint_read. */
int train_checkpoint_read(const char *path, uint64_t fingerprint,
                          TrainCheckpoint *checkpoint, bool *found);

#endif
