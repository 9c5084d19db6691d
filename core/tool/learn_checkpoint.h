/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_CHECKPOINT_H
#define UNFOLD_TOOL_LEARN_CHECKPOINT_H

#include "learn/sequences.h"
#include "tool/checkpoint.h"
#include "tool/learn_set.h"

/** One epoch of a learning. */
typedef struct {
    double loss;                /**< mean over its updates */
    double validation_loss;     /**< NaN where nothing validates */
    double validation_accuracy; /**< NaN, likewise, or where there are no labels */
} LearnEpoch;

/** Where a learning stands between two epochs, beside its trainer. */
typedef struct {
    uint64_t epochs, best_epoch; /**< done; from 1 */
    double best_loss, seconds;
} LearnStand;

/** All of it, in the memory of whoever learns. */
typedef struct {
    LearnStand stand;
    LearnEpoch *epochs;  /**< [most_epochs] */
    UnfoldReal *weights; /**< [weight_count] of the best epoch */
    size_t most_epochs, weight_count;
    UnfoldSequencesTrainer *trainer;
} LearnState;

enum {
    LEARN_KEPT_STAND,
    LEARN_KEPT_EPOCHS,
    LEARN_KEPT_WEIGHTS,
    LEARN_KEPT_STATE,
    LEARN_KEPT_PARTS
};

/** The file MODEL.checkpoint. Release with learn_checkpoint_clear. */
typedef struct {
    char *path;
    CheckpointKind kind;
    CheckpointPart parts[LEARN_KEPT_PARTS]; /**< what was read, until it is taken up */
    CheckpointPart state;                   /**< the trainer's, as last kept */
} LearnCheckpoint;

/** Look for the checkpoint of `options->output` before long work, and read it if it is
    to be taken up. Its fingerprint is of all options that bear on the network, and of
    all that is learned from. Returns the exit status, errors are printed. */
int learn_checkpoint_open(const LearnOptions *options, const LearnSet *set,
                          LearnCheckpoint *checkpoint);

/** Put back what was read; leaves `state` as it is where there was nothing. */
int learn_checkpoint_take_up(LearnCheckpoint *checkpoint, LearnState *state);

/** Write it whole or not at all. */
int learn_checkpoint_keep(LearnCheckpoint *checkpoint, const LearnState *state);

/** Remove the file: there is nothing to go on with. */
void learn_checkpoint_drop(const LearnCheckpoint *checkpoint);
void learn_checkpoint_clear(LearnCheckpoint *checkpoint);

#endif
