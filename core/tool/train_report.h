/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_H
#define UNFOLD_TOOL_TRAIN_REPORT_H

#include "tool/train_history.h"

#include <stddef.h>

/** A line of the table of settings. */
typedef struct {
    const char *name, *value;
} TrainReportSetting;

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
    const TrainReportSetting *settings;
    size_t setting_count;
} TrainReport;

/** Write a page of HTML that needs nothing else: verdict, what limits it, charts and
    their numbers. The file appears whole or not at all. Returns the exit status; the
    error is printed. */
int train_report_write(const char *path, const TrainReport *report);

#endif
