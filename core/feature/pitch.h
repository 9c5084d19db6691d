/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FEATURE_PITCH_H
#define UNFOLD_FEATURE_PITCH_H

#include <stddef.h>

/** The fundamental of a frame. */
typedef struct {
    float frequency; /**< Hz; 0 where there is none */
    float clarity;   /**< 0..1 */
} UnfoldPitch;

/** YIN (de Cheveigne & Kawahara 2002) over x [n] at `rate` Hz: periods of 2 to n / 2
    samples, the first dip of the normalised difference below 0.15, or else the lowest,
    between samples by a parabola; clarity is 1 less the difference there. `room` has n
   / 2 + 1. Real-time safe. */
UnfoldPitch unfold_pitch(const float *x, size_t n, double rate, float *room);

#endif
