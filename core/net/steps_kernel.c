/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/steps.h"

#include "net/vector.h"

/* Sums of this many vectors are in flight at once: enough to hide the latency of a
   multiply-add, and they fit into 16 registers. */
#define IN_FLIGHT 8

/* sums [n][gates] of one block = bias + x_t W for n steps at a time, so that each
   weight is loaded once for all of them. */
INLINE void input_tile(size_t gates, size_t n, const UnfoldReal *bias,
                       const UnfoldReal *w, size_t inputs, const UnfoldReal *x,
                       size_t x_stride, UnfoldReal *sums, size_t sums_stride)
{
    Vector s[IN_FLIGHT][4];
    for (size_t t = 0; t < n; ++t)
        for (size_t g = 0; g < gates; ++g)
            s[t][g] = load(bias + g * WIDTH);
    for (size_t j = 0; j < inputs; ++j)
        for (size_t t = 0; t < n; ++t)
            for (size_t g = 0; g < gates; ++g)
                s[t][g] +=
                    splat(x[t * x_stride + j]) * load(w + (j * gates + g) * WIDTH);
    for (size_t t = 0; t < n; ++t)
        for (size_t g = 0; g < gates; ++g)
            store(sums + t * sums_stride + g * WIDTH, s[t][g]);
}

INLINE void input_sums(size_t gates, const UnfoldPackedLayer *layer,
                       const UnfoldChunk *chunk)
{
    const size_t tile = IN_FLIGHT / gates, stride = layer->blocks * gates * WIDTH;
    for (size_t k = 0; k < layer->blocks; ++k) {
        const UnfoldReal *bias = layer->bias + k * gates * WIDTH;
        const UnfoldReal *w = layer->input + k * layer->inputs * gates * WIDTH;
        UnfoldReal *sums = chunk->sums + k * gates * WIDTH;
        size_t t = 0;
        for (; t + tile <= chunk->steps; t += tile)
            input_tile(gates, tile, bias, w, layer->inputs,
                       chunk->x + t * chunk->x_stride, chunk->x_stride,
                       sums + t * stride, stride);
        for (; t < chunk->steps; ++t)
            input_tile(gates, 1, bias, w, layer->inputs, chunk->x + t * chunk->x_stride,
                       chunk->x_stride, sums + t * stride, stride);
    }
}

/* s [gates] += U h of one block; even and odd units in sums of their own, so that the
   chain of additions is half as long. */
INLINE void recurrent_sums(size_t gates, const UnfoldReal *w, size_t hidden,
                           const UnfoldReal *h, Vector *s)
{
    Vector odd[4];
    for (size_t g = 0; g < gates; ++g)
        odd[g] = splat(0);
    size_t j = 0;
#pragma GCC unroll 4
    for (; j + 2 <= hidden; j += 2) {
        const UnfoldReal *pair = w + j * gates * WIDTH;
        for (size_t g = 0; g < gates; ++g)
            s[g] += splat(h[j]) * load(pair + g * WIDTH);
        for (size_t g = 0; g < gates; ++g)
            odd[g] += splat(h[j + 1]) * load(pair + (gates + g) * WIDTH);
    }
    if (j < hidden)
        for (size_t g = 0; g < gates; ++g)
            s[g] += splat(h[j]) * load(w + (j * gates + g) * WIDTH);
    for (size_t g = 0; g < gates; ++g)
        s[g] += odd[g];
}

/* n blocks of a vanilla layer at once, with IN_FLIGHT / n chains for each. */
INLINE void rnn_blocks(size_t n, const UnfoldPackedLayer *layer, const UnfoldReal *w,
                       const UnfoldReal *sums, const UnfoldReal *h, UnfoldReal *h_next)
{
    const size_t chains = IN_FLIGHT / n, hidden = layer->hidden;
    Vector s[4][IN_FLIGHT];
    for (size_t k = 0; k < n; ++k) {
        s[k][0] = load(sums + k * WIDTH);
        for (size_t p = 1; p < chains; ++p)
            s[k][p] = splat(0);
    }
    size_t j = 0;
    for (; j + chains <= hidden; j += chains)
        for (size_t p = 0; p < chains; ++p)
            for (size_t k = 0; k < n; ++k)
                s[k][p] += splat(h[j + p]) * load(w + (k * hidden + j + p) * WIDTH);
    for (; j < hidden; ++j)
        for (size_t k = 0; k < n; ++k)
            s[k][0] += splat(h[j]) * load(w + (k * hidden + j) * WIDTH);
    for (size_t k = 0; k < n; ++k) {
        for (size_t p = chains / 2; p > 0; p /= 2)
            for (size_t q = 0; q < p; ++q)
                s[k][q] += s[k][q + p];
        store(h_next + k * WIDTH, tanh_of(s[k][0]));
    }
}

