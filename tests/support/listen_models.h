/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_LISTEN_MODELS_H
#define UNFOLD_TESTS_LISTEN_MODELS_H

#include "file/model_file.h"

#define LISTENING_LABELS 4 /* "nothing", "kick", "snare", "hat" */

/** A small model of random weights that listens at 16 kHz with hops of 10 ms, of that
    task; release with unfold_model_file_clear. Fails the running test if it cannot. */
UnfoldModelFile make_listening(UnfoldTask task, unsigned seed);

/** The same in a file of the test's folder; returns its path, valid as test_path's. */
const char *put_listening(const char *name, UnfoldTask task, unsigned seed);

/** `seconds` of bursts of tones and noise between pauses, at a rate in Hz; the caller
    frees it. */
float *make_bursts(double seconds, double rate, size_t *frames);

#endif
