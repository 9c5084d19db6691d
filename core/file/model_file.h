/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_MODEL_FILE_H
#define UNFOLD_FILE_MODEL_FILE_H

#include "file/facts.h"
#include "file/knobs.h"
#include "net/model.h"

/** The newest version of our format that is read. Models are written as the oldest
    version that can hold them (2 has knobs, 3 has dense layers and gains), so that a
    program that only knows older ones says that it is too old instead of playing a
   model wrong. */
#define UNFOLD_FORMAT_VERSION 3

/** No model file is larger; larger ones are refused before they are read. */
#define UNFOLD_MAX_MODEL_BYTES ((size_t)512 << 20)

/** What a model file holds. Owns model and facts; release with
    unfold_model_file_clear. */
typedef struct {
    UnfoldModel *model;
    UnfoldFacts *facts;
    UnfoldKnobs knobs; /**< at their defaults; none: the inputs have no names */
} UnfoldModelFile;

/** Read a model of our format. On failure `*file` is empty and `error` (may be NULL)
    says why. Never real-time safe. */
UnfoldStatus unfold_model_load(const char *path, UnfoldModelFile *file,
                               UnfoldError *error);

/** The same from `size` bytes in memory. */
UnfoldStatus unfold_model_parse(const char *text, size_t size, UnfoldModelFile *file,
                                UnfoldError *error);

/** Write a model with its facts (which may be NULL) and knobs (unfold_knobs_check): to
   a temporary file beside `path`, synced, then renamed over it, so that `path` is
   always whole, old or new. Weights are written so that they read back to the same
   bits. */
UnfoldStatus unfold_model_save(const char *path, const UnfoldModelFile *file,
                               UnfoldError *error);

/** Free what the file holds and empty it. */
void unfold_model_file_clear(UnfoldModelFile *file);

#endif
