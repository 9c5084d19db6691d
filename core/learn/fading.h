/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_FADING_H
#define UNFOLD_LEARN_FADING_H

#include "learn/takes.h"

/** Whether the network forgets how it began (fading memory; Boyd & Chua 1985): started
    at `starts` places of the takes, it comes within half a second or so to what it
    plays there when it has heard all before, heard [unfold_takes_frames(takes)]. One
    that does not has learned to get stuck: it plays well until something startles it.
    `room` has UNFOLD_FADING_FRAMES. False, too, for lack of memory. */
bool unfold_forgets(const UnfoldModel *model, const UnfoldTakes *takes,
                    const UnfoldReal *heard, size_t starts, UnfoldReal *room);

#define UNFOLD_FADING_FRAMES ((size_t)24576)

#endif
