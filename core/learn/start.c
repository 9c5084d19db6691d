/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/start.h"

#include "net/random.h"

#include <stdlib.h>
#include <string.h>

static void uniform(UnfoldRandom *random, size_t rows, size_t cols, double limit,
                    UnfoldReal *w)
{
    for (size_t k = 0; k < rows * cols; ++k)
        w[k] = (UnfoldReal)(limit * (2 * unfold_random_uniform(random) - 1));
}

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; ++k)
        sum += a[k] * b[k];
    return sum;
}

/* Random rows made orthonormal (modified Gram-Schmidt, twice for accuracy). */
static void orthogonal(UnfoldRandom *random, size_t n, double *q)
{
    for (size_t j = 0; j < n; ++j) {
        double *row = q + j * n;
        for (size_t k = 0; k < n; ++k)
            row[k] = unfold_random_normal(random);
        for (size_t before = 0; before < 2 * j; ++before) {
            const double *other = q + before % j * n;
            const double along = dot(row, other, n);
            for (size_t k = 0; k < n; ++k)
                row[k] -= along * other[k];
        }
        const double length = sqrt(dot(row, row, n));
        for (size_t k = 0; k < n; ++k)
            row[k] /= length;
    }
}

/* A gate's bias that lets its unit remember for a random time up to `memory` steps. */
static double memory_bias(UnfoldRandom *random, double memory)
{
    return log(1 + unfold_random_uniform(random) * (memory - 1));
}

static void start_biases(const UnfoldShape *shape, UnfoldRandom *random, double memory,
                         const UnfoldLayer *layer)
{
    const size_t h = shape->hidden;
    for (size_t k = 0; k < h; ++k) {
        if (shape->cell == UNFOLD_LSTM && memory <= 1)
            layer->bias[h + k] = 1;
        else if (shape->cell == UNFOLD_LSTM) {
            const double bias = memory_bias(random, memory);
            layer->bias[h + k] = (UnfoldReal)bias;
            layer->bias[k] = (UnfoldReal)-bias;
        } else if (shape->cell == UNFOLD_GRU && memory > 1)
            layer->bias[h + k] = (UnfoldReal)memory_bias(random, memory);
    }
}

UnfoldStatus unfold_start_weights(const UnfoldShape *shape, uint64_t seed,
                                  double memory, UnfoldReal *weights)
{
    const size_t h = shape->hidden, gates = unfold_cell_gates(shape->cell);
    double *q = malloc(h * h * sizeof *q);
    if (!q)
        return UNFOLD_NO_MEMORY;
    UnfoldRandom random = {seed};
    memset(weights, 0, unfold_shape_weights(shape) * sizeof *weights);
    for (uint32_t l = 0; l < shape->layers; ++l) {
        const UnfoldLayer layer = unfold_layer_in(shape, weights, l);
        const size_t inputs = unfold_shape_layer_inputs(shape, l);
        uniform(&random, inputs, gates * h, sqrt(6.0 / (double)(inputs + h)),
                layer.input);
        for (size_t g = 0; g < gates; ++g) {
            orthogonal(&random, h, q);
            for (size_t j = 0; j < h; ++j)
                for (size_t k = 0; k < h; ++k)
                    layer.recurrent[j * gates * h + g * h + k] =
                        (UnfoldReal)q[j * h + k];
        }
        start_biases(shape, &random, memory, &layer);
    }
    for (uint32_t k = 0; k <= shape->dense_count; ++k) {
        const size_t inputs = unfold_shape_dense_inputs(shape, k);
        const size_t units = unfold_shape_dense(shape, k).units;
        uniform(&random, inputs, units, sqrt(6.0 / (double)(inputs + units)),
                unfold_dense_in(shape, weights, k).weights);
    }
    if (shape->gains)
        for (size_t k = 1; k <= 2; ++k)
            weights[unfold_shape_weights(shape) - k] = 1;
    free(q);
    return UNFOLD_OK;
}
