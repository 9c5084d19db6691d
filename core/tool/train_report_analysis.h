/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_ANALYSIS_H
#define UNFOLD_TOOL_TRAIN_REPORT_ANALYSIS_H

#include "capture/error_spectra.h"
#include "capture/residual.h"
#include "capture/swing.h"
#include "learn/measure.h"
#include "tool/report_settings.h"
#include "tool/train_history.h"

#include <stdbool.h>
#include <stddef.h>

/** All that a report tells. Texts are for people, of any content; NULL leaves one out.
   A part without data (0 epochs, 0 frames, NULL reach) is left out too. */
typedef struct {
    const char *title, *subtitle;
    const char *network; /**< "LSTM, 16 units" */
    double sample_rate;  /**< Hz, above 0 */
    const TrainEpoch *epochs;
    size_t epoch_count;
    const float *dry, *target, *output; /**< [frames] the test part, as played */
    size_t frames;
    const double *reach; /**< [back + 1] gradient norms (learn/reach.h) */
    size_t back;         /**< samples */
    double esr_training, esr_validation, esr_test; /**< NaN where not known */
    double self_esr; /**< of one take of the gear against another; NaN: not known */
    const char *const *findings; /**< sentences of checks and alignment */
    size_t finding_count;
    const ReportSetting *settings;
    size_t setting_count;
} TrainReport;

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
