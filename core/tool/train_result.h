/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_RESULT_H
#define UNFOLD_TOOL_TRAIN_RESULT_H

#include "learn/measure.h"
#include "tool/train_run.h"

/** The trained model on the test part. Release with train_result_clear. */
typedef struct {
    UnfoldMeasure test;
    float *dry, *wanted, *heard; /**< [frames], owned: played, recorded, the model's */
    size_t frames;
    double esr_training; /**< of the part that was learned from */
    double *reach;       /**< [back + 1], owned: see look_back */
    size_t back;
    double loudness; /**< of the model on the standard input, dB */
} TrainResult;

/** Play the test takes through the best model. Returns the exit status. */
int train_result_measure(const TrainData *data, const TrainRun *run,
                         TrainResult *result);
void train_result_clear(TrainResult *result);

/** Write the model with all facts to options->output. */
int train_result_save(const TrainOptions *options, const TrainData *data,
                      const TrainRun *run, const TrainResult *result);

#endif
