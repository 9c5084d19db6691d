/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_report_analysis.h"

#include "learn/reach.h"

#include <math.h>

#define STRETCH 0.03       /* seconds */
#define MAX_STRETCH 6000.0 /* samples: keeps the page small at any rate */

static size_t best_epoch(const TrainReport *report)
{
    size_t best = 0;
    for (size_t k = 1; k < report->epoch_count; ++k)
        if (!(report->epochs[k].esr >= report->epochs[best].esr) &&
            !isnan(report->epochs[k].esr))
            best = k;
    return best;
}

static bool analyse_error(const TrainReport *report, TrainReportAnalysis *a)
{
    const float *target = report->target, *output = report->output;
    const size_t frames = report->frames;
    const double rate = report->sample_rate;
    a->whole = unfold_measure(output, target, frames);
    unfold_error_by_level(report->dry, target, output, frames, rate, a->levels);
    a->stretch = (size_t)fmin(rate * STRETCH, MAX_STRETCH);
    a->stretch = a->stretch < frames ? a->stretch : frames;
    if (!unfold_error_spectra_new(target, output, frames, rate, &a->spectra) ||
        !unfold_error_places(target, output, frames, a->stretch, &a->places) ||
        !unfold_find_swing(report->dry, target, output, frames, rate, &a->swing))
        return false;
    a->band_count = unfold_error_by_frequency(&a->spectra, a->bands);
    return true;
}

bool train_report_analyse(const TrainReport *report, TrainReportAnalysis *analysis)
{
    *analysis = (TrainReportAnalysis){.report = report, .best = best_epoch(report)};
    if (report->epoch_count)
        analysis->seconds = report->epochs[report->epoch_count - 1].seconds;
    if (report->reach)
        analysis->horizon = unfold_reach_horizon(report->reach, report->back);
    if (!report->frames || analyse_error(report, analysis))
        return true;
    train_report_analysis_clear(analysis);
    return false;
}

void train_report_analysis_clear(TrainReportAnalysis *analysis)
{
    unfold_error_spectra_clear(&analysis->spectra);
    *analysis = (TrainReportAnalysis){0};
}

double train_report_share(const UnfoldSpectrum *spectrum, double low, double high)
{
    const double all = unfold_spectrum_band(spectrum, 0, INFINITY);
    return all > 0 ? unfold_spectrum_band(spectrum, low, high) / all : 0;
}
