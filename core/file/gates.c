/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/gates.h"

#include <string.h>

const UnfoldGateOrder unfold_gates_same = {0, 1, 2, 3};
const UnfoldGateOrder unfold_gates_zrn = {1, 0, 2};

void unfold_gates_place(const UnfoldReal *from, size_t rows, size_t hidden,
                        const UnfoldGateOrder order, const UnfoldShape *shape,
                        UnfoldReal *to)
{
    const size_t gates = unfold_cell_gates(shape->cell), wide = shape->hidden;
    for (size_t row = 0; row < rows; ++row)
        for (size_t g = 0; g < gates; ++g)
            memcpy(to + (row * gates + g) * wide,
                   from + (row * gates + order[g]) * hidden, hidden * sizeof *to);
}

void unfold_transpose(const UnfoldReal *from, size_t rows, size_t cols, size_t stride,
                      UnfoldReal *to)
{
    for (size_t row = 0; row < rows; ++row)
        for (size_t col = 0; col < cols; ++col)
            to[col * rows + row] = from[row * stride + col];
}

void unfold_join_biases(const UnfoldReal *input, const UnfoldReal *recurrent,
                        const UnfoldShape *shape, UnfoldReal *bias,
                        UnfoldReal *candidate_bias)
{
    const size_t h = shape->hidden, count = unfold_cell_gates(shape->cell) * h;
    const size_t summed = candidate_bias ? 2 * h : count;
    for (size_t k = 0; k < count; ++k)
        bias[k] = k < summed ? input[k] + recurrent[k] : input[k];
    if (candidate_bias)
        memcpy(candidate_bias, recurrent + 2 * h, h * sizeof *candidate_bias);
}

void unfold_carry_weights(const UnfoldShape *from, const UnfoldReal *weights,
                          const UnfoldShape *to, UnfoldReal *carried)
{
    UnfoldTensor old[UNFOLD_MAX_TENSORS], new[UNFOLD_MAX_TENSORS];
    const size_t old_count = unfold_shape_tensors(from, old);
    const size_t new_count = unfold_shape_tensors(to, new);
    for (size_t k = 0, at = 0; k < new_count; ++k) {
        while (at < old_count && strcmp(old[at].name, new[k].name) != 0)
            ++at; /* both tables are in one order */
        memcpy(carried + new[k].offset, weights + old[at].offset,
               (size_t) new[k].rows *new[k].cols * sizeof *carried);
    }
}

bool unfold_starts_moved(const UnfoldShape *shape, const UnfoldReal *weights)
{
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = unfold_shape_tensors(shape, tensors);
    for (size_t k = 0; k < count; ++k) {
        if (tensors[k].role != UNFOLD_INITIAL_HIDDEN &&
            tensors[k].role != UNFOLD_INITIAL_CELL)
            continue;
        for (size_t n = 0; n < tensors[k].cols; ++n)
            if (weights[tensors[k].offset + n] != 0)
                return true;
    }
    return false;
}
