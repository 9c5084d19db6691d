/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_INTO_H
#define UNFOLD_RATE_INTO_H

#include <stddef.h>

/** One channel into another sample rate, as it comes, by libsamplerate. Any split into
    calls gives the same bytes. */
typedef struct UnfoldInto UnfoldInto;

/** How well. */
typedef enum {
    UNFOLD_INTO_HEAR, /**< to be analysed: 97 dB, 80 % of the lower Nyquist frequency */
    UNFOLD_INTO_PLAY  /**< to be heard: 121 dB, 90 % */
} UnfoldIntoQuality;

/** Rates in Hz, at most 256 times apart. NULL for lack of memory. Not real-time safe.
 */
UnfoldInto *unfold_into_new(double from, double to, UnfoldIntoQuality quality);
void unfold_into_free(UnfoldInto *into);

/** Forget what was heard. Real-time safe, as is the next. */
void unfold_into_reset(UnfoldInto *into);

/** y [room] from x [n]; returns how many there are. unfold_into_most(n) is room enough.
    y's sample m is of the moment m / to. */
size_t unfold_into_take(UnfoldInto *into, const float *x, size_t n, float *y,
                        size_t room);

/** Samples that n of the input may give, at most. */
size_t unfold_into_most(const UnfoldInto *into, size_t n);

/** Seconds by which the samples come late, at most: found by trying. Forgets what was
    heard. Not real-time safe. */
double unfold_into_latency(UnfoldInto *into);

#endif
