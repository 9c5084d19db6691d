/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_LOUDNESS_H
#define UNFOLD_CAPTURE_LOUDNESS_H

#include "net/model.h"

#include <stdbool.h>

/** Of the standard input: five seconds of strings in all styles, always the same. */
#define UNFOLD_STANDARD_SECONDS 5.0
#define UNFOLD_STANDARD_RMS (-18.0) /**< dBFS */

typedef struct {
    double rms; /**< dBFS: 20 log10 of the root of the mean square; -INFINITY: silent */
    double peak; /**< dBFS, of the largest sample */
} UnfoldLoudness;

/** Write the standard input to x [UNFOLD_STANDARD_SECONDS * rate, rounded down]; the
    rate is UNFOLD_SIGNAL_MIN_RATE to UNFOLD_SIGNAL_MAX_RATE. False for lack of memory.
 */
bool unfold_standard_input(double rate, float *x);

/** How loud a model's output is when the standard input is played through it at its own
    rate: the plain RMS level in dB, without weighting or gate, as neural-amp-modeler's
    files hold it in "loudness". Players that level models bring them to -18 dB.
    `extra` [X - 1] is held at the inputs beyond the first and may be NULL where there
    are none. All outputs count together. Fails with UNFOLD_UNSUPPORTED for a model that
    is no effect or has a rate outside the signal's limits, and UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_output_loudness(const UnfoldModel *model, const UnfoldReal *extra,
                                    UnfoldLoudness *loudness, UnfoldError *error);

#endif
