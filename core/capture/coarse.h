/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_COARSE_H
#define UNFOLD_CAPTURE_COARSE_H

#include "capture/pair.h"

#include <stdbool.h>

/** Where wet lies, roughly. */
typedef struct {
    ptrdiff_t delay;   /**< samples, to a few; at least some part of wet has it */
    double confidence; /**< as UnfoldAlignment says; 0 if there is nothing to compare */
} UnfoldCoarse;

/** Search all delays up to UNFOLD_MAX_DELAY_SECONDS. Both are brought to about 12 kHz,
    whitened, and correlated in stretches of some seconds; squares of the normalised
    correlations are summed over the stretches and over neighbouring lags, so that
    neither polarity nor clocks that drift matter. False for lack of memory. */
bool unfold_coarse_delay(const UnfoldPairView *pair, UnfoldCoarse *coarse);

#endif
