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

/* Blocks that a step works on at once share what is loaded of h. */
typedef struct {
    size_t first, count;
} Group;

#define MOST_GROUPS (UNFOLD_MAX_HIDDEN / 2)
#define MOST_BLOCKS 4 /* in a group */

/* Cut blocks into groups of up to `most`, as equal as can be. */
static size_t cut_groups(size_t blocks, size_t most, Group *groups)
{
    const size_t count = (blocks + most - 1) / most;
    size_t first = 0;
    for (size_t k = 0; k < count; ++k) {
        const size_t next = (k + 1) * blocks / count;
        groups[k] = (Group){first, next - first};
        first = next;
    }
    return count;
}

/* Groups forward in one step, backward in the next: where the weights are too many for
   the first cache, half of them are still there. No result depends on it. */
INLINE const Group *group_at(const Group *groups, size_t count, size_t k, size_t step)
{
    return &groups[step % 2 ? count - 1 - k : k];
}

/* s [n][gates] += U h of n blocks, in `chains` sums each: n * gates * chains sums are
   in flight, enough to hide the latency of a multiply-add. */
INLINE void recurrent_sums(size_t gates, size_t n, size_t chains, const UnfoldReal *w,
                           size_t hidden, const UnfoldReal *h, Vector s[MOST_BLOCKS][4])
{
    const size_t block = hidden * gates * WIDTH;
    Vector more[3][MOST_BLOCKS][4];
    for (size_t p = 1; p < chains; ++p)
        for (size_t k = 0; k < n; ++k)
            for (size_t g = 0; g < gates; ++g)
                more[p - 1][k][g] = splat(0);
    size_t j = 0;
#pragma GCC unroll 2
    for (; j + chains <= hidden; j += chains)
        for (size_t p = 0; p < chains; ++p) {
            const UnfoldReal *row = w + (j + p) * gates * WIDTH;
            const Vector h_j = splat(h[j + p]);
            for (size_t k = 0; k < n; ++k)
                for (size_t g = 0; g < gates; ++g) {
                    Vector *sum = p ? &more[p - 1][k][g] : &s[k][g];
                    *sum += h_j * load(row + k * block + g * WIDTH);
                }
        }
    for (; j < hidden; ++j)
        for (size_t k = 0; k < n; ++k)
            for (size_t g = 0; g < gates; ++g)
                s[k][g] += splat(h[j]) * load(w + k * block + (j * gates + g) * WIDTH);
    for (size_t k = 0; k < n; ++k)
        for (size_t g = 0; g < gates; ++g) {
            if (chains == 4)
                more[0][k][g] += more[1][k][g];
            if (chains == 4)
                s[k][g] += more[2][k][g];
            if (chains > 1)
                s[k][g] += more[0][k][g];
        }
}

/* A cell: n blocks of a layer, from block k on, one step. */
typedef void Blocks(size_t n, size_t chains, const UnfoldPackedLayer *layer, size_t k,
                    const UnfoldReal *sums, const UnfoldReal *h, UnfoldReal *c,
                    UnfoldReal *h_next);

/* Sums for each gate of n blocks at once, so that at most REGISTERS_FOR_SUMS are used.
 */
#define REGISTERS_FOR_SUMS 12
#define CHAINS(n, gates)                                                               \
    (4 * (n) * (gates) <= REGISTERS_FOR_SUMS   ? 4                                     \
     : 2 * (n) * (gates) <= REGISTERS_FOR_SUMS ? 2                                     \
                                               : 1)

