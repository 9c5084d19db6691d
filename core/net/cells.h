/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_CELLS_H
#define UNFOLD_NET_CELLS_H

/* One step of a group of blocks for each cell: products, gates, states. */

#include "net/exponential.h"
#include "net/products.h"

/* In what order a group works. */
typedef enum {
    URGENT, /* few blocks: the gates that others wait for come first, in several sums
               each, and by the shorter ways, so that less waits for them */
    WHOLE,  /* all blocks of a layer; block after block where the sums of all gates stay
               in registers, else as STAGED */
    STAGED /* a gate of all blocks, then the next, so that more of what is under way can
              go on at once */
} Order;

/* The hidden state of vector v, also to `kept` where that is not NULL. */
INLINE void leave(Size size, const Group *group, size_t v, Vector h, Vector *kept)
{
    store(group->h_next[v % size.channels] + place_of(size, group, v), h);
    if (kept)
        kept[v] = h;
}

/* Elman */
INLINE void rnn_group(Order order, Size size, const Group *group, Vector *kept)
{
    const size_t vectors = size.vectors;
    Sums s;
    start_sums(size, group, 1, 0, 1, s);
    add_products(size, group, kept, 1, 0, 1, chains_for(vectors), order == URGENT, s);
    UNROLLED
    for (size_t v = 0; v < vectors; ++v) {
        const Fraction tanh = tanh_fraction(s[v][0], order == URGENT);
        leave(size, group, v, tanh.over / tanh.under, kept);
    }
}

INLINE void gru_group(Order order, Size size, const Group *group, Vector *kept)
{
    enum { R, N, Z };
    const size_t vectors = size.vectors;
    const bool soon = order == URGENT;
    Sums s, from_inputs;
    start_sums(size, group, 3, R, 1, s);
    start_sums(size, group, 3, Z, 1, s);
    UNROLLED
    for (size_t v = 0; v < vectors; ++v)
        s[v][N] = load(group->layer->candidate + place_of(size, group, v));
    if (order == URGENT) {
        add_products(size, group, kept, 3, R, 1, chains_for(vectors), soon, s);
        add_products(size, group, NULL, 3, N, 1, chains_for(vectors), false, s);
    } else {
        add_all_products(size, group, 3, s);
    }
    UNROLLED
    for (size_t v = 0; v < vectors; ++v)
        s[v][R] = one_plus(s[v][R], 1, soon);
    start_sums(size, group, 3, N, 1, from_inputs);
    UNROLLED
    for (size_t v = 0; v < vectors; ++v)
        s[v][N] = s[v][N] / s[v][R] + from_inputs[v][N];
    if (order == URGENT)
        add_products(size, group, NULL, 3, Z, 1, chains_for(vectors), false, s);
    UNROLLED
    for (size_t v = 0; v < vectors; ++v)
        s[v][Z] = one_plus(s[v][Z], 1, soon);
    UNROLLED
    for (size_t v = 0; v < vectors; ++v) {
        /* (1 - z) n + z h, with 1 - z = e / (1 + e) */
        const Vector h = load(group->h[v % size.channels] + place_of(size, group, v));
        const Fraction n = tanh_fraction(s[v][N], soon);
        const Vector fresh = (s[v][Z] - splat(1)) * n.over;
        leave(size, group, v, (h * n.under + fresh) / (s[v][Z] * n.under), kept);
    }
}

/* A sigmoid times a tanh, of sums of gates `open` and `value`: value / open, times a
   constant. */
INLINE void gated_tanh(size_t open, size_t value, UnfoldReal times, size_t from,
                       size_t to, bool soon, Sums s)
{
    UNROLLED
    for (size_t v = from; v < to; ++v)
        s[v][open] = one_plus(s[v][open], times, soon);
    UNROLLED
    for (size_t v = from; v < to; ++v) {
        const Fraction tanh = tanh_fraction(s[v][value], soon);
        s[v][value] = tanh.over;
        s[v][open] *= tanh.under;
    }
}

/* c = f c + i g of some vectors, c being multiplied by the cell scale throughout. The
   sums of i become c. */
INLINE void lstm_cells(Size size, const Group *group, size_t from, size_t to, bool soon,
                       Sums s)
{
    enum { I, G, F };
    const UnfoldReal scale = (UnfoldReal)(-1 / unfold_gate_scale(true, UNIT));
    gated_tanh(I, G, scale, from, to, soon, s);
    UNROLLED
    for (size_t v = from; v < to; ++v)
        s[v][F] = one_plus(s[v][F], 1, soon);
    UNROLLED
    for (size_t v = from; v < to; ++v)
        s[v][I] = s[v][G] / s[v][I];
    UNROLLED
    for (size_t v = from; v < to; ++v) {
        UnfoldReal *c = group->c[v % size.channels] + place_of(size, group, v);
        s[v][I] = load(c) / s[v][F] - s[v][I];
        store(c, s[v][I]);
    }
}

/* h = o tanh(c) */
INLINE void lstm_outputs(Size size, const Group *group, size_t from, size_t to,
                         bool soon, Sums s)
{
    enum { C, O = 3 };
    gated_tanh(O, C, 1, from, to, soon, s);
    UNROLLED
    for (size_t v = from; v < to; ++v)
        leave(size, group, v, s[v][C] / s[v][O], NULL);
}

INLINE void lstm_group(Order order, Size size, const Group *group, Vector *kept)
{
    (void)kept; /* spreading it from registers would delay the gates */
    const size_t vectors = size.vectors;
    Sums s;
    start_sums(size, group, 4, 0, 4, s);
    if (order == URGENT) {
        /* One block adds up alike for one channel and for two. */
        const size_t most = vectors > 1 ? vectors : UNFOLD_PAIR;
        add_products(size, group, NULL, 4, 0, 2, chains_for(2 * most), true, s);
        add_products(size, group, NULL, 4, 2, 1, chains_for(vectors), false, s);
        UNROLLED
        for (size_t v = 0; v < vectors; ++v)
            lstm_cells(size, group, v, v + 1, true, s);
        add_products(size, group, NULL, 4, 3, 1, chains_for(vectors), true, s);
        UNROLLED
        for (size_t v = 0; v < vectors; ++v)
            lstm_outputs(size, group, v, v + 1, true, s);
    } else {
        add_all_products(size, group, 4, s);
        const size_t some = order == WHOLE && vectors * 4 <= IN_FLIGHT ? 1 : vectors;
        UNROLLED
        for (size_t v = 0; v < vectors; v += some) {
            lstm_cells(size, group, v, v + some, false, s);
            lstm_outputs(size, group, v, v + some, false, s);
        }
    }
}

#endif
