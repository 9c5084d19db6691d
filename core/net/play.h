/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_PLAY_H
#define UNFOLD_NET_PLAY_H

#include "net/model.h"

/** Play a whole recording [frames][X] to y [frames][Y] as the plugin would: a fresh
    stream, settled, denormals off. False for lack of memory.
 */
bool unfold_play(const UnfoldModel *model, const UnfoldReal *x, size_t frames,
                 UnfoldReal *y);

/** The same for a model with knobs: a mono recording x [frames], with the other inputs
    held at knobs [X - 1], which is empty (NULL, say) where X is 1. At most
    UNFOLD_MAX_KNOBS. */
bool unfold_play_knobs(const UnfoldModel *model, const UnfoldReal *x,
                       const UnfoldReal *knobs, size_t frames, UnfoldReal *y);

#endif
