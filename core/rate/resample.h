/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_RESAMPLE_H
#define UNFOLD_RATE_RESAMPLE_H

#include <stdbool.h>
#include <stddef.h>

/** Resample x [n], which has the rate `from`, to y [m] of the rate `to`, both beginning
    at the same moment and 0 outside: libsamplerate's best sinc (145 dB, 97 % of the
    lower Nyquist frequency). Rates at most 256 times apart. False for lack of memory.
 */
bool unfold_resample(const float *x, size_t n, double from, float *y, size_t m,
                     double to);

#endif
