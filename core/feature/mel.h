/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FEATURE_MEL_H
#define UNFOLD_FEATURE_MEL_H

#include "feature/spec.h"

#include <stddef.h>

/** Triangles over the bins of a power spectrum, as feature/spec.h has them. */
typedef struct UnfoldMel UnfoldMel;

/** For a DFT of `fft` samples. NULL for lack of memory. */
UnfoldMel *unfold_mel_new(const UnfoldFeatureSpec *spec, size_t fft);
void unfold_mel_free(UnfoldMel *mel);

/** ln(sum of weighted power + 1e-10) of each band: power [fft / 2 + 1], bands [bands].
    Real-time safe. */
void unfold_mel_apply(const UnfoldMel *mel, const float *power, float *bands);

/** Of silence. */
#define UNFOLD_LOG_FLOOR 1e-10

#endif
