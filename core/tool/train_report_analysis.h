/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_ANALYSIS_H
#define UNFOLD_TOOL_TRAIN_REPORT_ANALYSIS_H

#include "capture/error_spectra.h"
#include "capture/residual.h"
#include "capture/swing.h"
#include "learn/measure.h"
#include "tool/train_report.h"

#include <stdbool.h>

/** What the report's numbers come to; pages, sentences and charts are made of it.
    Without frames, only what the epochs and the reach say. */
typedef struct {
    const TrainReport *report;
    size_t best;    /**< index of the epoch with the lowest validation ESR */
    double seconds; /**< of the whole training */
    size_t horizon; /**< samples */
    UnfoldMeasure whole;
    UnfoldErrorPart levels[UNFOLD_ERROR_LEVELS]; /**< by the dry level */
    UnfoldErrorPart bands[UNFOLD_ERROR_BANDS];
    size_t band_count;
    UnfoldErrorSpectra spectra;
    size_t stretch; /**< samples in each of the places */
    UnfoldErrorPlaces places;
    UnfoldSwing swing;
} TrainReportAnalysis;

/** False for lack of memory, with *analysis empty. The report must outlive it. */
bool train_report_analyse(const TrainReport *report, TrainReportAnalysis *analysis);
void train_report_analysis_clear(TrainReportAnalysis *analysis);

/** How much of a spectrum's power lies from `low` to `high` Hz, 0..1. */
double train_report_share(const UnfoldSpectrum *spectrum, double low, double high);

#endif
