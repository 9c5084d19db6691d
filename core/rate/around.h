/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_AROUND_H
#define UNFOLD_RATE_AROUND_H

#include <stdbool.h>
#include <stddef.h>

/** Frames at the outer rate that are worked on at a time, at most. */
#define UNFOLD_AROUND_BLOCK 64

/** To another sample rate and back, for one channel, sample by sample: libsamplerate's
    medium sinc (121 dB, 90 % of the lower Nyquist frequency) with a fixed delay. */
typedef struct UnfoldAround UnfoldAround;

/** Rates in Hz, `inner` at most 256 times `outer` and the other way round. NULL for
   lack of memory. Not real-time safe. */
UnfoldAround *unfold_around_new(double outer, double inner);
void unfold_around_free(UnfoldAround *around);

/** Samples at the outer rate by which way and way back delay. */
size_t unfold_around_latency(const UnfoldAround *around);

/** Inner samples that a block may give, at most. */
size_t unfold_around_most(const UnfoldAround *around);

/** Forget what was heard. Real-time safe, as are the next two. */
void unfold_around_reset(UnfoldAround *around);

/** inner [unfold_around_most] from x [n], n <= UNFOLD_AROUND_BLOCK; returns how many.
 */
size_t unfold_around_enter(UnfoldAround *around, const float *x, size_t n,
                           float *inner);

/** y [n] of the same block, back from the inner [count] that entering gave. */
void unfold_around_leave(UnfoldAround *around, const float *inner, size_t count,
                         float *y, size_t n);

#endif
