/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/kernel.h"
#include "learn/product.h"
#include "net/activation.h"

/* The elementwise parts are functions of their own, so that the compiler knows that no
   two arrays overlap: the loops become vector code. */

/* Gates from their sums, c_t and h_t, in rows of H times lanes. */
static void step_forward(size_t row, UnfoldReal *restrict is, UnfoldReal *restrict fs,
                         UnfoldReal *restrict gs, UnfoldReal *restrict os,
                         const UnfoldReal *restrict c_before, UnfoldReal *restrict c_t,
                         UnfoldReal *restrict h_t)
{
    for (size_t k = 0; k < row; ++k) {
        const UnfoldReal i = unfold_sigmoid(is[k]);
        const UnfoldReal f = unfold_sigmoid(fs[k]);
        const UnfoldReal g = unfold_tanh(gs[k]);
        const UnfoldReal o = unfold_sigmoid(os[k]);
        const UnfoldReal c = f * c_before[k] + i * g;
        is[k] = i;
        fs[k] = f;
        gs[k] = g;
        os[k] = o;
        c_t[k] = c;
        h_t[k] = o * unfold_tanh(c);
    }
}

/* Gates to the gradients of their sums; dc of c_t to dc of c_{t-1}. */
static void step_backward(size_t row, UnfoldReal *restrict is, UnfoldReal *restrict fs,
                          UnfoldReal *restrict gs, UnfoldReal *restrict os,
                          const UnfoldReal *restrict c_before,
                          const UnfoldReal *restrict c_t,
                          const UnfoldReal *restrict dh_t, UnfoldReal *restrict dc)
{
    for (size_t k = 0; k < row; ++k) {
        const UnfoldReal i = is[k], f = fs[k], g = gs[k], o = os[k];
        const UnfoldReal s = unfold_tanh(c_t[k]);
        const UnfoldReal d = dc[k] + dh_t[k] * o * (1 - s * s);
        is[k] = d * g * i * (1 - i);
        fs[k] = d * c_before[k] * f * (1 - f);
        gs[k] = d * i * (1 - g * g);
        os[k] = dh_t[k] * s * o * (1 - o);
        dc[k] = d * f;
    }
}

/* i, f, o = sigmoid, g = tanh of W x_t + U h_{t-1} + b;
   c_t = f c_{t-1} + i g; h_t = o tanh(c_t) */
void KERNEL(unfold_lstm_forward)(const UnfoldLayer *weights, UnfoldTrace *trace)
{
    const size_t xs = trace->inputs, hs = trace->hidden, gs = 4 * hs;
    const size_t row = hs * UNFOLD_LANES;
    for (size_t t = 0; t < trace->steps; ++t) {
        UnfoldReal *gates = trace->gates + t * gs * UNFOLD_LANES;
        spread(weights->bias, gs, gates);
        add_product(weights->input, xs, gs, gs, 1, trace->x + t * xs * UNFOLD_LANES,
                    gates);
        add_product(weights->recurrent, hs, gs, gs, 1, trace->h + t * row, gates);
        step_forward(row, gates, gates + row, gates + 2 * row, gates + 3 * row,
                     trace->c + t * row, trace->c + (t + 1) * row,
                     trace->h + (t + 1) * row);
    }
}

/* Gradients of the weights from the steps t.. of one OUTER_STEPS, fresh in the cache.
 */
static void gather(const UnfoldTrace *trace, size_t t, const UnfoldLayer *gradients)
{
    const size_t xs = trace->inputs, hs = trace->hidden, gs = 4 * hs;
    const size_t x_row = xs * UNFOLD_LANES, h_row = hs * UNFOLD_LANES;
    const size_t g_row = gs * UNFOLD_LANES, steps = outer_steps(trace->steps, t);
    const UnfoldReal *gates = trace->gates + t * g_row;
    add_outer(steps, trace->x + t * x_row, x_row, xs, gates, g_row, gs, gs,
              gradients->input);
    add_outer(steps, trace->h + t * h_row, h_row, hs, gates, g_row, gs, gs,
              gradients->recurrent);
    add_rows(steps, gates, g_row, gs, gradients->bias);
}

/* dc_t += dh_t o (1 - tanh(c_t)^2); d i = dc_t g, d f = dc_t c_{t-1}, d g = dc_t i,
   d o = dh_t tanh(c_t), each times its activation's slope; dc_{t-1} = dc_t f;
   dh_{t-1} += U d gates_t */
void KERNEL(unfold_lstm_backward)(const UnfoldLayer *weights,
                                  const UnfoldLayer *gradients, UnfoldTrace *trace)
{
    const size_t xs = trace->inputs, hs = trace->hidden, gs = 4 * hs;
    const size_t row = hs * UNFOLD_LANES;
    for (size_t t = trace->steps; t-- > 0;) {
        UnfoldReal *gates = trace->gates + t * gs * UNFOLD_LANES;
        step_backward(row, gates, gates + row, gates + 2 * row, gates + 3 * row,
                      trace->c + t * row, trace->c + (t + 1) * row, trace->dh + t * row,
                      trace->dc0);
        UnfoldReal *dh_before = t ? trace->dh + (t - 1) * row : trace->dh0;
        add_product(weights->recurrent, gs, 1, hs, gs, gates, dh_before);
        if (trace->dx)
            add_product(weights->input, gs, 1, xs, gs, gates,
                        trace->dx + t * xs * UNFOLD_LANES);
        if (t % OUTER_STEPS == 0)
            gather(trace, t, gradients);
    }
}
