/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/kernel.h"
#include "learn/product.h"
#include "net/activation.h"

#include <string.h>

static void activate(UnfoldActivation activation, size_t outputs, UnfoldReal *sums)
{
    const size_t row = outputs * UNFOLD_LANES;
    switch (activation) {
    case UNFOLD_LINEAR:
        break;
    case UNFOLD_TANH:
        for (size_t k = 0; k < row; ++k)
            sums[k] = unfold_tanh(sums[k]);
        break;
    case UNFOLD_SIGMOID:
        for (size_t k = 0; k < row; ++k)
            sums[k] = unfold_sigmoid(sums[k]);
        break;
    case UNFOLD_RELU:
        for (size_t k = 0; k < row; ++k)
            sums[k] = unfold_relu(sums[k]);
        break;
    case UNFOLD_ELU:
        for (size_t k = 0; k < row; ++k)
            sums[k] = unfold_elu(sums[k]);
        break;
    case UNFOLD_SOFTMAX:
        for (size_t b = 0; b < UNFOLD_LANES; ++b)
            unfold_softmax(sums + b, outputs, UNFOLD_LANES);
        break;
    }
}

/* y_t = activation(Wy h_t + b), plus the skipped inputs */
void KERNEL(unfold_head_forward)(const UnfoldHead *weights, UnfoldHeadTrace *trace)
{
    const size_t hs = trace->hidden, ys = trace->outputs, row = ys * UNFOLD_LANES;
    for (size_t t = 0; t < trace->steps; ++t) {
        UnfoldReal *sums = trace->sums + t * row;
        UnfoldReal *y_t = trace->y + t * row;
        const UnfoldReal *x_t = trace->x + t * trace->x_stride;
        spread(weights->bias, ys, sums);
        add_product(weights->weights, hs, ys, ys, 1, trace->h + t * hs * UNFOLD_LANES,
                    sums);
        activate(trace->activation, ys, sums);
        memcpy(y_t, sums, row * sizeof *y_t);
        for (size_t k = 0; k < trace->skip * UNFOLD_LANES; ++k)
            y_t[k] += x_t[k];
    }
}

/* gradient of y to gradient of the sums, over what the activation left in sums */
static void slope(UnfoldActivation activation, size_t row, const UnfoldReal *dy,
                  UnfoldReal *sums)
{
    for (size_t k = 0; k < row; ++k) {
        const UnfoldReal a = sums[k];
        switch (activation) {
        case UNFOLD_TANH:
            sums[k] = dy[k] * (1 - a * a);
            break;
        case UNFOLD_SIGMOID:
            sums[k] = dy[k] * a * (1 - a);
            break;
        case UNFOLD_RELU:
            sums[k] = a > 0 ? dy[k] : 0;
            break;
        case UNFOLD_ELU:
            sums[k] = a > 0 ? dy[k] : dy[k] * (a + 1);
            break;
        case UNFOLD_LINEAR:
        case UNFOLD_SOFTMAX: /* the loss gives the gradient of the sums */
            sums[k] = dy[k];
            break;
        }
    }
}

void KERNEL(unfold_head_backward)(const UnfoldHead *weights,
                                  const UnfoldHead *gradients, UnfoldHeadTrace *trace)
{
    const size_t hs = trace->hidden, ys = trace->outputs, row = ys * UNFOLD_LANES;
    const size_t h_row = hs * UNFOLD_LANES;
    for (size_t t = 0; t < trace->steps; ++t) {
        const UnfoldReal *dy_t = trace->dy + t * row;
        UnfoldReal *d_sums = trace->sums + t * row;
        slope(trace->activation, row, dy_t, d_sums);
        UnfoldReal *dh_t = trace->dh + t * h_row;
        memset(dh_t, 0, h_row * sizeof *dh_t);
        add_product(weights->weights, ys, 1, hs, ys, d_sums, dh_t);
        if (trace->dx)
            for (size_t k = 0; k < trace->skip * UNFOLD_LANES; ++k)
                trace->dx[t * trace->x_stride + k] += dy_t[k];
    }
    add_outer(trace->steps, trace->h, h_row, hs, trace->sums, row, ys, ys,
              gradients->weights);
    add_rows(trace->steps, trace->sums, row, ys, gradients->bias);
}
