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

#endif
