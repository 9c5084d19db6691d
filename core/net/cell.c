/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/cell.h"

#include "net/activation.h"

/* y [cols] += x [rows] * w [rows x cols] */
static void add_product(const UnfoldReal *restrict w, size_t rows, size_t cols,
                        const UnfoldReal *restrict x, UnfoldReal *restrict y)
{
    for (size_t j = 0; j < rows; ++j)
        for (size_t k = 0; k < cols; ++k)
            y[k] += w[j * cols + k] * x[j];
}

static void copy(const UnfoldReal *from, size_t n, UnfoldReal *to)
{
    memcpy(to, from, n * sizeof *to);
}

void unfold_rnn_step(const UnfoldLayer *layer, size_t inputs, size_t hidden,
                     const UnfoldReal *x, UnfoldReal *h, UnfoldReal *scratch)
{
    copy(layer->bias, hidden, scratch);
    add_product(layer->input, inputs, hidden, x, scratch);
    add_product(layer->recurrent, hidden, hidden, h, scratch);
    for (size_t k = 0; k < hidden; ++k)
        h[k] = unfold_tanh(scratch[k]);
}

void unfold_gru_step(const UnfoldLayer *layer, size_t inputs, size_t hidden,
                     const UnfoldReal *x, UnfoldReal *restrict h,
                     UnfoldReal *restrict scratch)
{
    const size_t gates = 3 * hidden;
    UnfoldReal *restrict from_x = scratch, *restrict from_h = scratch + gates;
    copy(layer->bias, gates, from_x);
    add_product(layer->input, inputs, gates, x, from_x);
    memset(from_h, 0, 2 * hidden * sizeof *from_h);
    copy(layer->candidate_bias, hidden, from_h + 2 * hidden);
    add_product(layer->recurrent, hidden, gates, h, from_h);
    for (size_t k = 0; k < hidden; ++k) {
        const UnfoldReal r = unfold_sigmoid(from_x[k] + from_h[k]);
        const UnfoldReal z = unfold_sigmoid(from_x[hidden + k] + from_h[hidden + k]);
        const UnfoldReal n =
            unfold_tanh(from_x[2 * hidden + k] + r * from_h[2 * hidden + k]);
        h[k] = n + z * (h[k] - n);
    }
}

void unfold_lstm_step(const UnfoldLayer *layer, size_t inputs, size_t hidden,
                      const UnfoldReal *x, UnfoldReal *restrict h,
                      UnfoldReal *restrict c, UnfoldReal *restrict scratch)
{
    const size_t gates = 4 * hidden;
    copy(layer->bias, gates, scratch);
    add_product(layer->input, inputs, gates, x, scratch);
    add_product(layer->recurrent, hidden, gates, h, scratch);
    for (size_t k = 0; k < hidden; ++k) {
        const UnfoldReal i = unfold_sigmoid(scratch[k]);
        const UnfoldReal f = unfold_sigmoid(scratch[hidden + k]);
        const UnfoldReal g = unfold_tanh(scratch[2 * hidden + k]);
        const UnfoldReal o = unfold_sigmoid(scratch[3 * hidden + k]);
        c[k] = f * c[k] + i * g;
        h[k] = o * unfold_tanh(c[k]);
    }
}

void unfold_head_step(const UnfoldShape *shape, const UnfoldHead *head,
                      const UnfoldReal *h, const UnfoldReal *x, UnfoldReal *y)
{
    const size_t outputs = shape->outputs;
    copy(head->bias, outputs, y);
    add_product(head->weights, shape->hidden, outputs, h, y);
    switch (shape->output) {
    case UNFOLD_LINEAR:
        break;
    case UNFOLD_TANH:
        for (size_t k = 0; k < outputs; ++k)
            y[k] = unfold_tanh(y[k]);
        break;
    case UNFOLD_SIGMOID:
        for (size_t k = 0; k < outputs; ++k)
            y[k] = unfold_sigmoid(y[k]);
        break;
    case UNFOLD_SOFTMAX:
        unfold_softmax(y, outputs);
        break;
    }
    for (size_t k = 0; k < shape->skip; ++k)
        y[k] += x[k];
}
