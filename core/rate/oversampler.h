/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_OVERSAMPLER_H
#define UNFOLD_RATE_OVERSAMPLER_H

#include "rate/halfband.h"

#include <stdint.h>

#define UNFOLD_MAX_OVERSAMPLING 8

/** Frames that are worked on at a time, at most. */
#define UNFOLD_OVERSAMPLER_BLOCK 64

/** 2, 4 or 8 times the sample rate and back, for one channel: up to 0.9 of the Nyquist
    frequency all passes within 0.1 dB. */
typedef struct {
    size_t stages;
    UnfoldHalfband stage[3]; /**< the one at the lowest rate first */
} UnfoldOversampler;

/** `factor` 1 (nothing), 2, 4 or 8. False for lack of memory. */
bool unfold_oversampler_init(UnfoldOversampler *oversampler, uint32_t factor);
void unfold_oversampler_clear(UnfoldOversampler *oversampler);

/** Whole samples at the lower rate by which way and way back delay. */
size_t unfold_oversampler_latency(const UnfoldOversampler *oversampler);

/** Real-time safe, as are the next two. */
void unfold_oversampler_reset(UnfoldOversampler *oversampler);

/** In place: x [factor n] holds n samples and then factor n, or the other way round; n
    <= UNFOLD_OVERSAMPLER_BLOCK. */
void unfold_oversampler_up(UnfoldOversampler *oversampler, float *x, size_t n);
void unfold_oversampler_down(UnfoldOversampler *oversampler, float *x, size_t n);

#endif
