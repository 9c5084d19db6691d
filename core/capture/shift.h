/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_SHIFT_H
#define UNFOLD_CAPTURE_SHIFT_H

#include "capture/pair.h"

#include <stdbool.h>

/** Move x [n] earlier by `by` samples (later where it is negative) to y [m]:
    y_t = x(t + by), or -x(t + by) if `invert`, with x 0 outside. Whole shifts copy.
    Others interpolate with a sinc under a Kaiser window (beta 8, 32 samples to each
    side): below 0.45 of the rate the error is under -80 dB. y must not overlap x. */
void unfold_shift(const float *x, size_t n, double by, bool invert, float *y, size_t m);

/** The value of x [n] at a time between samples, by the same interpolation. */
double unfold_interpolate(const float *x, size_t n, double at);

/** The part of a pair in which both play. */
typedef struct {
    size_t dry_begin, wet_begin; /**< the samples that belong together */
    size_t frames;               /**< 0 where nothing overlaps */
} UnfoldOverlap;

/** Which samples to keep if wet is `shift` samples later than dry: none is copied. */
UnfoldOverlap unfold_overlap(const UnfoldPairView *pair, ptrdiff_t shift);

#endif
