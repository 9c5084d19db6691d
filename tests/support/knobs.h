/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_KNOBS_H
#define UNFOLD_TESTS_KNOBS_H

#include "file/model_file.h"

/** An effect at 48 kHz with `count` knobs, "gain" at 0.3 and "tone" at 0.75 the first,
    and small random weights. Release with unfold_model_file_clear. */
UnfoldModelFile knob_model(UnfoldCell cell, size_t count, unsigned seed);

/** Write knob_model(UNFOLD_LSTM, 2, seed). */
void put_knob_model(const char *path, unsigned seed);

/** What the model plays of x [frames] with its knobs where `file` says. */
void play_file(const UnfoldModelFile *file, const float *x, size_t frames, float *y);

#endif
