/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_SEQUENCES_H
#define UNFOLD_LEARN_SEQUENCES_H

#include "learn/loss.h"
#include "learn/state.h"
#include "learn/trainer.h"
#include "net/model.h"

/** What a network is to hear, and to answer. */
typedef struct {
    const UnfoldReal *x;      /**< [T][X] */
    const UnfoldReal *target; /**< [T][Y], as the loss wants it */
    size_t steps;             /**< T */
    size_t from;              /**< the first step that is scored */
} UnfoldSequence;

/** How to learn from sequences; start from unfold_sequences_defaults. */
typedef struct {
    UnfoldShape shape; /**< with its output at every step */
    UnfoldLoss loss;
    uint64_t seed;
    unsigned threads; /**< 0: one for each processor */
    size_t groups;    /**< of UNFOLD_LANES sequences in a batch */
    size_t max_steps; /**< of a sequence */
    double rate;      /**< highest learning rate of Adam */
    double clip;      /**< limit of the gradient's norm */
    double decay;     /**< of the weights: see UnfoldOptimiser */
    double drop;    /**< share of the weights of recurrent, upper and head matrices that
                         are left out of each update (Wan et al. 2013; Merity et al. 2018)
                     */
    double average; /**< of the weights over the updates: so much of the old one stays
                         with each (Polyak & Juditsky 1992) */
} UnfoldSequencesSettings;

/** The settings that the README documents, for a network of this shape. */
UnfoldSequencesSettings unfold_sequences_defaults(const UnfoldShape *shape,
                                                  size_t max_steps);

/** Learns one network from sequences, each from the initial state on: backpropagation
    through time over a batch of them, in an order that changes with each epoch, Adam.
 */
typedef struct UnfoldSequencesTrainer UnfoldSequencesTrainer;

/** UNFOLD_NO_MEMORY or UNFOLD_BAD_SHAPE. */
UnfoldStatus unfold_sequences_new(const UnfoldSequencesSettings *settings,
                                  UnfoldSequencesTrainer **trainer, UnfoldError *error);
void unfold_sequences_free(UnfoldSequencesTrainer *trainer);

/** Bytes that training takes beside the sequences. */
size_t unfold_sequences_bytes(const UnfoldSequencesSettings *settings);

/** One epoch over all sequences (or less, if told to stop: false then). `loss` receives
    the mean over the updates. UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_sequences_epoch(UnfoldSequencesTrainer *trainer,
                                    const UnfoldSequence *sequences, size_t count,
                                    UnfoldTrainerAsk ask, void *context, double *loss,
                                    bool *whole);

/** The averaged weights, a block of the settings' shape; valid until the next epoch. */
const UnfoldReal *unfold_sequences_weights(const UnfoldSequencesTrainer *trainer);

/** As unfold_trainer_visit_state. */
void unfold_sequences_visit_state(UnfoldSequencesTrainer *trainer,
                                  UnfoldStateVisitor visit, void *context);

#endif
