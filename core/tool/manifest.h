/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_MANIFEST_H
#define UNFOLD_TOOL_MANIFEST_H

#include "tool/train_options.h"

/** Many trainings in a file: {"models": [{"output": "clean.json", "pairs": [{"dry":
    "dry.wav", "wet": "clean.wav", "knobs": "gain=0.3"}], ...}]}. A model has "pairs",
    perhaps "tests", and any option of `unfold train` under its name; what it does not
    say is as on the command line. Paths are relative to the manifest's folder. */
typedef struct Manifest Manifest;

/** Read and check all of it. Returns the exit status, errors are printed. */
int manifest_read(const char *path, Manifest **manifest);
void manifest_free(Manifest *manifest);

size_t manifest_count(const Manifest *manifest);

/** Change `options` to those of model k (they point into the manifest). */
int manifest_apply(const Manifest *manifest, size_t k, TrainOptions *options);

#endif
