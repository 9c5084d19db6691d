/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LOOK_BACK_H
#define UNFOLD_TOOL_LOOK_BACK_H

#include "learn/takes.h"

/** How far gradients reach back on a take: `norms` receives [back + 1] norms as
    unfold_gradient_reach_knobs tells them, released with free(); `back` is 0.1 s, or
    what the take or the memory allow. Returns the exit status. */
int look_back(const UnfoldModel *model, const UnfoldTake *take, double rate,
              double **norms, size_t *back);

#endif
