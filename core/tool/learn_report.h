/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_REPORT_H
#define UNFOLD_TOOL_LEARN_REPORT_H

#include "tool/learn_views.h"
#include "tool/report_settings.h"

/** All that a report of a learning tells. Texts are for people, of any content; NULL
    leaves one out. A part without data (0 epochs, NULL verdicts) is left out too. */
typedef struct {
    const char *title, *subtitle;
    const char *network; /**< "GRU, 64 units" */
    size_t weights;      /**< 0: not known */
    UnfoldTask task;
    const UnfoldFeatureSpec *features;
    const char *value_name;    /**< of UNFOLD_TASK_VALUE */
    double threshold;          /**< of UNFOLD_TASK_NEXT: the error that is unusual */
    const char *const *labels; /**< [label_count] */
    size_t label_count;
    const LearnEpoch *epochs;
    size_t epoch_count, best_epoch; /**< from 1 */
    bool stopped;                   /**< by the user */
    double seconds;                 /**< that learning took */
    /** Of the labels, or without; of the part that chose the epoch, of another list, of
        each part left out in turn. */
    const LearnVerdict *validation, *test, *folds;
    const double *fold_accuracy;   /**< [fold_count] NaN: not measured */
    const char *const *fold_names; /**< [fold_count]; NULL: they have none */
    size_t fold_count;
    bool by_group; /**< the folds are groups */
    size_t recordings;
    double sound;   /**< seconds of all recordings */
    size_t silent;  /**< recordings in which no sound began */
    size_t horizon; /**< frames that gradients reach back; 0: not looked at */
    size_t window;  /**< frames through which they flowed at most; 0: whole clips */
    const LearnViews *views; /**< of recordings; may be NULL */
    const char *views_of;    /**< which: "the test", "the validation" */
    const ReportSetting *settings;
    size_t setting_count;
} LearnReport;

/** Write a page of HTML that needs nothing else: a verdict, what is confused with what,
    how it was learned, what the network heard. The file appears whole or not at all.
    Returns the exit status; the error is printed. */
int learn_report_write(const char *path, const LearnReport *report);

#endif
