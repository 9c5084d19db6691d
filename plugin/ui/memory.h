/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_MEMORY_H
#define UNFOLD_UI_MEMORY_H

#include "plugin/ui/strip.h"

/** The hidden state over time: a row for each unit, the newest column at the right; the
    stronger it is the further from the ground, above 0 in one hue, below in another. */
typedef struct {
    UnfoldWidget widget; /**< at its head */
    UnfoldStrip strip;
    UnfoldTheme theme; /**< of the palette */
    uint32_t palette[256];
    bool has_palette;
} UnfoldMemory;

void unfold_memory_init(UnfoldMemory *memory);
void unfold_memory_free(UnfoldMemory *memory);

/** What came in a picture: states [columns][units], oldest first. Other units than
    before are another model's, and begin anew. In silence, when all that is shown is
    the same, it is not drawn any more. */
void unfold_memory_hear(UnfoldMemory *memory, const float *states, uint32_t columns,
                        uint32_t units);

/** Another model: nothing is remembered. */
void unfold_memory_forget(UnfoldMemory *memory);

#endif
