/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_CHECK_PARTS_H
#define UNFOLD_CAPTURE_CHECK_PARTS_H

#include "capture/check.h"

/* The parts of unfold_check_pair. */

/** Levels, clipping and offset of both. False if one is silent: the rest would tell
    nothing. */
bool unfold_check_levels(const UnfoldPairView *pair, UnfoldFindings *findings);

/** Lengths, relation, identity, polarity, delay, drift. */
void unfold_check_relation(const UnfoldPairView *pair, const UnfoldAlignment *alignment,
                           UnfoldFindings *findings);

/** Gaps in wet and its noise floor. False for lack of memory. */
bool unfold_check_silence(const UnfoldPairView *pair, const UnfoldAlignment *alignment,
                          UnfoldFindings *findings);

/** Whether a passage that dry plays twice is answered twice the same. False for lack of
    memory. */
bool unfold_check_repeat(const UnfoldPairView *pair, const UnfoldAlignment *alignment,
                         UnfoldFindings *findings);

/** dBFS of a linear level. */
double unfold_decibels(double level);

#endif
