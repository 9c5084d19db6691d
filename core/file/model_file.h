/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_MODEL_FILE_H
#define UNFOLD_FILE_MODEL_FILE_H

#include "file/facts.h"
#include "file/format.h"
#include "file/knobs.h"
#include "file/listening.h"
#include "net/model.h"

/** The newest version of our format that is read. Models are written as the oldest
    version that can hold them (2 has knobs, 3 dense layers and gains, 4 listens), so
    that a program that only knows older ones says that it is too old instead of playing
    a model wrong. */
#define UNFOLD_FORMAT_VERSION 4

/** No model file is larger; larger ones are refused before they are read. What a file
    says of its sizes is held against the limits of net/shape.h, and against how much of
    the text there is, before memory is taken: a file of less than 1 MiB never makes
    anything allocate more than 64 MiB at once. */
#define UNFOLD_MAX_MODEL_BYTES ((size_t)512 << 20)

/** Warnings that are kept of one file. */
#define UNFOLD_MAX_WARNINGS 16

/** What a model file holds. Owns model and facts; release with
    unfold_model_file_clear. */
typedef struct {
    UnfoldModel *model;
    UnfoldFacts *facts;
    UnfoldKnobs knobs; /**< at their defaults; none: the inputs have no names */
    UnfoldListening *listening; /**< NULL: its steps are no frames of features */
    UnfoldFormat format;        /**< it was read from */
    size_t warning_count;       /**< sentences for people, without path and full stop */
    UnfoldError warnings[UNFOLD_MAX_WARNINGS];
} UnfoldModelFile;

/** Read a model of any format (file/format.h), which is told from the content. Inputs
    beyond the audio that a file of another program has become "knob 1", "knob 2", ...
   at 0. What a file asks for and this version lacks is refused by key and value. On
    failure `*file` is empty and `error` (may be NULL) says why. Never real-time safe.
 */
UnfoldStatus unfold_model_load(const char *path, UnfoldModelFile *file,
                               UnfoldError *error);

/** The same from `size` bytes in memory. */
UnfoldStatus unfold_model_parse(const char *text, size_t size, UnfoldModelFile *file,
                                UnfoldError *error);

/** The same with a sample rate (Hz) that is taken instead of what the file says or
    lacks; 0 leaves it. UNFOLD_UNSUPPORTED for sequence models, which have none, and
    for those that listen. */
UnfoldStatus unfold_model_load_at(const char *path, double rate, UnfoldModelFile *file,
                                  UnfoldError *error);
UnfoldStatus unfold_model_parse_at(const char *text, size_t size, double rate,
                                   UnfoldModelFile *file, UnfoldError *error);

/** Write a model in our format with its facts (which may be NULL) and knobs
   (unfold_knobs_check): to a temporary file beside `path`, synced, then renamed over
   it, so that `path` is always whole, old or new. Weights are written so that they read
   back to the same bits. */
UnfoldStatus unfold_model_save(const char *path, const UnfoldModelFile *file,
                               UnfoldError *error);

/** The same in any format. What the format cannot hold, and what changes how the model
    sounds or at which rate, is refused with UNFOLD_UNSUPPORTED; unfold_model_fit
    (file/fit.h) drops it. */
UnfoldStatus unfold_model_save_as(const char *path, const UnfoldModelFile *file,
                                  UnfoldFormat format, UnfoldError *error);

/** Free what the file holds and empty it. */
void unfold_model_file_clear(UnfoldModelFile *file);

#endif
