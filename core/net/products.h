/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_PRODUCTS_H
#define UNFOLD_NET_PRODUCTS_H

/* What a step multiplies: sums of gates from inputs and hidden states, for some blocks
   of a layer at once, so that they stay in registers. */

#include "net/steps.h"
#include "net/vector.h"

#include <stdbool.h>

/* Sums that are in flight at once: those of a multiply-add's latency and more, as many
   as fit into the registers beside what they are made of. Clang spreads four numbers
   ahead, so that fewer fit. */
#if defined(__clang__) && REGISTERS == 16
#define IN_FLIGHT 10
#else
#define IN_FLIGHT (REGISTERS / 4 * 3)
#endif
#define MOST_BLOCKS 6 /* in a group */
#define MOST_GATES 4

/* Loops over what a group has: their turns are known, and sums stay in registers only
   where all of them are written out. */
#ifdef __clang__
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 16")
#endif

/* How many blocks of a layer a cell works on at once, of how many channels: known when
   compiled, so that the sums stay in registers. Vectors, one of each block and channel,
   are numbered alike. */
typedef struct {
    size_t blocks, channels, vectors;
} Size;

/* Where they are: from block `first` on, one step. */
typedef struct {
    const UnfoldPackedLayer *layer;
    size_t first;
    const UnfoldReal *x[UNFOLD_PAIR], *sums[UNFOLD_PAIR], *h[UNFOLD_PAIR];
    UnfoldReal *c[UNFOLD_PAIR], *h_next[UNFOLD_PAIR];
} Group;

#define MOST_VECTORS (MOST_BLOCKS * UNFOLD_PAIR)
typedef Vector Sums[MOST_VECTORS][MOST_GATES];

/* Where vector v stands in a state. */
INLINE size_t place_of(Size size, const Group *group, size_t v)
{
    return (group->first + v / size.channels) * WIDTH;
}

/* s [vectors][first gate.. + gates] = what the inputs add, and the biases. A single
   input is worked in here, where it costs no time that others wait for. */
INLINE void start_sums(Size size, const Group *group, size_t of_gates, size_t first,
                       size_t gates, Sums s)
{
    const UnfoldPackedLayer *layer = group->layer;
    if (layer->inputs == 1) {
        UNROLLED
        for (size_t v = 0; v < size.vectors; ++v) {
            const size_t at = place_of(size, group, v) * of_gates;
            const Vector x = splat(*group->x[v % size.channels]);
            UNROLLED
            for (size_t g = first; g < first + gates; ++g)
                s[v][g] = x * load(layer->input + at + g * WIDTH) +
                          load(layer->bias + at + g * WIDTH);
        }
    } else {
        UNROLLED
        for (size_t v = 0; v < size.vectors; ++v) {
            const size_t at = place_of(size, group, v) * of_gates;
            UNROLLED
            for (size_t g = first; g < first + gates; ++g)
                s[v][g] = load(group->sums[v % size.channels] + at + g * WIDTH);
        }
    }
}

/* Sums in the making, in up to QUAD parts each. */
typedef Vector Parts[QUAD][MOST_VECTORS][MOST_GATES];

/* parts += U h of four rows. h is in quads, or where that is NULL, in memory, which is
   a little sooner but takes more loads. */
INLINE void add_quad(Size size, size_t row, size_t gates, size_t chains,
                     const UnfoldReal *const w[MOST_BLOCKS], const Quad *quads,
                     const UnfoldReal *const h[UNFOLD_PAIR], Parts parts)
{
    UNROLLED
    for (size_t p = 0; p < QUAD; ++p) {
        Vector x[UNFOLD_PAIR];
        UNROLLED
        for (size_t m = 0; m < size.channels; ++m)
            x[m] = quads ? one_of(quads[m], p) : splat(h[m][p]);
        UNROLLED
        for (size_t v = 0; v < size.vectors; ++v) {
            const UnfoldReal *w_v = w[v / size.channels] + p * row;
            UNROLLED
            for (size_t g = 0; g < gates; ++g)
                parts[p % chains][v][g] += x[v % size.channels] * load(w_v + g * WIDTH);
        }
    }
}

INLINE Vector sum_of_chains(size_t chains, size_t v, size_t g, Parts parts)
{
    if (chains == 1)
        return parts[0][v][g];
    if (chains == 2)
        return parts[0][v][g] + parts[1][v][g];
    return (parts[0][v][g] + parts[2][v][g]) + (parts[1][v][g] + parts[3][v][g]);
}

/* s [vectors][first gate.. + gates] += U h, in `chains` parts each. Where there is one
   block, h may still be in registers: `kept` of each channel, else NULL. */
INLINE void add_products(Size size, const Group *group, const Vector *kept,
                         size_t of_gates, size_t first, size_t gates, size_t chains,
                         bool soon, Sums s)
{
    const size_t row = of_gates * WIDTH, rows = group->layer->rows;
    const UnfoldReal *w[MOST_BLOCKS], *h[UNFOLD_PAIR];
    Quad quads[UNFOLD_PAIR];
    Parts parts;
    UNROLLED
    for (size_t b = 0; b < size.blocks; ++b)
        w[b] =
            group->layer->recurrent + (group->first + b) * rows * row + first * WIDTH;
    UNROLLED
    for (size_t m = 0; m < size.channels; ++m)
        h[m] = group->h[m];
    UNROLLED
    for (size_t v = 0; v < size.vectors; ++v) {
        UNROLLED
        for (size_t g = 0; g < gates; ++g) {
            parts[0][v][g] = s[v][first + g];
            UNROLLED
            for (size_t p = 1; p < chains; ++p)
                parts[p][v][g] = splat(0);
        }
    }
    if (kept) {
        UNROLLED
        for (size_t k = 0; k * QUAD < WIDTH; ++k) {
            if (k * QUAD >= rows)
                break;
            UNROLLED
            for (size_t m = 0; m < size.channels; ++m)
                quads[m] = quad_in(kept[m], k);
            add_quad(size, row, gates, chains, w, quads, h, parts);
            w[0] += QUAD * row;
        }
    } else {
        for (size_t j = 0; j < rows; j += QUAD) {
            UNROLLED
            for (size_t m = 0; m < size.channels; ++m)
                quads[m] = load_quad(h[m]);
            add_quad(size, row, gates, chains, w, soon ? NULL : quads, h, parts);
            UNROLLED
            for (size_t b = 0; b < size.blocks; ++b)
                w[b] += QUAD * row;
            UNROLLED
            for (size_t m = 0; m < size.channels; ++m)
                h[m] += QUAD;
        }
    }
    UNROLLED
    for (size_t v = 0; v < size.vectors; ++v) {
        UNROLLED
        for (size_t g = 0; g < gates; ++g)
            s[v][first + g] = sum_of_chains(chains, v, g, parts);
    }
}

/* How many sums each of `count` shall have, so that enough are in flight. */
INLINE size_t chains_for(size_t count)
{
    return 4 * count <= IN_FLIGHT ? 4 : 2 * count <= IN_FLIGHT ? 2 : 1;
}

/* All gates in one pass, or in two where the registers ask for it. */
INLINE void add_all_products(Size size, const Group *group, size_t gates, Sums s)
{
    const size_t fit = IN_FLIGHT / size.vectors;
    const size_t pass = fit < gates ? fit : gates, rest = gates - pass;
    add_products(size, group, NULL, gates, 0, pass, chains_for(pass * size.vectors),
                 false, s);
    if (rest > 0)
        add_products(size, group, NULL, gates, pass, rest,
                     chains_for(rest * size.vectors), false, s);
}

#endif
