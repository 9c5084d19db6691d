/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_PLAY_H
#define UNFOLD_TOOL_PLAY_H

#include "file/model_file.h"

/** Load a model that plays audio: one input besides its knobs, one output at every
   step, a sample rate. Returns the exit status; the error is printed. */
int play_load(const char *path, UnfoldModelFile *file);

/** Whether a recording's rate is the model's; if not, the error is printed. Returns the
    exit status. */
int play_check_rate(const UnfoldModel *model, const char *path, double rate);

#endif
