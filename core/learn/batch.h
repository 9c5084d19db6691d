/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_BATCH_H
#define UNFOLD_LEARN_BATCH_H

#include "learn/loss.h"
#include "learn/state.h"
#include "net/shape.h"

/** Groups of UNFOLD_LANES sequences that learn together: each group has its own unroll,
    targets and gradients, threads share the groups, and the gradients are added in the
    groups' order, so that the number of threads changes no bit. */
typedef struct UnfoldBatch UnfoldBatch;

/** NULL for lack of memory. `threads` 0: as many as the machine has processors. */
UnfoldBatch *unfold_batch_new(const UnfoldShape *shape, size_t groups, size_t max_steps,
                              unsigned threads);
void unfold_batch_free(UnfoldBatch *batch);

/** Bytes that such a batch takes. */
size_t unfold_batch_bytes(const UnfoldShape *shape, size_t groups, size_t max_steps);

/** Where a group's next inputs [T][X][LANES] and targets [T][Y][LANES] go. */
UnfoldReal *unfold_batch_input(UnfoldBatch *batch, size_t group);
UnfoldReal *unfold_batch_target(UnfoldBatch *batch, size_t group);

/** Let the next window of all groups begin with the initial state. */
void unfold_batch_start(UnfoldBatch *batch, const UnfoldReal *weights);

/** Let it begin so in one of the batch's lanes; the others go on. */
void unfold_batch_start_lane(UnfoldBatch *batch, const UnfoldReal *weights,
                             size_t lane);

/** Forward over the windows filled in; then, unless `loss` is NULL (a warm-up),
   backward. Steps before `from` are not scored. The states carry over to the next
   window. Returns the loss and leaves its gradient in `gradients` (replaced, not
   added). */
double unfold_batch_run(UnfoldBatch *batch, const UnfoldReal *weights, size_t from,
                        size_t steps, const UnfoldLoss *loss, UnfoldReal *gradients);

/** Visit the states that the next window begins with. */
void unfold_batch_visit_state(UnfoldBatch *batch, UnfoldStateVisitor visit,
                              void *context);

#endif
