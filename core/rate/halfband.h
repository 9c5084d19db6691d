/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_HALFBAND_H
#define UNFOLD_RATE_HALFBAND_H

#include <stdbool.h>
#include <stddef.h>

/** Samples at the lower rate that are worked on at a time, at most. */
#define UNFOLD_HALFBAND_BLOCK 256
#define UNFOLD_HALFBAND_K 32 /**< most */

/** A doubling of the sample rate and the way back for one channel: linear-phase FIR
    half-band filters (Kaiser's window, stop band below -90 dB) of 4 K - 1 taps, of
   which every other one is 0 or the middle. */
typedef struct {
    size_t k;
    float *taps;       /**< [2 K]: every other one, to the lower rate */
    float *up;         /**< [2 K - 1 + block], the last inputs first */
    float *even, *odd; /**< [2 K + block]: of what comes back */
    float *late;       /**< [pad + block] */
    size_t pad;
} UnfoldHalfband;

/** `k` sets the taps, `pad` delays the way back by more samples at the lower rate.
   False for lack of memory. */
bool unfold_halfband_init(UnfoldHalfband *halfband, size_t k, size_t pad);
void unfold_halfband_clear(UnfoldHalfband *halfband);

/** Forget what was heard. Real-time safe, as are the next two. */
void unfold_halfband_reset(UnfoldHalfband *halfband);

/** y [2 n] from x [n], n <= UNFOLD_HALFBAND_BLOCK. y may be x. */
void unfold_halfband_up(UnfoldHalfband *halfband, const float *x, size_t n, float *y);

/** y [n] from x [2 n]. y may be x. */
void unfold_halfband_down(UnfoldHalfband *halfband, const float *x, size_t n, float *y);

/** Samples at the lower rate by which way and way back delay. */
static inline size_t unfold_halfband_latency(const UnfoldHalfband *halfband)
{
    return 2 * halfband->k - 1 + halfband->pad;
}

#endif
