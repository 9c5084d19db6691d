/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_SWING_LEVELS_H
#define UNFOLD_CAPTURE_SWING_LEVELS_H

#include <stdbool.h>
#include <stddef.h>

/** Frames a second at which levels are followed, and the samples in each: 20 ms. */
#define UNFOLD_LEVEL_RATE 100.0
#define UNFOLD_LEVEL_FRAME 0.02

/** Bands in which levels are followed: the whole, then lows, mids and highs (a phaser
    may leave the whole as it is). */
#define UNFOLD_LEVEL_BANDS 4

/** The edges of a band in Hz; the last end at half the rate at most. */
void unfold_level_band(size_t band, double *low, double *high);

/** How many frames unfold_levels makes of so many samples. */
size_t unfold_level_frames(size_t samples, double rate);

/** levels [UNFOLD_LEVEL_BANDS][frames] receives the mean square of each frame under a
    Hann window in each band. False for lack of memory. */
bool unfold_levels(const float *samples, size_t count, double rate, double *levels);

#endif
