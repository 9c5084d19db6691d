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

/* s [n][gates] += U h of n blocks. One block alone has even and odd units in sums of
   their own, so that the chain of additions is half as long; two share what is loaded
   of h. */
INLINE void recurrent_sums(size_t gates, size_t n, const UnfoldReal *w, size_t hidden,
                           const UnfoldReal *h, Vector s[2][4])
{
    const size_t block = hidden * gates * WIDTH, chains = 2 / n;
    Vector odd[4];
    for (size_t g = 0; g < gates; ++g)
        odd[g] = splat(0);
    size_t j = 0;
#pragma GCC unroll 4
    for (; j + chains <= hidden; j += chains) {
        const UnfoldReal *row = w + j * gates * WIDTH;
        for (size_t k = 0; k < n; ++k)
            for (size_t g = 0; g < gates; ++g)
                s[k][g] += splat(h[j]) * load(row + k * block + g * WIDTH);
        for (size_t g = 0; chains == 2 && g < gates; ++g)
            odd[g] += splat(h[j + 1]) * load(row + (gates + g) * WIDTH);
    }
    for (; j < hidden; ++j)
        for (size_t g = 0; g < gates; ++g)
            s[0][g] += splat(h[j]) * load(w + (j * gates + g) * WIDTH);
    for (size_t g = 0; chains == 2 && g < gates; ++g)
        s[0][g] += odd[g];
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

/* Pairs of blocks forward in one step, backward in the next: where the weights are too
   many for the first cache, half of them are still there. No result depends on it. */
INLINE size_t pair_at(size_t pair, size_t blocks, size_t step)
{
    return 2 * (step % 2 ? blocks / 2 - 1 - pair : pair);
}

INLINE void gru_blocks(size_t n, const UnfoldPackedLayer *layer, size_t k,
                       const UnfoldReal *sums, const UnfoldReal *h, UnfoldReal *h_next)
{
    const size_t hidden = layer->hidden;
    Vector s[2][4];
    for (size_t b = 0; b < n; ++b) {
        s[b][0] = load(sums + (k + b) * 3 * WIDTH);
        s[b][1] = load(sums + ((k + b) * 3 + 1) * WIDTH);
        s[b][2] = load(layer->candidate + (k + b) * WIDTH);
    }
    recurrent_sums(3, n, layer->recurrent + k * hidden * 3 * WIDTH, hidden, h, s);
    for (size_t b = 0; b < n; ++b) {
        const Vector r = sigmoid_of_half(s[b][0]), z = sigmoid_of_half(s[b][1]);
        const Vector c = tanh_of(r * s[b][2] + load(sums + ((k + b) * 3 + 2) * WIDTH));
        store(h_next + (k + b) * WIDTH, z * (load(h + (k + b) * WIDTH) - c) + c);
    }
}

void KERNEL(unfold_gru_steps)(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)
{
    input_sums(3, layer, chunk);
    for (size_t t = 0; t < chunk->steps; ++t) {
        const UnfoldReal *h = chunk->h + t * layer->padded;
        const UnfoldReal *sums = chunk->sums + t * layer->blocks * 3 * WIDTH;
        UnfoldReal *h_next = chunk->h + (t + 1) * layer->padded;
        for (size_t pair = 0; pair < layer->blocks / 2; ++pair)
            gru_blocks(2, layer, pair_at(pair, layer->blocks, t), sums, h, h_next);
        if (layer->blocks % 2)
            gru_blocks(1, layer, layer->blocks - 1, sums, h, h_next);
    }
}

/* Sigmoids as (q + p) / 2q join the tanh beside them in one division. */
INLINE void lstm_blocks(size_t n, const UnfoldPackedLayer *layer, size_t k,
                        const UnfoldReal *sums, const UnfoldReal *h, UnfoldReal *c,
                        UnfoldReal *h_next)
{
    const size_t hidden = layer->hidden;
    const UnfoldReal half = (UnfoldReal)0.5;
    Vector s[2][4];
    for (size_t b = 0; b < n; ++b)
        for (size_t g = 0; g < 4; ++g)
            s[b][g] = load(sums + ((k + b) * 4 + g) * WIDTH);
    recurrent_sums(4, n, layer->recurrent + k * hidden * 4 * WIDTH, hidden, h, s);
    for (size_t b = 0; b < n; ++b) {
        Vector pi, qi, pf, qf, pg, qg, po, qo, pc, qc;
        tanh_ratio(s[b][0], &pi, &qi);
        tanh_ratio(s[b][1], &pf, &qf);
        tanh_ratio(s[b][2], &pg, &qg);
        tanh_ratio(s[b][3], &po, &qo);
        UnfoldReal *c_b = c + (k + b) * WIDTH;
        const Vector kept = (qf + pf) * half / qf * load(c_b);
        const Vector c_next = (qi + pi) * pg * half / (qi * qg) + kept;
        store(c_b, c_next);
        tanh_ratio(c_next, &pc, &qc);
        store(h_next + (k + b) * WIDTH, (qo + po) * pc * half / (qo * qc));
    }
}

void KERNEL(unfold_lstm_steps)(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)
{
    input_sums(4, layer, chunk);
    for (size_t t = 0; t < chunk->steps; ++t) {
        const UnfoldReal *h = chunk->h + t * layer->padded;
        const UnfoldReal *sums = chunk->sums + t * layer->blocks * 4 * WIDTH;
        UnfoldReal *h_next = chunk->h + (t + 1) * layer->padded;
        for (size_t pair = 0; pair < layer->blocks / 2; ++pair)
            lstm_blocks(2, layer, pair_at(pair, layer->blocks, t), sums, h, chunk->c,
                        h_next);
        if (layer->blocks % 2)
            lstm_blocks(1, layer, layer->blocks - 1, sums, h, chunk->c, h_next);
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
