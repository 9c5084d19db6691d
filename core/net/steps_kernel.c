/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/cells.h"
#include "net/exponential.h"
#include "net/products.h"
#include "net/steps.h"

#include <string.h>

/* sums [n][gates] of one block = bias + x_t W for n steps at a time, so that each
   weight is loaded once for all of them. */
INLINE void input_tile(size_t gates, size_t n, const UnfoldReal *bias,
                       const UnfoldReal *w, size_t inputs, const UnfoldReal *x,
                       size_t x_stride, UnfoldReal *sums, size_t sums_stride)
{
    Vector s[IN_FLIGHT][MOST_GATES];
    UNROLLED
    for (size_t t = 0; t < n; ++t)
        UNROLLED
    for (size_t g = 0; g < gates; ++g)
        s[t][g] = load(bias + g * WIDTH);
    for (size_t j = 0; j < inputs; ++j, w += gates * WIDTH)
        UNROLLED
    for (size_t t = 0; t < n; ++t)
        UNROLLED
    for (size_t g = 0; g < gates; ++g)
        s[t][g] += splat(x[t * x_stride + j]) * load(w + g * WIDTH);
    UNROLLED
    for (size_t t = 0; t < n; ++t)
        UNROLLED
    for (size_t g = 0; g < gates; ++g)
        store(sums + t * sums_stride + g * WIDTH, s[t][g]);
}

/* The same for all steps of a chunk, where there are several inputs. */
INLINE void input_sums(size_t gates, const UnfoldPackedLayer *layer,
                       const UnfoldChunk *chunk)
{
    const size_t tile = IN_FLIGHT / 2 / gates > 1 ? IN_FLIGHT / 2 / gates : 2;
    const size_t stride = layer->blocks * gates * WIDTH, x_stride = chunk->x_stride;
    if (layer->inputs == 1)
        return;
    for (size_t m = 0; m < chunk->channels; ++m)
        for (size_t k = 0; k < layer->blocks; ++k) {
            const UnfoldReal *bias = layer->bias + k * gates * WIDTH;
            const UnfoldReal *w = layer->input + k * layer->inputs * gates * WIDTH;
            const UnfoldReal *x = chunk->x[m];
            UnfoldReal *sums = chunk->sums[m] + k * gates * WIDTH;
            size_t t = 0;
            for (; t + tile <= chunk->steps; t += tile)
                input_tile(gates, tile, bias, w, layer->inputs, x + t * x_stride,
                           x_stride, sums + t * stride, stride);
            for (; t < chunk->steps; ++t)
                input_tile(gates, 1, bias, w, layer->inputs, x + t * x_stride, x_stride,
                           sums + t * stride, stride);
        }
}

typedef void Cell(Order order, Size size, const Group *group, Vector *kept);

/* Step t of a group, of `size.channels` channels from `channel` on. */
INLINE void step_of(Cell *cell, size_t gates, Order order, Size size,
                    const UnfoldPackedLayer *layer, const UnfoldChunk *chunk,
                    size_t first, size_t channel, size_t t, Vector *kept)
{
    Group group = {.layer = layer, .first = first};
    UNROLLED
    for (size_t m = 0; m < size.channels; ++m) {
        group.x[m] = chunk->x[channel + m] + t * chunk->x_stride;
        group.sums[m] = chunk->sums[channel + m] + t * layer->blocks * gates * WIDTH;
        group.h[m] = chunk->h[channel + m] + t * layer->padded;
        group.c[m] = chunk->c[channel + m];
        group.h_next[m] = chunk->h[channel + m] + (t + 1) * layer->padded;
    }
    cell(order, size, &group, kept);
}

/* A layer that is one group. One step of a channel, then of the other: each has time
   while it waits. Two channels of one block go side by side. */
INLINE void run_group(Cell *cell, size_t gates, Order order, size_t blocks,
                      size_t channels, const UnfoldPackedLayer *layer,
                      const UnfoldChunk *chunk)
{
    const Size size = {blocks, channels, blocks * channels};
    if (gates < 4 && blocks == 1 && WIDTH >= QUAD) {
        Vector kept[UNFOLD_PAIR];
        UNROLLED
        for (size_t m = 0; m < channels; ++m)
            kept[m] = load(chunk->h[m]);
        for (size_t t = 0; t < chunk->steps; ++t)
            step_of(cell, gates, order, size, layer, chunk, 0, 0, t, kept);
        return;
    }
    for (size_t t = 0; t < chunk->steps; ++t)
        for (size_t m = 0; m < chunk->channels; m += channels)
            step_of(cell, gates, order, size, layer, chunk, 0, m, t, NULL);
}

