/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_TRAINER_H
#define UNFOLD_LEARN_TRAINER_H

#include "learn/loss.h"
#include "net/model.h"

/** A stretch of a recording: what went into the gear and what came out. */
typedef struct {
    const UnfoldReal *dry, *wet;
    size_t frames;
} UnfoldTake;

/** How to train; start from unfold_train_defaults. */
typedef struct {
    UnfoldShape shape;
    double sample_rate;
    UnfoldLoss loss;
    uint64_t seed;
    unsigned threads; /**< 0: one for each processor */
    size_t groups;    /**< of UNFOLD_LANES sequences in a batch */
    size_t window;  /**< steps between updates, through which gradients flow; a quarter
                         of it at first, half of it from the second third on */
    size_t warm_up; /**< steps run before the first scored one of an epoch */
    double rate;    /**< highest learning rate of Adam */
    double clip;    /**< limit of the gradient's norm */
    double memory;  /**< see unfold_start_weights */
} UnfoldTrainSettings;

/** The settings that the README documents, for a network of this shape. */
UnfoldTrainSettings unfold_train_defaults(const UnfoldShape *shape, double sample_rate);

/** Learns one network from one take: truncated backpropagation through time over many
    places of the recording at once, states carried from window to window, Adam with a
    warm-up and a cosine to nearly 0. */
typedef struct UnfoldTrainer UnfoldTrainer;

/** The takes must outlive the trainer. UNFOLD_NO_MEMORY, UNFOLD_BAD_SHAPE, or
    UNFOLD_BAD_DATA where the training take is shorter than a batch needs. */
UnfoldStatus unfold_trainer_new(const UnfoldTrainSettings *settings,
                                const UnfoldTake *training,
                                const UnfoldTake *validation, UnfoldTrainer **trainer,
                                UnfoldError *error);
void unfold_trainer_free(UnfoldTrainer *trainer);

/** Bytes that training takes beside the recordings. */
size_t unfold_trainer_bytes(const UnfoldTrainSettings *settings);

/** Asked before each epoch and each update, with the epochs done so far (0, 0.01 ..):
    how much of the whole training that is (0..1, which sets the learning rate and the
    window); a negative answer stops. */
typedef double (*UnfoldTrainerAsk)(void *context, double epochs);

/** What an epoch came to. */
typedef struct {
    size_t epoch;   /**< from 1 */
    size_t samples; /**< trained on in this epoch */
    double loss;    /**< mean over its updates */
    double esr; /**< on the validation take, as played: one stream, sample by sample */
    double best_esr;
    bool improved, stopped;
} UnfoldEpoch;

/** Train one epoch (or less, if told to stop) and validate. Fails only for memory. */
UnfoldStatus unfold_trainer_epoch(UnfoldTrainer *trainer, UnfoldTrainerAsk ask,
                                  void *context, UnfoldEpoch *epoch);

/** The model of the epoch with the lowest validation ESR so far. */
UnfoldStatus unfold_trainer_best(const UnfoldTrainer *trainer, UnfoldModel **model,
                                 UnfoldError *error);

#endif
