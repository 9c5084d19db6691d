/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_PLAY_H
#define UNFOLD_TOOL_PLAY_H

#include "file/model_file.h"

/** Load a model that plays audio: one input besides its knobs, one output at every
   step, a sample rate, which is `rate` (Hz) where that is above 0. Returns the exit
   status; the error, and what the file warns of, is printed. */
int play_load(const char *path, double rate, UnfoldModelFile *file);

/** Whether a recording's rate is the model's; if not, the error is printed. Returns the
    exit status. */
int play_check_rate(const UnfoldModel *model, const char *path, double rate);

#endif
