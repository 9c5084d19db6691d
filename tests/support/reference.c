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

void reference_play(const UnfoldModel *model, const float *x, size_t steps, float *y)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    const size_t hs = shape->hidden, layers = shape->layers;
    UnfoldReal *weights = (UnfoldReal *)unfold_model_weights(model);
    const UnfoldHead head = unfold_head_in(shape, weights);
    double *h = calloc(layers * hs, sizeof *h), *c = calloc(layers * hs, sizeof *c);
    double *scratch = calloc(8 * hs + shape->outputs, sizeof *scratch);
    double *sums = scratch + 8 * hs;
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
            in[k] = x[t * shape->inputs + k];
        const double *from = in;
        for (uint32_t l = 0; l < layers; ++l) {
            const UnfoldLayer layer = unfold_layer_in(shape, weights, l);
            step(shape, &layer, unfold_shape_layer_inputs(shape, l), from, h + l * hs,
                 c + l * hs, scratch, scratch + 4 * hs);
            from = h + l * hs;
        }
        for (size_t k = 0; k < shape->outputs; ++k)
            sums[k] = head.bias[k] + (k < shape->skip ? in[k] : 0);
        add_product(head.weights, hs, shape->outputs, from, sums);
        for (size_t k = 0; k < shape->outputs; ++k)
            y[t * shape->outputs + k] = (float)sums[k];
    }
    free(h);
    free(c);
    free(scratch);
    free(in);
}
