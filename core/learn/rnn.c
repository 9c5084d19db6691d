/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/kernel.h"
#include "learn/product.h"
#include "net/activation.h"

/* h_t = tanh(Wx x_t + Wh h_{t-1} + b) */
void KERNEL(unfold_rnn_forward)(const UnfoldLayer *weights, UnfoldTrace *trace)
{
    const size_t xs = trace->inputs, hs = trace->hidden;
    for (size_t t = 0; t < trace->steps; ++t) {
        const UnfoldReal *h_before = trace->h + t * hs * UNFOLD_LANES;
        UnfoldReal *restrict h_t = trace->h + (t + 1) * hs * UNFOLD_LANES;
        spread(weights->bias, hs, h_t);
        add_product(weights->input, xs, hs, hs, 1, trace->x + t * xs * UNFOLD_LANES,
                    h_t);
        add_product(weights->recurrent, hs, hs, hs, 1, h_before, h_t);
        for (size_t k = 0; k < hs * UNFOLD_LANES; ++k)
            h_t[k] = unfold_tanh(h_t[k]);
    }
}

/* d sum_t = dh_t (1 - h_t^2); dh_{t-1} += Wh d sum_t */
void KERNEL(unfold_rnn_backward)(const UnfoldLayer *weights,
                                 const UnfoldLayer *gradients, UnfoldTrace *trace)
{
    const size_t xs = trace->inputs, hs = trace->hidden, row = hs * UNFOLD_LANES;
    for (size_t t = trace->steps; t-- > 0;) {
        const UnfoldReal *restrict dh_t = trace->dh + t * row;
        const UnfoldReal *restrict h_t = trace->h + (t + 1) * row;
        UnfoldReal *restrict d_sum = trace->gates + t * row;
        for (size_t k = 0; k < row; ++k)
            d_sum[k] = dh_t[k] * (1 - h_t[k] * h_t[k]);
        UnfoldReal *dh_before = t ? trace->dh + (t - 1) * row : trace->dh0;
        add_product(weights->recurrent, hs, 1, hs, hs, d_sum, dh_before);
        if (trace->dx)
            add_product(weights->input, hs, 1, xs, hs, d_sum,
                        trace->dx + t * xs * UNFOLD_LANES);
    }
    add_outer(trace->steps, trace->x, xs * UNFOLD_LANES, xs, trace->gates, row, hs, hs,
              gradients->input);
    add_outer(trace->steps, trace->h, row, hs, trace->gates, row, hs, hs,
              gradients->recurrent);
    add_rows(trace->steps, trace->gates, row, hs, gradients->bias);
}
