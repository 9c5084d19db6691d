/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_DRIFT_H
#define UNFOLD_CAPTURE_DRIFT_H

#include "capture/response.h"

/** How the delay goes through a recording. */
typedef struct {
    UnfoldDelayLine line;      /**< level (slope 0) unless drift is well established */
    double confidence, wander; /**< as UnfoldAlignment says */
} UnfoldDrift;

/** Follow the delay of a pair, which is roughly `delay` somewhere, through stretches of
    some seconds, and fit a line that outliers do not move (Theil 1950, Sen 1968). False
    for lack of memory. */
bool unfold_follow_drift(UnfoldResponder *responder, const UnfoldPairView *pair,
                         ptrdiff_t delay, UnfoldDrift *drift);

#endif
