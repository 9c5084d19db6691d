/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_LEVEL_H
#define UNFOLD_UI_LEVEL_H

#include "plugin/ui/widget.h"

/** A meter of peaks, upright or, in a wide box, lying: the scale of IEC 60268-18 up to
    6 dB, the highest peak for 1.5 seconds, and a light that stays on after a peak above
    0 dB until it is clicked (or Enter, or the space bar). */
typedef struct {
    UnfoldWidget widget; /**< at its head */
    float level, held;   /**< dB of full scale */
    double left;         /**< seconds that `held` stays */
    bool clipped;
} UnfoldLevel;

void unfold_level_init(UnfoldLevel *level, const char *name);

/** Show this peak; what is no number is silence. */
void unfold_level_set(UnfoldLevel *level, float decibels);

/** Where on the scale it is, 0 to 1. */
double unfold_level_position(float decibels);

#endif
