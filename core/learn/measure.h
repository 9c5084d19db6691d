/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_MEASURE_H
#define UNFOLD_LEARN_MEASURE_H

#include "net/real.h"

#include <stddef.h>

/** Coefficient of the pre-emphasis filter 1 - 0.85 z^-1 (Wright et al. 2020), which
    weighs errors more like ears do: low frequencies hold most of a guitar's energy. */
#define UNFOLD_PRE_EMPHASIS 0.85

/** How far an output is from its target, each summed over all samples in double. */
typedef struct {
    /** Error-to-signal ratio (Wright, Damskaegg & Valimaki 2019):
        sum (target - output)^2 / sum target^2. 0 is perfect, 1 is as bad as silence.
        With a silent target infinite, or 0 where the output is silent too. */
    double esr;
    double esr_pre_emphasis; /**< the same of both signals pre-emphasised */
    double mse;              /**< sum (target - output)^2 / n */
    double peak_error;       /**< largest |target - output|, linear */
} UnfoldMeasure;

/** Compare n samples; 0 samples measure 0. Numbers that are not finite make the
    measures so. Real-time safe. */
UnfoldMeasure unfold_measure(const UnfoldReal *output, const UnfoldReal *target,
                             size_t n);

#endif
