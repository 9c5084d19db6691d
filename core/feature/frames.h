/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FEATURE_FRAMES_H
#define UNFOLD_FEATURE_FRAMES_H

#include "feature/spec.h"

#include <stdbool.h>
#include <stddef.h>

/** Sound that comes in pieces, told in frames of features. Any split into pieces gives
    the same bytes. */
typedef struct UnfoldFrames UnfoldFrames;

/** NULL for lack of memory. Not real-time safe. */
UnfoldFrames *unfold_frames_new(const UnfoldFeatureSpec *spec);
void unfold_frames_free(UnfoldFrames *frames);

/** Forget what was heard. Real-time safe. */
void unfold_frames_reset(UnfoldFrames *frames);

/** Take samples from x [n] until a frame is whole, and move both on by what was taken.
    True: features [unfold_feature_count] has it, not normalised; false: all was taken.
    Samples beyond UNFOLD_MAX_INPUT (net/stream.h) are clipped and those that are not
    finite count as 0, so that features are always finite. Real-time safe. */
bool unfold_frames_push(UnfoldFrames *frames, const float **x, size_t *n,
                        float *features);

/** Energy of the newest hop, whatever the spec has: 10 log10(mean of x^2 + 1e-10), dB
    of full scale. */
float unfold_frames_level(const UnfoldFrames *frames);

#endif
