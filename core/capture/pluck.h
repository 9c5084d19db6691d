/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_PLUCK_H
#define UNFOLD_CAPTURE_PLUCK_H

#include "net/random.h"

#include <stddef.h>

/** Samples per second of everything in this folder that is not said to have another
    rate. */
#define UNFOLD_VOICE_RATE 48000.0

/** One plucked string from attack to rest. */
typedef struct {
    double hz;       /**< fundamental, 30 Hz to a tenth of the rate */
    double begin;    /**< seconds: when it is plucked */
    double hold;     /**< seconds until a hand stops it */
    double force;    /**< 0..1, amplitude and brightness */
    double pick;     /**< where it is plucked, as a part of its length: 0..0.5 */
    double pickup;   /**< where it is heard, likewise */
    double decay;    /**< seconds in which the fundamental falls by 60 dB */
    double dullness; /**< 0..1: how much faster the overtones fall */
    double bend;     /**< cents that it is bent up by, in the first half of its time */
    double vibrato;  /**< cents up and down, 5.5 Hz, growing during its time */
} UnfoldPluck;

/** Add the string to x [n]. Extended Karplus-Strong (Jaffe & Smith 1983): a delay line
    with a damping and a tuning filter, and combs for the places of pick and pickup; the
    tuning filter is Lagrange's cubic, so that the pitch may glide. */
void unfold_pluck_add(const UnfoldPluck *pluck, UnfoldRandom *random, float *x,
                      size_t n);

#endif
