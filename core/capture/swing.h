/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_SWING_H
#define UNFOLD_CAPTURE_SWING_H

#include <stdbool.h>
#include <stddef.h>

/** A gain that goes up and down regularly, whatever is played: a tremolo, a phaser, any
    gear with an oscillator of its own, which no network without one can follow. */
typedef struct {
    bool found;
    double rate;      /**< Hz */
    double depth;     /**< dB from the lowest to the highest */
    double share;     /**< 0..1, of what the playing does not explain of the gain */
    bool whole;       /**< it shows in the whole of the sound */
    double low, high; /**< Hz: else the band in which it shows most */
} UnfoldSwing;

/** Look for a swing between what the gear gave, target [frames], and what a network
   that cannot swing made of the same `dry` (or the dry itself). The level of one
   against the other is followed in frames of 20 ms, freed from what level, attack and
   recent past of the playing explain, and searched for a line between 0.3 and 20 Hz of
   which at least three periods were heard. The strongest line is told even where it is
   too weak to be called found; all 0 where there was too little to look at (2 s). False
    for lack of memory. */
bool unfold_find_swing(const float *dry, const float *target, const float *output,
                       size_t frames, double rate, UnfoldSwing *swing);

#endif