void KERNEL(unfold_rnn_steps)(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)
{
    input_sums(1, layer, chunk);
    const size_t block = layer->hidden * WIDTH;
    for (size_t t = 0; t < chunk->steps; ++t) {
        const UnfoldReal *h = chunk->h + t * layer->padded;
        const UnfoldReal *sums = chunk->sums + t * layer->padded;
        UnfoldReal *h_next = chunk->h + (t + 1) * layer->padded;
        size_t k = 0;
        for (; k + 4 <= layer->blocks; k += 4)
            rnn_blocks(4, layer, layer->recurrent + k * block, sums + k * WIDTH, h,
                       h_next + k * WIDTH);
        for (; k + 2 <= layer->blocks; k += 2)
            rnn_blocks(2, layer, layer->recurrent + k * block, sums + k * WIDTH, h,
                       h_next + k * WIDTH);
        if (k < layer->blocks)
            rnn_blocks(1, layer, layer->recurrent + k * block, sums + k * WIDTH, h,
                       h_next + k * WIDTH);
    }
}

void KERNEL(unfold_gru_steps)(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)
{
    input_sums(3, layer, chunk);
    const size_t hidden = layer->hidden;
    for (size_t t = 0; t < chunk->steps; ++t) {
        const UnfoldReal *h = chunk->h + t * layer->padded;
        UnfoldReal *h_next = chunk->h + (t + 1) * layer->padded;
        for (size_t k = 0; k < layer->blocks; ++k) {
            const UnfoldReal *sums = chunk->sums + (t * layer->blocks + k) * 3 * WIDTH;
            Vector s[3] = {load(sums), load(sums + WIDTH),
                           load(layer->candidate + k * WIDTH)};
            recurrent_sums(3, layer->recurrent + k * hidden * 3 * WIDTH, hidden, h, s);
            const Vector r = sigmoid_of_half(s[0]), z = sigmoid_of_half(s[1]);
            const Vector n = tanh_of(r * s[2] + load(sums + 2 * WIDTH));
            store(h_next + k * WIDTH, z * (load(h + k * WIDTH) - n) + n);
        }
    }
}

/* Sigmoids as (q + p) / 2q join the tanh beside them in one division. */
void KERNEL(unfold_lstm_steps)(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)
{
    input_sums(4, layer, chunk);
    const size_t hidden = layer->hidden;
    const UnfoldReal half = (UnfoldReal)0.5;
    for (size_t t = 0; t < chunk->steps; ++t) {
        const UnfoldReal *h = chunk->h + t * layer->padded;
        UnfoldReal *h_next = chunk->h + (t + 1) * layer->padded;
        for (size_t k = 0; k < layer->blocks; ++k) {
            const UnfoldReal *sums = chunk->sums + (t * layer->blocks + k) * 4 * WIDTH;
            Vector s[4] = {load(sums), load(sums + WIDTH), load(sums + 2 * WIDTH),
                           load(sums + 3 * WIDTH)};
            recurrent_sums(4, layer->recurrent + k * hidden * 4 * WIDTH, hidden, h, s);
            Vector pi, qi, pf, qf, pg, qg, po, qo, pc, qc;
            tanh_ratio(s[0], &pi, &qi);
            tanh_ratio(s[1], &pf, &qf);
            tanh_ratio(s[2], &pg, &qg);
            tanh_ratio(s[3], &po, &qo);
            UnfoldReal *c = chunk->c + k * WIDTH;
            const Vector kept = (qf + pf) * half / qf * load(c);
            const Vector c_next = (qi + pi) * pg * half / (qi * qg) + kept;
            store(c, c_next);
            tanh_ratio(c_next, &pc, &qc);
            store(h_next + k * WIDTH, (qo + po) * pc * half / (qo * qc));
        }
    }
}

void KERNEL(unfold_head_steps)(const UnfoldPacked *packed, size_t outputs,
                               const UnfoldReal *h, size_t steps, UnfoldReal *y)
{
    const size_t padded = packed->layers[0].padded;
    for (size_t t = 0; t < steps; ++t)
        for (size_t k = 0; k < outputs; ++k) {
            Vector sum = splat(0);
            for (size_t j = 0; j < padded; j += WIDTH)
                sum += load(h + t * padded + j) * load(packed->head + k * padded + j);
            y[t * outputs + k] = sum_of(sum) + packed->head_bias[k];
        }
}
