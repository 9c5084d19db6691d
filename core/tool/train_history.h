/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_HISTORY_H
#define UNFOLD_TOOL_TRAIN_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

/** One epoch of a training. */
typedef struct {
    double seconds; /**< from the begin of the training, pauses left out, to its end */
    double loss, esr, best_esr; /**< mean loss; validation ESR; the best so far */
    double rate;                /**< learning rate */
    size_t window;              /**< samples through which gradients flow */
} TrainEpoch;

/** All epochs of a training in order. Starts as zeros. */
typedef struct {
    TrainEpoch *list; /**< owned */
    size_t count, room;
} TrainHistory;

/** False for lack of memory. */
bool train_history_add(TrainHistory *history, const TrainEpoch *epoch);
void train_history_clear(TrainHistory *history);

#endif
