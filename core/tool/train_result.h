/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_RESULT_H
#define UNFOLD_TOOL_TRAIN_RESULT_H

#include "learn/measure.h"
#include "tool/train_run.h"

/** The trained model on the test part. Release with train_result_clear. */
typedef struct {
    UnfoldMeasure test;
    float *heard, *wanted; /**< [frames], owned: as played, as recorded */
    size_t frames;
    double loudness; /**< of the model on the standard input, dB */
} TrainResult;

/** Play the test takes through the best model. Returns the exit status. */
int train_result_measure(const TrainData *data, const TrainRun *run,
                         TrainResult *result);
void train_result_clear(TrainResult *result);

/** Write the model with all facts to options->output. */
int train_result_save(const TrainOptions *options, const TrainData *data,
                      const TrainRun *run, const TrainResult *result);

/** Report on stdout, as text or JSON. Returns the exit status. */
int train_result_print(const TrainOptions *options, const UnfoldTrainSettings *settings,
                       const TrainRun *run, const TrainResult *result);

#endif
