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

/* Gradients of the weights from the steps t.. of one OUTER_STEPS, fresh in the cache.
 */
static void gather(const UnfoldTrace *trace, size_t t, const UnfoldLayer *gradients)
{
    const size_t xs = trace->inputs, hs = trace->hidden;
    const size_t x_row = xs * UNFOLD_LANES, h_row = hs * UNFOLD_LANES;
    const size_t steps = outer_steps(trace->steps, t);
    const UnfoldReal *d_sums = trace->gates + t * h_row;
    add_outer(steps, trace->x + t * x_row, x_row, xs, d_sums, h_row, hs, hs,
              gradients->input);
    add_outer(steps, trace->h + t * h_row, h_row, hs, d_sums, h_row, hs, hs,
              gradients->recurrent);
    add_rows(steps, d_sums, h_row, hs, gradients->bias);
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
        if (t % OUTER_STEPS == 0)
            gather(trace, t, gradients);
    }
}
