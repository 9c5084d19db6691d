/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_COLUMNS_H
#define UNFOLD_PLUGIN_COLUMNS_H

#include "listen/listener.h"
#include "plugin/pictures.h"
#include "plugin/uris.h"

#include <lv2/atom/forge.h>

/** Columns that wait for the next picture of what listens: a ring in which the newest
    take the places of the oldest. All of it is the audio thread's alone, and real-time
    safe. All zeros at first. */
typedef struct {
    uint32_t first, count;
    uint32_t rows, answers;
    float hop; /**< seconds */
    float list[UNFOLD_QUEUE][UNFOLD_ROWS + UNFOLD_MAX_LABELS];
} UnfoldColumns;

/** Forget what there is. */
static inline void unfold_columns_clear(UnfoldColumns *columns)
{
    columns->first = columns->count = 0;
}

/** One more frame of a listener of this kind: the same as before, unless it was
 * cleared.
 */
void unfold_columns_add(UnfoldColumns *columns, const UnfoldListening *listening,
                        const UnfoldHearing *hearing);

/** Forge a picture of as many of the newest as take no more than `room` bytes, which
   the forge has, if there are any; all others are over too. */
void unfold_columns_show(UnfoldColumns *columns, LV2_Atom_Forge *forge,
                         const UnfoldUris *uris, uint32_t room);

#endif
