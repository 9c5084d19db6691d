/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/check_parts.h"
#include "capture/repeat.h"
#include "capture/shift.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_SECONDS 0.5
#define SETTLE_SECONDS                                                                 \
    0.25                  /* at its begin the gear may still remember what was before */
#define SETTLE_SHARE 0.25 /* of the passage at most */
#define MATTERS 0.01      /* a good model comes as close */

/* ESR of b to a, relative to the mean of their energies. */
static double esr(const float *a, const float *b, size_t n)
{
    double error = 0, signal = 0;
    for (size_t t = 0; t < n; ++t) {
        const double d = (double)a[t] - (double)b[t];
        error += d * d;
        signal += (double)a[t] * (double)a[t] + (double)b[t] * (double)b[t];
    }
    return signal > 0 ? 2 * error / signal : NAN;
}

/* Compare what wet has at samples `first` and `second`, the latter read between samples
   as clocks drift. False for lack of memory. */
static bool compare(const UnfoldPairView *pair, size_t first, double second, size_t n,
                    double *self_esr)
{
    float *again = malloc(n * sizeof *again);
    if (!again)
        return false;
    unfold_shift(pair->wet, pair->wet_frames, second, false, again, n);
    *self_esr = esr(pair->wet + first, again, n);
    free(again);
    return true;
}

static void report(const UnfoldPairView *pair, const UnfoldRepeat *repeat, double self,
                   UnfoldFindings *findings)
{
    UnfoldPairFigures *figures = &findings->figures;
    figures->self_esr = self;
    figures->repeat_begin = (double)repeat->first / pair->rate;
    figures->repeat_again = (double)repeat->second / pair->rate;
    figures->repeat_seconds = (double)repeat->frames / pair->rate;
    unfold_findings_add(
        findings, self > MATTERS ? UNFOLD_FINDING_WARNING : UNFOLD_FINDING_NOTE,
        "repeat",
        "dry plays %.1f s at %.1f s again at %.1f s, and wet answers with an ESR of "
        "%.2g "
        "between both: no model can be expected to come closer than half of that",
        figures->repeat_seconds, figures->repeat_begin, figures->repeat_again, self);
}

bool unfold_check_repeat(const UnfoldPairView *pair, const UnfoldAlignment *alignment,
                         UnfoldFindings *findings)
{
    UnfoldRepeat repeat;
    const size_t least = (size_t)(LEAST_SECONDS * pair->rate);
    if (!unfold_find_repeat(pair->dry, pair->dry_frames, least, &repeat))
        return false;
    if (!repeat.frames)
        return true;
    const double settle =
        fmin(SETTLE_SECONDS * pair->rate, SETTLE_SHARE * (double)repeat.frames);
    const size_t n = repeat.frames - (size_t)settle;
    const ptrdiff_t first = (ptrdiff_t)repeat.first + (ptrdiff_t)settle +
                            (ptrdiff_t)lround(alignment->delay);
    const double apart = (double)(repeat.second - repeat.first);
    const double drift = 1e-6 * alignment->drift_ppm * apart;
    const double second = (double)first + apart + drift;
    if (first < 0 || second + (double)n > (double)pair->wet_frames)
        return true;
    double self;
    if (!compare(pair, (size_t)first, second, n, &self))
        return false;
    if (!isnan(self))
        report(pair, &repeat, self, findings);
    return true;
}
