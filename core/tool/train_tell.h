/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_TELL_H
#define UNFOLD_TOOL_TRAIN_TELL_H

#include "tool/train_result.h"

/** Tell what a training came to and what limits it: on stdout, as text or JSON, and in
    the report if one is wanted. Returns the exit status, errors are printed. */
int train_tell(const TrainOptions *options, const UnfoldTrainSettings *settings,
               const TrainData *data, const TrainRun *run, const TrainResult *result);

#endif
