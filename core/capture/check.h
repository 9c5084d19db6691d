/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_CHECK_H
#define UNFOLD_CAPTURE_CHECK_H

#include "capture/align.h"
#include "capture/findings.h"

/** Look at a pair before it is learned from, given how it lies: what is wrong or worth
    knowing, and the figures. Everything is measured in the part that both share once
    aligned, except levels and clipping, which are of the whole files. Topics are
    "silence", "level", "clipping" and "offset" (of either file), "length", "unrelated",
    "identical", "delay", "polarity", "drift", "wander", "gaps", "noise" and "repeat".
    False for lack of memory. */
bool unfold_check_pair(const UnfoldPairView *pair, const UnfoldAlignment *alignment,
                       UnfoldFindings *findings);

#endif
