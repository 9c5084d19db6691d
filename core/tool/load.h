/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LOAD_H
#define UNFOLD_TOOL_LOAD_H

#include "file/model_file.h"

#include <math.h>

/** An option whose value goes to load_model: NaN where it is not given. */
#define OPTION_MODEL_RATE(number)                                                      \
    {                                                                                  \
        .name = "model-rate", .kind = OPTION_NUMBER, .value = (number),                \
        .operand = "HZ", .help = "the rate of the model, whatever its file says",      \
        .min = 1, .max = 1000000                                                       \
    }

/** Load a model of any format and print what it warns of. `rate` (Hz) above 0 is taken
    instead of what the file says. Returns the exit status; the error is printed. */
int load_model(const char *path, double rate, UnfoldModelFile *file);

/** Print the file's warnings from the number `first` on. */
void load_print_warnings(const char *path, const UnfoldModelFile *file, size_t first);

#endif
