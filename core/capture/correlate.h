/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_CORRELATE_H
#define UNFOLD_CAPTURE_CORRELATE_H

#include <stdbool.h>
#include <stddef.h>

/** Correlates blocks of x with longer blocks of y by FFT, and sums over blocks. */
typedef struct UnfoldCorrelator UnfoldCorrelator;

/** For blocks of `block` samples and lags -lags..lags. NULL for lack of memory. */
UnfoldCorrelator *unfold_correlator_new(size_t block, size_t lags);
void unfold_correlator_free(UnfoldCorrelator *correlator);

/** What the next block shall hold, to be written by the caller: x [block], and y
    [block + 2 lags], which begins `lags` samples earlier. */
float *unfold_correlator_x(UnfoldCorrelator *correlator);
float *unfold_correlator_y(UnfoldCorrelator *correlator);

/** Add `weight` times this block's correlation to the sum. */
void unfold_correlator_add(UnfoldCorrelator *correlator, double weight);

/** The sum r [2 lags + 1], r[lags + l] = sum over t of x_t y_{t+l}, free of
   wrap-around; begins a new sum. */
void unfold_correlator_take(UnfoldCorrelator *correlator, float *r);

#endif
