/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_REFERENCE_H
#define UNFOLD_TESTS_REFERENCE_H

#include "net/model.h"

/** Play x [steps][X] from the initial state in double precision, by the textbook's
    equations in plain loops; y [steps][Y] rounded to float at the end. Linear outputs
    only. */
void reference_play(const UnfoldModel *model, const float *x, size_t steps, float *y);

#endif