INLINE void run(size_t gates, Blocks *cell, const UnfoldPackedLayer *layer,
                UnfoldChunk *chunk)
{
    Group groups[MOST_GROUPS];
    const size_t fit = REGISTERS_FOR_SUMS / gates;
    const size_t count =
        cut_groups(layer->blocks, fit < MOST_BLOCKS ? fit : MOST_BLOCKS, groups);
    input_sums(gates, layer, chunk);
    for (size_t t = 0; t < chunk->steps; ++t) {
        const UnfoldReal *h = chunk->h + t * layer->padded;
        const UnfoldReal *sums = chunk->sums + t * layer->blocks * gates * WIDTH;
        UnfoldReal *h_next = chunk->h + (t + 1) * layer->padded;
        for (size_t k = 0; k < count; ++k) {
            const Group *group = group_at(groups, count, k, t);
            const size_t first = group->first;
            if (group->count == 1)
                cell(1, CHAINS(1, gates), layer, first, sums, h, chunk->c, h_next);
            else if (group->count == 2)
                cell(2, CHAINS(2, gates), layer, first, sums, h, chunk->c, h_next);
            else if (group->count == 3)
                cell(3, CHAINS(3, gates), layer, first, sums, h, chunk->c, h_next);
            else if (fit >= 4)
                cell(4, CHAINS(4, gates), layer, first, sums, h, chunk->c, h_next);
        }
    }
}

INLINE void rnn_blocks(size_t n, size_t chains, const UnfoldPackedLayer *layer,
                       size_t k, const UnfoldReal *sums, const UnfoldReal *h,
                       UnfoldReal *c, UnfoldReal *h_next)
{
    (void)c;
    const size_t hidden = layer->hidden;
    Vector s[MOST_BLOCKS][4];
    for (size_t b = 0; b < n; ++b)
        s[b][0] = load(sums + (k + b) * WIDTH);
    recurrent_sums(1, n, chains, layer->recurrent + k * hidden * WIDTH, hidden, h, s);
    for (size_t b = 0; b < n; ++b)
        store(h_next + (k + b) * WIDTH, tanh_of(s[b][0]));
}

INLINE void gru_blocks(size_t n, size_t chains, const UnfoldPackedLayer *layer,
                       size_t k, const UnfoldReal *sums, const UnfoldReal *h,
                       UnfoldReal *c, UnfoldReal *h_next)

{
    (void)c;
    const size_t hidden = layer->hidden;
    Vector s[MOST_BLOCKS][4];
    for (size_t b = 0; b < n; ++b) {
        s[b][0] = load(sums + (k + b) * 3 * WIDTH);
        s[b][1] = load(sums + ((k + b) * 3 + 1) * WIDTH);
        s[b][2] = load(layer->candidate + (k + b) * WIDTH);
    }
    recurrent_sums(3, n, chains, layer->recurrent + k * hidden * 3 * WIDTH, hidden, h,
                   s);
    for (size_t b = 0; b < n; ++b) {
        const Vector r = sigmoid_of_half(s[b][0]), z = sigmoid_of_half(s[b][1]);
        const Vector new =
            tanh_of(r * s[b][2] + load(sums + ((k + b) * 3 + 2) * WIDTH));
        store(h_next + (k + b) * WIDTH, z * (load(h + (k + b) * WIDTH) - new) + new);
    }
}

/* Sigmoids as (q + p) / 2q join the tanh beside them in one division. */
INLINE void lstm_blocks(size_t n, size_t chains, const UnfoldPackedLayer *layer,
                        size_t k, const UnfoldReal *sums, const UnfoldReal *h,
                        UnfoldReal *c, UnfoldReal *h_next)
{
    const size_t hidden = layer->hidden;
    const UnfoldReal half = (UnfoldReal)0.5;
    Vector s[MOST_BLOCKS][4];
    for (size_t b = 0; b < n; ++b)
        for (size_t g = 0; g < 4; ++g)
            s[b][g] = load(sums + ((k + b) * 4 + g) * WIDTH);
    recurrent_sums(4, n, chains, layer->recurrent + k * hidden * 4 * WIDTH, hidden, h,
                   s);
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

void KERNEL(unfold_rnn_steps)(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)
{
    run(1, rnn_blocks, layer, chunk);
}

void KERNEL(unfold_gru_steps)(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)
{
    run(3, gru_blocks, layer, chunk);
}

void KERNEL(unfold_lstm_steps)(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)
{
    run(4, lstm_blocks, layer, chunk);
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