/* Cut blocks into groups of up to `most`. Where a block has one gate they are as equal
   as can be, else the last one takes the rest and has several sums each. */
INLINE size_t cut_groups(size_t gates, size_t blocks, size_t most, size_t *firsts)
{
    const size_t count = (blocks + most - 1) / most;
    for (size_t k = 0; k <= count; ++k)
        firsts[k] = gates == 1 ? k * blocks / count : k < count ? k * most : blocks;
    return count;
}

/* A layer of more weights, in bytes, is cut into groups: they are in the first cache in
   turn, and there for the second channel. */
#define FIRST_CACHE 40960

/* As many blocks as the registers hold all sums of, and a part of that cache. */
#define MOST_STAGED(gates)                                                             \
    (VECTOR_BYTES == 64                  ? 2                                           \
     : IN_FLIGHT / (gates) > MOST_BLOCKS ? MOST_BLOCKS                                 \
                                         : IN_FLIGHT / (gates))

/* Up to so many it pays, as measured. */
#define MOST_URGENT(gates) ((gates) == 1 ? 4 : (gates) == 3 ? 3 : 2)

INLINE size_t weight_bytes(const UnfoldPackedLayer *layer)
{
    return layer->blocks * layer->rows * layer->gates * VECTOR_BYTES;
}

/* A layer that is several groups: forward in one step, backward in the next, so that
   where the weights are too many for the first cache, half of them are still there. No
   result depends on it. Two channels take each group in turn. */
typedef void StagedStep(const UnfoldPackedLayer *layer, const UnfoldChunk *chunk,
                        size_t first, size_t channel, size_t t);

static void run_groups(StagedStep *const of_size[MOST_BLOCKS], size_t gates,
                       const UnfoldPackedLayer *layer, const UnfoldChunk *chunk)
{
    size_t firsts[UNFOLD_MAX_HIDDEN / 2 + 1];
    const size_t count = cut_groups(gates, layer->blocks, MOST_STAGED(gates), firsts);
    for (size_t t = 0; t < chunk->steps; ++t)
        for (size_t k = 0; k < count; ++k) {
            const size_t at = t % 2 ? count - 1 - k : k;
            StagedStep *step = of_size[firsts[at + 1] - firsts[at] - 1];
            for (size_t m = 0; m < chunk->channels; ++m)
                step(layer, chunk, firsts[at], m, t);
        }
}

/* A function for each cell, order and number of blocks, so that compilers give each the
   registers it needs; empty where it is not for use. */
typedef void Run(const UnfoldPackedLayer *layer, const UnfoldChunk *chunk);

#define ALONE static __attribute__((noinline)) void
#define PAIR(cell, gates)                                                              \
    ALONE cell##_pair(const UnfoldPackedLayer *layer, const UnfoldChunk *chunk)        \
    {                                                                                  \
        run_group(cell##_group, gates, URGENT, 1, UNFOLD_PAIR, layer, chunk);          \
    }
#define SINGLE(cell, gates, n)                                                         \
    ALONE cell##_##n(const UnfoldPackedLayer *layer, const UnfoldChunk *chunk)         \
    {                                                                                  \
        run_group(cell##_group, gates, (n) <= MOST_URGENT(gates) ? URGENT : WHOLE, n,  \
                  1, layer, chunk);                                                    \
    }
#define STAGED_STEP(cell, gates, n)                                                    \
    ALONE cell##_staged_##n(const UnfoldPackedLayer *layer, const UnfoldChunk *chunk,  \
                            size_t first, size_t channel, size_t t)                    \
    {                                                                                  \
        if ((n) <= MOST_STAGED(gates))                                                 \
            step_of(cell##_group, gates, STAGED, (Size){n, 1, n}, layer, chunk, first, \
                    channel, t, NULL);                                                 \
    }
