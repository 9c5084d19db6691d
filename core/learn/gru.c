/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/kernel.h"
#include "learn/product.h"
#include "net/activation.h"

/* The elementwise parts are functions of their own, so that the compiler knows that no
   two arrays overlap: the loops become vector code. */

/* Gates from their sums, and h_t, in rows of H times lanes. */
static void step_forward(size_t row, UnfoldReal *restrict rs, UnfoldReal *restrict zs,
                         UnfoldReal *restrict ns, const UnfoldReal *restrict q,
                         const UnfoldReal *restrict h_before, UnfoldReal *restrict h_t)
{
    for (size_t k = 0; k < row; ++k) {
        const UnfoldReal r = unfold_sigmoid(rs[k]);
        const UnfoldReal z = unfold_sigmoid(zs[k]);
        const UnfoldReal n = unfold_tanh(ns[k] + r * q[k]);
        rs[k] = r;
        zs[k] = z;
        ns[k] = n;
        h_t[k] = n + z * (h_before[k] - n);
    }
}

/* Gates and q to the gradients of their sums; the direct way from h_t to h_{t-1}. */
static void step_backward(size_t row, UnfoldReal *restrict rs, UnfoldReal *restrict zs,
                          UnfoldReal *restrict ns, UnfoldReal *restrict q,
                          const UnfoldReal *restrict h_before,
                          const UnfoldReal *restrict dh_t,
                          UnfoldReal *restrict dh_before)
{
    for (size_t k = 0; k < row; ++k) {
        const UnfoldReal r = rs[k], z = zs[k], n = ns[k];
        const UnfoldReal dn = dh_t[k] * (1 - z) * (1 - n * n);
        rs[k] = dn * q[k] * r * (1 - r);
        zs[k] = dh_t[k] * (h_before[k] - n) * z * (1 - z);
        ns[k] = dn;
        q[k] = dn * r;
        dh_before[k] += dh_t[k] * z;
    }
}

/* r, z = sigmoid(W x_t + U h_{t-1} + b); q = Un h_{t-1} + cn;
   n = tanh(Wn x_t + bn + r q); h_t = (1 - z) n + z h_{t-1} */
void KERNEL(unfold_gru_forward)(const UnfoldLayer *weights, UnfoldTrace *trace)
{
    const size_t xs = trace->inputs, hs = trace->hidden, gs = 3 * hs;
    const size_t row = hs * UNFOLD_LANES;
    for (size_t t = 0; t < trace->steps; ++t) {
        UnfoldReal *gates = trace->gates + t * gs * UNFOLD_LANES;
        UnfoldReal *q = trace->reset + t * row;
        const UnfoldReal *h_before = trace->h + t * row;
        spread(weights->bias, gs, gates);
        spread(weights->candidate_bias, hs, q);
        add_product(weights->input, xs, gs, gs, 1, trace->x + t * xs * UNFOLD_LANES,
                    gates);
        add_product(weights->recurrent, hs, gs, 2 * hs, 1, h_before, gates);
        add_product(weights->recurrent + 2 * hs, hs, gs, hs, 1, h_before, q);
        step_forward(row, gates, gates + row, gates + 2 * row, q, h_before,
                     trace->h + (t + 1) * row);
    }
}

/* Gradients of the weights from the steps t.. of one OUTER_STEPS, fresh in the cache.
 */
static void gather(const UnfoldTrace *trace, size_t t, const UnfoldLayer *gradients)
{
    const size_t xs = trace->inputs, hs = trace->hidden, gs = 3 * hs;
    const size_t x_row = xs * UNFOLD_LANES, h_row = hs * UNFOLD_LANES;
    const size_t g_row = gs * UNFOLD_LANES, steps = outer_steps(trace->steps, t);
    const UnfoldReal *h = trace->h + t * h_row, *q = trace->reset + t * h_row;
    const UnfoldReal *gates = trace->gates + t * g_row;
    add_outer(steps, trace->x + t * x_row, x_row, xs, gates, g_row, gs, gs,
              gradients->input);
    add_outer(steps, h, h_row, hs, gates, g_row, 2 * hs, gs, gradients->recurrent);
    add_outer(steps, h, h_row, hs, q, h_row, hs, gs, gradients->recurrent + 2 * hs);
    add_rows(steps, gates, g_row, gs, gradients->bias);
    add_rows(steps, q, h_row, hs, gradients->candidate_bias);
}

/* d n = dh_t (1 - z) (1 - n^2); d z = dh_t (h_{t-1} - n) z (1 - z);
   d r = d n q r (1 - r); d q = d n r; dh_{t-1} += dh_t z + U (d r, d z, d q) */
void KERNEL(unfold_gru_backward)(const UnfoldLayer *weights,
                                 const UnfoldLayer *gradients, UnfoldTrace *trace)
{
    const size_t xs = trace->inputs, hs = trace->hidden, gs = 3 * hs;
    const size_t row = hs * UNFOLD_LANES;
    for (size_t t = trace->steps; t-- > 0;) {
        UnfoldReal *dh_before = t ? trace->dh + (t - 1) * row : trace->dh0;
        UnfoldReal *gates = trace->gates + t * gs * UNFOLD_LANES;
        UnfoldReal *q = trace->reset + t * row;
        step_backward(row, gates, gates + row, gates + 2 * row, q, trace->h + t * row,
                      trace->dh + t * row, dh_before);
        add_product(weights->recurrent, 2 * hs, 1, hs, gs, gates, dh_before);
        add_product(weights->recurrent + 2 * hs, hs, 1, hs, gs, q, dh_before);
        if (trace->dx)
            add_product(weights->input, gs, 1, xs, gs, gates,
                        trace->dx + t * xs * UNFOLD_LANES);
        if (t % OUTER_STEPS == 0)
            gather(trace, t, gradients);
    }
}
