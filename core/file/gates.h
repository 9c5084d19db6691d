/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_GATES_H
#define UNFOLD_FILE_GATES_H

#include "net/shape.h"

/* How other programs lay out their weights, and how that becomes ours and back. */

/** Entry k is where our gate k (net/shape.h) stands among theirs, and the reverse. */
typedef unsigned char UnfoldGateOrder[4];
extern const UnfoldGateOrder unfold_gates_same; /**< PyTorch's i f g o, r z n; .nam */
extern const UnfoldGateOrder unfold_gates_zrn;  /**< keras' z r h */

/** Rows of gates into the rows of a layer that may be wider. from [rows][G hidden];
    to [rows][G H], of which each gate's first `hidden` columns are written. */
void unfold_gates_place(const UnfoldReal *from, size_t rows, size_t hidden,
                        const UnfoldGateOrder order, const UnfoldShape *shape,
                        UnfoldReal *to);

/** to [cols][rows] = the first `cols` numbers of the rows of from [rows][stride]. */
void unfold_transpose(const UnfoldReal *from, size_t rows, size_t cols, size_t stride,
                      UnfoldReal *to);

/** The two biases of PyTorch and keras, [G H] each in our order, as ours: one bias, and
    for a GRU the recurrent one of its candidate apart (else NULL). */
void unfold_join_biases(const UnfoldReal *input, const UnfoldReal *recurrent,
                        const UnfoldShape *shape, UnfoldReal *bias,
                        UnfoldReal *candidate_bias);

/** The weights of one shape as those of another, of the same cell and hidden units:
   each tensor of `to` takes its first rows from the one of the same name. */
void unfold_carry_weights(const UnfoldShape *from, const UnfoldReal *weights,
                          const UnfoldShape *to, UnfoldReal *carried);

/** Whether a state that is not zero is among the weights. */
bool unfold_starts_moved(const UnfoldShape *shape, const UnfoldReal *weights);

#endif
