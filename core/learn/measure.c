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

int unfold_esr_grade(double esr)
{
    static const double bounds[] = {0.01, 0.035, 0.1, 0.3};
    int grade = 0;
    while (grade < 4 && !(esr < bounds[grade]))
        ++grade;
    return grade;
}

const char *unfold_esr_verdict(double esr)
{
    static const char *const verdicts[] = {
        "great: hard to tell from the original",
        "good: close to the original, a careful ear hears a difference",
        "fair: the character is there, the difference is audible",
        "poor: it will probably not pass for the original",
        "bad: this does not sound like the original",
    };
    return verdicts[unfold_esr_grade(esr)];
}
