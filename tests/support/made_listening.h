/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_MADE_LISTENING_H
#define UNFOLD_TESTS_MADE_LISTENING_H

#include "file/model_file.h"

/** How a small model of this task listens: at 8000 Hz, all kinds of features with their
    slopes, hops of 10 ms; clips and frames have 3 labels. */
UnfoldListening listening_of(UnfoldTask task);

/** A small random network that listens so; *listening must outlive it. Its model is
    NULL on failure. Release with unfold_model_free(file.model). */
UnfoldModelFile listening_file(UnfoldListening *listening, UnfoldOutputAt output_at);

/** Fill x [seconds * rate] with a burst of a tone from 0.025 to 0.1 s, one of noise
   from 0.25 to 0.35 s, the tone again from 0.5 to 0.6 s, and almost silence between. */
void fill_bursts(double rate, double seconds, float *x);

#endif
