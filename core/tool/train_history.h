/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_HISTORY_H
#define UNFOLD_TOOL_TRAIN_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

/** What is remembered of an epoch. */
typedef struct {
    double seconds; /**< since the training began, pauses left out */
    double loss, esr, best_esr, rate;
    size_t window;
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
