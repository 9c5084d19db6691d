/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_history.h"

#include <stdlib.h>

bool train_history_add(TrainHistory *history, const TrainEpoch *epoch)
{
    if (history->count == history->room) {
        const size_t room = history->room ? 2 * history->room : 64;
        TrainEpoch *grown = realloc(history->list, room * sizeof *grown);
        if (!grown)
            return false;
        history->list = grown;
        history->room = room;
    }
    history->list[history->count++] = *epoch;
    return true;
}

void train_history_clear(TrainHistory *history)
{
    free(history->list);
    *history = (TrainHistory){0};
}
