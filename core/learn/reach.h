/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_REACH_H
#define UNFOLD_LEARN_REACH_H

#include "net/model.h"

/** How far a gradient reaches back through a trained network: norms [back + 1]
   receives, for k = 0..back, the Euclidean norm of d loss_t / d h_{t-k} (the hidden
   states of all layers, all paths counted, those through the cell state too), averaged
   over up to 64 places t of the recording x [steps][X], target [steps][Y]. loss_t is
   the squared error of step t, or its cross-entropy where the output is softmax (Bengio
   et al. 1994; Pascanu et al. 2013). UNFOLD_BAD_DATA where steps <= back,
   UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_gradient_reach(const UnfoldModel *model, const UnfoldReal *x,
                                   const UnfoldReal *target, size_t steps, size_t back,
                                   double *norms);

/** The same for a model with knobs: a mono recording x [steps], with the other inputs
    held at knobs [X - 1] (NULL where X is 1). */
UnfoldStatus unfold_gradient_reach_knobs(const UnfoldModel *model, const UnfoldReal *x,
                                         const UnfoldReal *knobs,
                                         const UnfoldReal *target, size_t steps,
                                         size_t back, double *norms);

/** The horizon: the last k of 0..back whose norm is at least 1/100 of the largest. What
    lies further back teaches the network next to nothing. */
size_t unfold_reach_horizon(const double *norms, size_t back);

/** The largest `back` up to `wanted` whose work fits in 256 MiB for this shape. */
size_t unfold_reach_limit(const UnfoldShape *shape, size_t wanted);

#endif
