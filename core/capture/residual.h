/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_RESIDUAL_H
#define UNFOLD_CAPTURE_RESIDUAL_H

#include <stdbool.h>
#include <stddef.h>

/* What a network leaves of its target: the error e = target - output, and where it
   is. Numbers that are not finite make the shares so, and have no place of their own.
 */

/** A part of a recording or of its spectrum. */
typedef struct {
    double low, high; /**< dB below full scale, or Hz; the outermost levels are open */
    double esr;       /**< error's energy to target's here; NaN without a target */
    double error;     /**< share of the whole error, 0..1 */
    double time;      /**< share of the whole time, 0..1; 1 in bands */
} UnfoldErrorPart;

/** Levels: from -INFINITY to -54 dB, in steps of 6 dB to -6, and on to INFINITY. */
#define UNFOLD_ERROR_LEVELS 10

/** Divide the error by how loud `played` (the dry signal, or the target) is in frames
   of 20 ms (root mean square, 0 dB: full scale). */
void unfold_error_by_level(const float *played, const float *target,
                           const float *output, size_t frames, double rate,
                           UnfoldErrorPart levels[UNFOLD_ERROR_LEVELS]);

/** Stretches worth a look. */
typedef struct {
    size_t worst;   /**< begin of the one with the most error energy */
    size_t typical; /**< of the one with the median ESR */
    size_t best;    /**< of the one with the lowest ESR */
} UnfoldErrorPlaces;

/** Find them among stretches of `length` samples, half over each other; typical and
   best among those whose target has at least a quarter of the mean energy. All 0 where
   the recording is shorter. False for lack of memory. */
bool unfold_error_places(const float *target, const float *output, size_t frames,
                         size_t length, UnfoldErrorPlaces *places);

#endif
