/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_TAKES_H
#define UNFOLD_LEARN_TAKES_H

#include "net/model.h"

#include <stdbool.h>
#include <stddef.h>

/** A stretch of a recording: what went into the gear, what came out, and where the
    gear's knobs stood meanwhile. */
typedef struct {
    const UnfoldReal *dry, *wet; /**< [frames] */
    size_t frames;
    const UnfoldReal *knobs; /**< [X - 1], in 0..1; NULL where X is 1 */
} UnfoldTake;

/** Takes that one network learns from, as one endless tape: after the last comes the
    first. */
typedef struct {
    const UnfoldTake *list;
    size_t count;
} UnfoldTakes;

/** Frames of all takes together. */
size_t unfold_takes_frames(const UnfoldTakes *takes);

/** Copy `steps` frames of the tape from frame `place` on (beyond its end it goes round)
    into one lane: inputs x [T][X][LANES] (the knobs follow the dry sound) and target
    [T][LANES], both pointing at that lane of step 0. */
void unfold_takes_lay(const UnfoldTakes *takes, size_t place, size_t steps,
                      size_t inputs, UnfoldReal *x, UnfoldReal *target);

/** Play every take through the model as the plugin would, each with a stream of its own
    and its knobs: heard [unfold_takes_frames(takes)]. False for lack of memory. */
bool unfold_takes_play(const UnfoldTakes *takes, const UnfoldModel *model,
                       UnfoldReal *heard);

/** Copy the dry sides (unless NULL) and the wet ones, each one after another. */
void unfold_takes_sides(const UnfoldTakes *takes, UnfoldReal *dry, UnfoldReal *wet);

#endif
