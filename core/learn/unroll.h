/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_UNROLL_H
#define UNFOLD_LEARN_UNROLL_H

#include "learn/lanes.h"
#include "learn/state.h"
#include "net/shape.h"

#include <stdbool.h>

/** A network unfolded over a window of time for UNFOLD_LANES sequences: forward, then
    backpropagation through time (Werbos 1990; truncated at the window, Williams & Peng
    1990). Holds what the way back needs; weights and gradients stay the caller's. Not
    for several threads at once. */
typedef struct UnfoldUnroll UnfoldUnroll;

/** Room for windows of up to `max_steps` steps; NULL for lack of memory.
   `input_gradient`: backward also computes the gradient of the inputs. */
UnfoldUnroll *unfold_unroll_new(const UnfoldShape *shape, size_t max_steps,
                                bool input_gradient);
void unfold_unroll_free(UnfoldUnroll *unroll);

/** Bytes that such an unroll takes. */
size_t unfold_unroll_bytes(const UnfoldShape *shape, size_t max_steps,
                           bool input_gradient);

/** Where the next window's inputs go: [T][X][LANES]. */
UnfoldReal *unfold_unroll_input(UnfoldUnroll *unroll);

/** Let the next window start from the initial state that `weights` say (zero if they
    store none), in every lane. */
void unfold_unroll_start(UnfoldUnroll *unroll, const UnfoldReal *weights);

/** The same in one lane alone, after unfold_unroll_carry. */
void unfold_unroll_start_lane(UnfoldUnroll *unroll, const UnfoldReal *weights,
                              size_t lane);

/** Let the next window start where the last forward ended. */
void unfold_unroll_carry(UnfoldUnroll *unroll);

/** Visit what start or carry left for the next window. */
void unfold_unroll_visit_state(UnfoldUnroll *unroll, UnfoldStateVisitor visit,
                               void *context);

/** Run `steps` (1..max_steps) steps. Returns the outputs [T][Y][LANES] of every step,
    valid until the next forward. */
const UnfoldReal *unfold_unroll_forward(UnfoldUnroll *unroll, const UnfoldReal *weights,
                                        size_t steps);

/** The states before the steps of the last forward, per layer: [T+1][H][LANES]. */
const UnfoldReal *unfold_unroll_hidden(const UnfoldUnroll *unroll, uint32_t layer);

/** Where the gradient of the loss by the outputs goes, [T][Y][LANES]; by the sums
   before it where the output is softmax. */
UnfoldReal *unfold_unroll_output_gradient(UnfoldUnroll *unroll);

/** Backpropagate the last forward (once for each forward). Adds the gradients of all
    tensors, summed over time and lanes, to `gradients`, a block laid out like the
    weights; those of the initial state only if the window began with start. */
void unfold_unroll_backward(UnfoldUnroll *unroll, const UnfoldReal *weights,
                            UnfoldReal *gradients);

/** After backward: the gradient of the inputs [T][X][LANES] (if asked for at new), and
   of the hidden states h_1..h_T of a layer [T][H][LANES], all paths counted. */
const UnfoldReal *unfold_unroll_input_gradient(const UnfoldUnroll *unroll);
const UnfoldReal *unfold_unroll_hidden_gradient(const UnfoldUnroll *unroll,
                                                uint32_t layer);

#endif
