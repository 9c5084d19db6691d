/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/measure.h"

#include <math.h>

static double ratio(double error, double signal)
{
    if (signal > 0)
        return error / signal;
    return error == 0 ? 0 : error * INFINITY; /* NaN stays NaN */
}

UnfoldMeasure unfold_measure(const UnfoldReal *output, const UnfoldReal *target,
                             size_t n)
{
    double error = 0, signal = 0, error_pre = 0, signal_pre = 0, peak = 0;
    double e_before = 0, s_before = 0;
    for (size_t t = 0; t < n; ++t) {
        const double s = (double)target[t], e = s - (double)output[t];
        const double e_pre = e - UNFOLD_PRE_EMPHASIS * e_before;
        const double s_pre = s - UNFOLD_PRE_EMPHASIS * s_before;
        error += e * e;
        signal += s * s;
        error_pre += e_pre * e_pre;
        signal_pre += s_pre * s_pre;
        if (!(fabs(e) <= peak))
            peak = isnan(peak) ? peak : fabs(e);
        e_before = e;
        s_before = s;
    }
    return (UnfoldMeasure){.esr = ratio(error, signal),
                           .esr_pre_emphasis = ratio(error_pre, signal_pre),
                           .mse = n ? error / (double)n : 0,
                           .peak_error = peak};
}
