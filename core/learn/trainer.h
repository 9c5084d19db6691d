/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_TRAINER_H
#define UNFOLD_LEARN_TRAINER_H

#include "learn/loss.h"
#include "learn/state.h"
#include "learn/takes.h"
#include "net/model.h"

#include <stdbool.h>

/** How to train; start from unfold_train_defaults. */
typedef struct {
    UnfoldShape shape; /**< of 1 output; inputs beyond the first are knobs */
    double sample_rate;
    UnfoldLoss loss;
    uint64_t seed;
    unsigned threads; /**< 0: one for each processor */
    size_t groups;    /**< of UNFOLD_LANES sequences in a batch */
    size_t window;  /**< steps between updates, through which gradients flow; a quarter
                         of it at first, half of it from the second third on */
    size_t warm_up; /**< steps in which states settle before the first scored one */
    double rate;    /**< highest learning rate of Adam */
    double clip;    /**< limit of the gradient's norm */
    double memory;  /**< see unfold_start_weights */
    /** 0: the rate falls along a cosine as the training goes on. Else it is halved
        whenever so many epochs have brought nothing better, until it has been halved
        UNFOLD_HALVINGS times. */
    size_t patience;
} UnfoldTrainSettings;

#define UNFOLD_TRAIN_WINDOW 1024 /**< the default */

/** After so many halvings of its rate a training that waits for a plateau ends. */
#define UNFOLD_HALVINGS 7

/** The settings that the README documents, for a network of this shape. */
UnfoldTrainSettings unfold_train_defaults(const UnfoldShape *shape, double sample_rate);

/** Learns one network from takes: truncated backpropagation through time over many
    places of the recordings at once, states carried from window to window, Adam. */
typedef struct UnfoldTrainer UnfoldTrainer;

/** The takes must outlive the trainer. UNFOLD_NO_MEMORY, UNFOLD_BAD_SHAPE, or
    UNFOLD_BAD_DATA where the training takes are shorter than a batch needs. */
UnfoldStatus unfold_trainer_new(const UnfoldTrainSettings *settings,
                                const UnfoldTakes *training,
                                const UnfoldTakes *validation, UnfoldTrainer **trainer,
                                UnfoldError *error);
void unfold_trainer_free(UnfoldTrainer *trainer);

/** Begin anew from other random weights. UNFOLD_NO_MEMORY leaves it unusable. */
UnfoldStatus unfold_trainer_begin(UnfoldTrainer *trainer, uint64_t seed);

/** Begin anew from these weights, a block of the settings' shape. */
void unfold_trainer_begin_from(UnfoldTrainer *trainer, uint64_t seed,
                               const UnfoldReal *weights);

/** Bytes that training takes beside the recordings. */
size_t unfold_trainer_bytes(const UnfoldTrainSettings *settings,
                            const UnfoldTakes *validation);

/** Asked before each epoch and each update, with the epochs done so far (0, 0.01 ..):
    how much of the whole training that is (0..1, which sets the learning rate and the
    window); a negative answer stops. */
typedef double (*UnfoldTrainerAsk)(void *context, double epochs);

/** What an epoch came to. */
typedef struct {
    size_t epoch;   /**< from 1 */
    size_t samples; /**< trained on in this epoch */
    size_t window;  /**< steps between updates */
    double rate;    /**< the learning rate of its last update */
    double loss;    /**< mean over its updates */
    double esr; /**< on the validation takes, as played: a stream each, sample by sample
                 */
    double best_esr;
    bool improved, stopped;
    size_t halvings; /**< of the rate, with UnfoldTrainSettings.patience */
    bool plateau;    /**< nothing more comes */
} UnfoldEpoch;

/** Train one epoch (or less, if told to stop) and validate. Fails only for memory. */
UnfoldStatus unfold_trainer_epoch(UnfoldTrainer *trainer, UnfoldTrainerAsk ask,
                                  void *context, UnfoldEpoch *epoch);

/** The model of the epoch with the lowest validation ESR so far. */
UnfoldStatus unfold_trainer_best(const UnfoldTrainer *trainer, UnfoldModel **model,
                                 UnfoldError *error);

/** Visit all memory that the coming epochs depend on: whoever keeps a copy after an
    epoch and puts it into a new trainer of the same settings and takes goes on to the
    same bytes. */
void unfold_trainer_visit_state(UnfoldTrainer *trainer, UnfoldStateVisitor visit,
                                void *context);

#endif
