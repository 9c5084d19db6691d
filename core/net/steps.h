/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_STEPS_H
#define UNFOLD_NET_STEPS_H

#include "net/isa.h"
#include "net/packed.h"

/** What one layer works on: up to UNFOLD_CHUNK_STEPS steps, all arrays 64-byte aligned.
    Padding units stay 0. */
typedef struct {
    size_t steps;
    const UnfoldReal *x; /**< [T][X], x_stride apart */
    size_t x_stride;
    UnfoldReal *sums; /**< [T][blocks][G][width], scratch */
    UnfoldReal *h; /**< [T+1][padded H]; h[0] is the state before, the rest comes out */
    UnfoldReal *c; /**< [padded H], LSTM only: in and out */
} UnfoldChunk;

/** The audio thread's work, compiled for one instruction set. Real-time safe. The same
    kernel gives the same bytes however steps are cut into chunks.

    RNN   Elman 1990: h = tanh(Wx x + Wh h + b)
    GRU   Cho et al. 2014, reset after the product: r, z = sigmoid(W x + U h + b),
          n = tanh(Wn x + bn + r (Un h + cn)), h = (1 - z) n + z h
    LSTM  Hochreiter & Schmidhuber 1997, forget gate Gers et al. 2000:
          i, f, o = sigmoid, g = tanh(W x + U h + b), c = f c + i g, h = o tanh(c) */
typedef struct {
    const char *name;
    size_t width; /**< numbers in a vector */
    void (*run[3])(const UnfoldPackedLayer *layer, UnfoldChunk *chunk);
    /** y [T][Y] = h [T][padded H] times the head, plus its bias. */
    void (*head)(const UnfoldPacked *packed, size_t outputs, const UnfoldReal *h,
                 size_t steps, UnfoldReal *y);
} UnfoldSteps;

/** The fastest for this processor, or what UNFOLD_KERNEL says (net/cpu.h). */
const UnfoldSteps *unfold_steps(void);

/** Number k of those that this processor runs, from the plainest; NULL past the last.
 */
const UnfoldSteps *unfold_steps_at(size_t k);

#define UNFOLD_DECLARE_STEPS(isa)                                                      \
    void unfold_rnn_steps_##isa(const UnfoldPackedLayer *, UnfoldChunk *);             \
    void unfold_gru_steps_##isa(const UnfoldPackedLayer *, UnfoldChunk *);             \
    void unfold_lstm_steps_##isa(const UnfoldPackedLayer *, UnfoldChunk *);            \
    void unfold_head_steps_##isa(const UnfoldPacked *, size_t, const UnfoldReal *,     \
                                 size_t, UnfoldReal *);

UNFOLD_EACH_ISA(UNFOLD_DECLARE_STEPS)

#endif
