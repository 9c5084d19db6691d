/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_INTO_H
#define UNFOLD_RATE_INTO_H

#include <stddef.h>

/** One channel into another sample rate, as it comes: libsamplerate's fastest sinc (97
    dB, 80 % of the lower Nyquist frequency), or nothing where the rates are equal. Any
    split into calls gives the same bytes. */
typedef struct UnfoldInto UnfoldInto;

/** Samples that are taken at a time, at most. */
#define UNFOLD_INTO_BLOCK 64

/** Rates in Hz, at most 256 times apart. NULL for lack of memory. Not real-time safe.
 */
UnfoldInto *unfold_into_new(double from, double to);
void unfold_into_free(UnfoldInto *into);

/** Forget what was heard. Real-time safe, as is the next. */
void unfold_into_reset(UnfoldInto *into);

/** y [unfold_into_most] from x [n], n <= UNFOLD_INTO_BLOCK; returns how many. y's
    sample m is of the moment m / to, and comes unfold_into_latency later. */
size_t unfold_into_take(UnfoldInto *into, const float *x, size_t n, float *y);

/** Samples that a call may give, at most. */
size_t unfold_into_most(const UnfoldInto *into);

/** Seconds by which samples come late, at most. */
double unfold_into_latency(const UnfoldInto *into);

#endif
