/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_KNOB_VALUES_H
#define UNFOLD_TOOL_KNOB_VALUES_H

#include "file/knobs.h"

/** Read "gain=0.3,tone=0.7": names as unfold_knobs_add takes them, each once, at values
    of 0..1, in the order given. False with the reason in `error` if `text` is anything
    else. */
bool knob_values_parse(const char *text, UnfoldKnobs *values, UnfoldError *error);

/** Turn the knobs of the model at `path` to what --knobs says (NULL: nothing); the
    others stay at their defaults. Returns the exit status; the error is printed and
    lists the model's knobs. */
int knob_values_turn(const char *path, const char *text, UnfoldKnobs *knobs);

#endif
