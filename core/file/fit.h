/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_FIT_H
#define UNFOLD_FILE_FIT_H

#include "file/model_file.h"

/** Whether a format can hold a model without a change of its sound or rate; else
    UNFOLD_UNSUPPORTED, naming what it has no place for. Ours holds everything. */
UnfoldStatus unfold_fits(const UnfoldModelFile *file, UnfoldFormat format,
                         UnfoldError *error);

/** Prepare a model for a format. With `lossy` it becomes one that fits, as far as that
    is possible: an initial state goes, knobs are frozen at their defaults, gains become
    part of the weights, and a rate that cannot be said becomes the one that readers
    assume. What is dropped, and what goes lost of the metadata in any case, is appended
    to the file's warnings. Fails as unfold_fits does, or with UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_model_fit(UnfoldModelFile *file, UnfoldFormat format, bool lossy,
                              UnfoldError *error);

#endif
