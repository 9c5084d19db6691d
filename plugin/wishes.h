/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_WISHES_H
#define UNFOLD_PLUGIN_WISHES_H

#include "plugin/voice.h"

#include <stdatomic.h>

/** How voices are to be played: set while they are, read where they are made. All of it
    is real-time safe. */
typedef struct {
    atomic_uint rates; /**< oversampling, and 256 times the method for other rates */
    _Atomic float model_rate; /**< Hz that models are made at; 0: what files say */
    _Atomic float knobs[UNFOLD_KNOB_PORTS]; /**< positions */
} UnfoldWishes;

void unfold_wishes_init(UnfoldWishes *wishes);

/** Voices are to be played so from now on; true if that is new. */
bool unfold_wishes_set_rates(UnfoldWishes *wishes, uint32_t oversampling,
                             UnfoldRateMethod method);

/** The rate (Hz) that models are made at, whatever their files say or lack; 0, and any
    that is not played, leaves it to them. True if that is new. */
bool unfold_wishes_set_model_rate(UnfoldWishes *wishes, float rate);
float unfold_wishes_model_rate(UnfoldWishes *wishes);

/** Where the knobs stand, for voices that are made. */
void unfold_wishes_turn(UnfoldWishes *wishes, const float knobs[UNFOLD_KNOB_PORTS]);

/** All that takes a voice of its own, as one number, and the wish that it stands for,
    in a host of this rate (Hz). */
uint64_t unfold_wishes_number(UnfoldWishes *wishes);
UnfoldVoiceWish unfold_wishes_of(UnfoldWishes *wishes, uint64_t number, double rate,
                                 uint32_t channels);

#endif
