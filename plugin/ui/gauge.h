/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_GAUGE_H
#define UNFOLD_UI_GAUGE_H

#include "plugin/ui/widget.h"

/** A meter of peaks, upright or, in a wide box, lying: the scale of IEC 60268-18 up to
    6 dB, the highest peak for 1.5 seconds, and a light that stays on after a peak above
    0 dB until it is clicked (or Enter, or the space bar). */
typedef struct {
    UnfoldWidget widget; /**< at its head */
    float level, held;   /**< dB of full scale */
    double left;         /**< seconds that `held` stays */
    double drawn;        /**< position of the level that is shown */
    bool clipped;
} UnfoldGauge;

void unfold_gauge_init(UnfoldGauge *gauge, const char *name);

/** Show this peak; what is no number is silence. */
void unfold_gauge_set(UnfoldGauge *gauge, float decibels);

/** Where on the scale it is, 0 to 1. */
double unfold_gauge_position(float decibels);

#endif
