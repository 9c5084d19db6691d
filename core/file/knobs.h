/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_KNOBS_H
#define UNFOLD_FILE_KNOBS_H

#include "net/shape.h"

/** Bytes of a knob's name, its NUL included. */
#define UNFOLD_KNOB_NAME 32

/** Named values: the knobs of a model at their defaults or, in a copy, as somebody
    turned them. Knob k is input 1 + k of the network, after the audio. All zero is
    none. */
typedef struct {
    char name[UNFOLD_KNOB_NAME]; /**< unique */
    double value;                /**< 0..1 */
} UnfoldKnob;
typedef struct {
    size_t count; /**< 0..UNFOLD_MAX_KNOBS */
    UnfoldKnob list[UNFOLD_MAX_KNOBS];
} UnfoldKnobs;

/** Append a knob that is valid and new: a name of 1..31 bytes of UTF-8 without control
    characters, '=', ',' or a space at either end, and a value of 0..1. Else
    UNFOLD_BAD_FILE; UNFOLD_UNSUPPORTED where there are UNFOLD_MAX_KNOBS already. */
UnfoldStatus unfold_knobs_add(UnfoldKnobs *knobs, const char *name, double value,
                              UnfoldError *error);

/** Index of the knob of that name, or `count` if there is none. */
size_t unfold_knobs_find(const UnfoldKnobs *knobs, const char *name);

/** The values alone, as streams hold them. */
void unfold_knobs_values(const UnfoldKnobs *knobs, UnfoldReal values[UNFOLD_MAX_KNOBS]);

/** Whether a network of this shape and sample rate (Hz, 0: no effect) can have these
    knobs: each is as unfold_knobs_add wants it, and has an input of its own, besides
   the audio. Any network can have none. UNFOLD_BAD_FILE with the reason if not. */
UnfoldStatus unfold_knobs_check(const UnfoldKnobs *knobs, const UnfoldShape *shape,
                                double sample_rate, UnfoldError *error);

#endif
