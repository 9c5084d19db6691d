/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_AIDAX_TEST_H
#define UNFOLD_FILE_AIDAX_TEST_H

#include "net/model.h"

/** Samples of the vectors that AIDA-X files test themselves with. */
#define UNFOLD_AIDAX_TEST_SAMPLES 2048

/** What such a file's "output_batch" holds for x [n]: played from the initial state,
    knobs at 0, gains not applied. The model has one output. y [n]. Not real-time safe.
    UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_aidax_test(const UnfoldModel *model, const UnfoldReal *x, size_t n,
                               UnfoldReal *y, UnfoldError *error);

#endif
