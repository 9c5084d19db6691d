/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/reference.h"

#include <math.h>
#include <stdlib.h>

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

/* sums [columns] += what row-major weights [rows][columns] make of v [rows]. */
static void add_product(const float *w, size_t rows, size_t columns, const double *v,
                        double *sums)
{
    for (size_t j = 0; j < rows; ++j)
        for (size_t k = 0; k < columns; ++k)
            sums[k] += (double)w[j * columns + k] * v[j];
}

/* a, u [G H]: scratch */
static void step(const UnfoldShape *shape, const UnfoldLayer *layer, size_t inputs,
                 const double *x, double *h, double *c, double *a, double *u)
{
    const size_t hs = shape->hidden, gh = unfold_cell_gates(shape->cell) * hs;
    for (size_t k = 0; k < gh; ++k) {
        a[k] = layer->bias[k];
        u[k] = 0;
    }
    add_product(layer->input, inputs, gh, x, a);
    add_product(layer->recurrent, hs, gh, h, u);
    for (size_t k = 0; k < hs; ++k) {
        if (shape->cell == UNFOLD_RNN) {
            h[k] = tanh(a[k] + u[k]);
        } else if (shape->cell == UNFOLD_GRU) {
            const double r = sigmoid(a[k] + u[k]), z = sigmoid(a[hs + k] + u[hs + k]);
            const double inner = u[2 * hs + k] + layer->candidate_bias[k];
            h[k] = (1 - z) * tanh(a[2 * hs + k] + r * inner) + z * h[k];
        } else {
            const double i = sigmoid(a[k] + u[k]), f = sigmoid(a[hs + k] + u[hs + k]);
            const double g = tanh(a[2 * hs + k] + u[2 * hs + k]);
            c[k] = f * c[k] + i * g;
            h[k] = sigmoid(a[3 * hs + k] + u[3 * hs + k]) * tanh(c[k]);
        }
    }
}

static double activated(UnfoldActivation activation, double x)
{
    switch (activation) {
    case UNFOLD_TANH:
        return tanh(x);
    case UNFOLD_SIGMOID:
        return sigmoid(x);
    case UNFOLD_RELU:
        return x > 0 ? x : 0;
    case UNFOLD_ELU:
        return x > 0 ? x : exp(x) - 1;
    case UNFOLD_LINEAR:
    case UNFOLD_SOFTMAX: /* not here */
        break;
    }
    return x;
}

/* y [Y] of the last dense layer, the head, from h [H]; scratch [2][UNFOLD_MAX_HIDDEN]
 */
static void answer(const UnfoldShape *shape, UnfoldReal *weights, const double *h,
                   double *scratch, double *y)
{
    for (uint32_t k = 0; k <= shape->dense_count; ++k) {
        const UnfoldHead part = unfold_dense_in(shape, weights, k);
        const UnfoldDense dense = unfold_shape_dense(shape, k);
        double *to = k == shape->dense_count ? y : scratch + k % 2 * UNFOLD_MAX_HIDDEN;
        for (size_t n = 0; n < dense.units; ++n)
            to[n] = part.bias[n];
        add_product(part.weights, unfold_shape_dense_inputs(shape, k), dense.units, h,
                    to);
        for (size_t n = 0; n < dense.units; ++n)
            to[n] = activated(dense.activation, to[n]);
        h = to;
    }
}

void reference_play(const UnfoldModel *model, const float *x, size_t steps, float *y)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    const size_t hs = shape->hidden, layers = shape->layers;
    UnfoldReal *weights = (UnfoldReal *)unfold_model_weights(model);
    const UnfoldGains gains = unfold_gains_in(shape, weights);
    double *h = calloc(layers * hs, sizeof *h), *c = calloc(layers * hs, sizeof *c);
    double *scratch =
        calloc(8 * hs + 2 * UNFOLD_MAX_HIDDEN + shape->outputs, sizeof *scratch);
    double *between = scratch + 8 * hs, *sums = between + 2 * UNFOLD_MAX_HIDDEN;
    double *in = calloc(shape->inputs, sizeof *in);
    for (uint32_t l = 0; shape->stored_state && l < layers; ++l) {
        const UnfoldLayer layer = unfold_layer_in(shape, weights, l);
        for (size_t k = 0; k < hs; ++k) {
            h[l * hs + k] = layer.h0[k];
            c[l * hs + k] = layer.c0 ? layer.c0[k] : 0;
        }
    }
    for (size_t t = 0; t < steps; ++t) {
        for (size_t k = 0; k < shape->inputs; ++k)
            in[k] = x[t * shape->inputs + k] * (k ? 1.0 : (double)gains.input);
        const double *from = in;
        for (uint32_t l = 0; l < layers; ++l) {
            const UnfoldLayer layer = unfold_layer_in(shape, weights, l);
            step(shape, &layer, unfold_shape_layer_inputs(shape, l), from, h + l * hs,
                 c + l * hs, scratch, scratch + 4 * hs);
            from = h + l * hs;
        }
        for (size_t k = 0; k < shape->outputs; ++k)
            sums[k] = 0;
        answer(shape, weights, from, between, sums);
        for (size_t k = 0; k < shape->outputs; ++k)
            y[t * shape->outputs + k] =
                (float)((sums[k] + (k < shape->skip ? in[k] : 0)) *
                        (double)gains.output);
    }
    free(h);
    free(c);
    free(scratch);
    free(in);
}
