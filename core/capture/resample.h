/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_RESAMPLE_H
#define UNFOLD_CAPTURE_RESAMPLE_H

#include <stdbool.h>
#include <stddef.h>

/** Resample x [n], which has the rate `from`, to y [m] of the rate `to`, both beginning
    at the same moment and 0 outside: a sinc under a Blackman window, 32 periods to each
    side, stop band below -74 dB from 1.1 times the lower of both Nyquist frequencies
    on. Samples at the same moment are the same if `to` is not lower. False for lack of
    memory. */
bool unfold_resample(const float *x, size_t n, double from, float *y, size_t m,
                     double to);

#endif
