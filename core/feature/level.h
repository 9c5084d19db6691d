/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FEATURE_LEVEL_H
#define UNFOLD_FEATURE_LEVEL_H

#include <stdbool.h>
#include <stddef.h>

/** Quieter than this (-80 dBFS) at its loudest, a signal is silent. */
#define UNFOLD_SILENCE 1e-4f

/** What a whole signal's samples say of its level; full scale is 1. */
typedef struct {
    float peak;     /**< largest magnitude */
    size_t clipped; /**< samples in runs of three or more at full scale: a converter's
                         end, where floating point may go on */
} UnfoldLevel;

/** Measure n samples; 0 samples have no level. */
UnfoldLevel unfold_level(const float *samples, size_t n);

/** Samples in flat tops: runs of three or more at the very peak of their sign that are
    entered or left by a step, as clipping makes them before a level is set. A tone that
    merely turns slowly has none. */
size_t unfold_flat_tops(const float *samples, size_t n);

bool unfold_is_silent(const float *samples, size_t n);

#endif
