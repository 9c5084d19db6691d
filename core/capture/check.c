/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/check.h"

#include "capture/check_parts.h"

#include <math.h>

double unfold_decibels(double level)
{
    return 20 * log10(level);
}

bool unfold_check_pair(const UnfoldPairView *pair, const UnfoldAlignment *alignment,
                       UnfoldFindings *findings)
{
    *findings = (UnfoldFindings){.figures = {.gap_seconds = NAN,
                                             .noise_floor_db = NAN,
                                             .signal_to_noise_db = NAN,
                                             .gain_esr = NAN,
                                             .drift_samples = NAN,
                                             .self_esr = NAN,
                                             .repeat_begin = NAN,
                                             .repeat_again = NAN,
                                             .repeat_seconds = NAN}};
    if (!unfold_check_levels(pair, findings))
        return true;
    unfold_check_relation(pair, alignment, findings);
    if (alignment->confidence < UNFOLD_CONFIDENT)
        return true;
    return unfold_check_silence(pair, alignment, findings) &&
           unfold_check_repeat(pair, alignment, findings);
}
