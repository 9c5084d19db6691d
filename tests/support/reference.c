/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

/* Gate g of unit k: what row-major weights [rows][G H] make of v [rows]. */
static double product(const float *w, size_t rows, size_t columns, size_t column,
                      const double *v)
{
    double sum = 0;
    for (size_t j = 0; j < rows; ++j)
        sum += (double)w[j * columns + column] * v[j];
    return sum;
}

static void step(const UnfoldShape *shape, const UnfoldLayer *layer, size_t inputs,
                 const double *x, const double *h, double *c, double *h_next)
{
    const size_t hs = shape->hidden, gh = unfold_cell_gates(shape->cell) * hs;
    for (size_t k = 0; k < hs; ++k) {
        double a[4] = {0}, u[4] = {0};
        for (size_t g = 0; g * hs < gh; ++g) {
            a[g] = layer->bias[g * hs + k] +
                   product(layer->input, inputs, gh, g * hs + k, x);
            u[g] = product(layer->recurrent, hs, gh, g * hs + k, h);
        }
        if (shape->cell == UNFOLD_RNN) {
            h_next[k] = tanh(a[0] + u[0]);
        } else if (shape->cell == UNFOLD_GRU) {
            const double r = sigmoid(a[0] + u[0]), z = sigmoid(a[1] + u[1]);
            const double n = tanh(a[2] + r * (u[2] + layer->candidate_bias[k]));
            h_next[k] = (1 - z) * n + z * h[k];
        } else {
            c[k] =
                sigmoid(a[1] + u[1]) * c[k] + sigmoid(a[0] + u[0]) * tanh(a[2] + u[2]);
            h_next[k] = sigmoid(a[3] + u[3]) * tanh(c[k]);
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
    double *next = calloc(hs, sizeof *next);
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
                 c + l * hs, next);
            memcpy(h + l * hs, next, hs * sizeof *h);
            from = h + l * hs;
        }
        for (size_t k = 0; k < shape->outputs; ++k) {
            const double sum = product(head.weights, hs, shape->outputs, k, from);
            const double skipped = k < shape->skip ? in[k] : 0;
            y[t * shape->outputs + k] = (float)(sum + head.bias[k] + skipped);
        }
    }
    free(h);
    free(c);
    free(next);
    free(in);
}
