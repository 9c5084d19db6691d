/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_PLAYING_H
#define UNFOLD_CAPTURE_PLAYING_H

#include "net/random.h"

#include <stddef.h>

/** Ways to play guitar and bass. */
typedef enum {
    UNFOLD_NOTES,    /**< single notes, E2 to C6 */
    UNFOLD_BASS,     /**< single notes of a bass, B0 to G3 */
    UNFOLD_STOPS,    /**< two strings at once */
    UNFOLD_CHORDS,   /**< three to six strings, strummed */
    UNFOLD_ARPEGGIO, /**< their strings one by one, all ringing on */
    UNFOLD_MUTED,    /**< low strings and fifths, damped by the palm */
    UNFOLD_BENDS,    /**< long notes, bent and with vibrato */
    UNFOLD_MIXED     /**< a new way at every attack */
} UnfoldStyle;

/** Improvise into x [n], at UNFOLD_VOICE_RATE: pitch, time and force of each attack are
    drawn from `random`, as are what the passage has throughout: tempo, place and
    resonance of the pickup. x must be 0; peaks are of any size, there is no DC. */
void unfold_play_strings(UnfoldStyle style, UnfoldRandom *random, float *x, size_t n);

#endif