#define EACH_SIZE(X, cell, gates)                                                      \
    X(cell, gates, 1)                                                                  \
    X(cell, gates, 2)                                                                  \
    X(cell, gates, 3)                                                                  \
    X(cell, gates, 4)                                                                  \
    X(cell, gates, 5)                                                                  \
    X(cell, gates, 6)
#define STEPS(cell, gates)                                                             \
    PAIR(cell, gates)                                                                  \
    EACH_SIZE(SINGLE, cell, gates)                                                     \
    EACH_SIZE(STAGED_STEP, cell, gates)                                                \
    static void cell##_steps(const UnfoldPackedLayer *layer, UnfoldChunk *chunk)       \
    {                                                                                  \
        static Run *const single[] = {cell##_1, cell##_2, cell##_3,                    \
                                      cell##_4, cell##_5, cell##_6};                   \
        static StagedStep *const staged[] = {cell##_staged_1, cell##_staged_2,         \
                                             cell##_staged_3, cell##_staged_4,         \
                                             cell##_staged_5, cell##_staged_6};        \
        input_sums(gates, layer, chunk);                                               \
        if (layer->blocks == 1 && chunk->channels == UNFOLD_PAIR)                      \
            cell##_pair(layer, chunk);                                                 \
        else if (layer->blocks - 1 < MOST_BLOCKS &&                                    \
                 weight_bytes(layer) <= FIRST_CACHE)                                   \
            single[layer->blocks - 1](layer, chunk);                                   \
        else                                                                           \
            run_groups(staged, gates, layer, chunk);                                   \
    }

STEPS(rnn, 1)
STEPS(gru, 3)
STEPS(lstm, 4)

/* What is left to add of h_t times a row of a dense layer. */
INLINE Part dense_part(const UnfoldReal *h, const UnfoldReal *w, size_t padded)
{
    Vector sum = splat(0);
    for (size_t j = 0; j + WIDTH <= padded; j += WIDTH)
        sum += load(h + j) * load(w + j);
    return fold(sum);
}

static void dense_steps(const UnfoldPackedDense *dense, const UnfoldReal *h,
                        size_t steps, UnfoldReal *y)
{
    const size_t padded = dense->padded, stride = dense->stride;
    for (size_t k = 0; k < dense->outputs; ++k) {
        const UnfoldReal *w = dense->weights + k * padded, bias = dense->bias[k];
        size_t t = 0;
        for (; t + PART_WIDTH <= steps; t += PART_WIDTH) {
            Part parts[PART_WIDTH];
            UNROLLED
            for (size_t p = 0; p < PART_WIDTH; ++p)
                parts[p] = dense_part(h + (t + p) * padded, w, padded);
            const Part sums = sums_of_parts(parts) + bias;
            UNROLLED
            for (size_t p = 0; p < PART_WIDTH; ++p)
                y[(t + p) * stride + k] = sums[p];
        }
        for (; t < steps; ++t)
            y[t * stride + k] =
                sum_of_part(dense_part(h + t * padded, w, padded)) + bias;
    }
}

/* y [count] = its tanh or sigmoid. */
INLINE void activate(size_t count, UnfoldReal *y, bool is_tanh)
{
    const UnfoldReal scale = (UnfoldReal)unfold_gate_scale(is_tanh, UNIT);
    for (size_t k = 0; k < count; k += WIDTH) {
        const size_t some = count - k < WIDTH ? count - k : WIDTH;
        Vector v = splat(0);
        memcpy(&v, y + k, some * sizeof *y);
        v = limited(v * scale);
        if (is_tanh) {
            const Fraction tanh = tanh_fraction(v, false);
            v = tanh.over / tanh.under;
        } else {
            v = splat(1) / one_plus(v, 1, false);
        }
        memcpy(y + k, &v, some * sizeof *y);
    }
}

static void tanh_of(UnfoldReal *y, size_t count)
{
    activate(count, y, true);
}

static void sigmoid_of(UnfoldReal *y, size_t count)
{
    activate(count, y, false);
}

const UnfoldSteps KERNEL(unfold_steps) = {
    .name = UNFOLD_ISA_NAME,
    .packing = {.width = WIDTH, .unit = UNIT},
    .run = {rnn_steps, gru_steps, lstm_steps},
    .dense = dense_steps,
    .tanh = tanh_of,
    .sigmoid = sigmoid_of,
};
