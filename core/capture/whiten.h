/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_WHITEN_H
#define UNFOLD_CAPTURE_WHITEN_H

#include <stdbool.h>
#include <stddef.h>

#define UNFOLD_WHITEN_ORDER 32

/** A causal filter that leaves of a signal what its past does not foretell, which has a
    nearly flat spectrum: the inverse of linear prediction (Makhoul 1975). Because it is
    causal and minimum-phase, what is caused by the signal stays after it. */
typedef struct {
    float a[UNFOLD_WHITEN_ORDER + 1]; /**< y_t = sum over j of a_j x_{t-j}; a_0 is 1 */
} UnfoldWhitener;

/** Fit the filter to x [n], by blocks of 4096 under a Hann window; of a long signal
   some are read. `floor` is the density, relative to the signal's mean, that counts as
   noise and is not raised further. A silent signal passes unchanged. */
UnfoldWhitener unfold_whitener_fit(const float *x, size_t n, double floor);

/** Filtered x [n] from sample `begin` on (may be negative or beyond the end: x is 0
    outside) to y [count]. */
void unfold_whiten(const UnfoldWhitener *whitener, const float *x, size_t n,
                   ptrdiff_t begin, float *y, size_t count);

#endif
