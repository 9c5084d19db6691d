/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_STEPS_H
#define UNFOLD_NET_STEPS_H

#include "net/isa.h"
#include "net/packed.h"

/** Channels that a kernel works on at once. */
#define UNFOLD_PAIR 2

/** What one layer works on, for one channel or two: all arrays 64-byte aligned. Padding
    units stay 0. */
typedef struct {
    size_t steps;
    size_t channels;                  /**< 1..UNFOLD_PAIR */
    const UnfoldReal *x[UNFOLD_PAIR]; /**< [T][X], x_stride apart */
    size_t x_stride;
    UnfoldReal *sums[UNFOLD_PAIR]; /**< [T][blocks][G][width], scratch */
    UnfoldReal *h[UNFOLD_PAIR];    /**< [T+1][padded H]; h[0] is the state before, the
                                        rest comes out */
    UnfoldReal *c[UNFOLD_PAIR];    /**< [padded H], LSTM only: in and out, times the
                                        kernel's cell_scale */
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
    UnfoldPacking packing; /**< how it wants the weights */
    void (*run[3])(const UnfoldPackedLayer *layer, UnfoldChunk *chunk);
    /** y [T][Y] = h [T][padded] times the weights of a dense layer, plus its bias;
        `stride` apart. */
    void (*dense)(const UnfoldPackedDense *dense, const UnfoldReal *h, size_t steps,
                  UnfoldReal *y);
    /** y [count] = tanh(y) and 1 / (1 + e^-y), as the cells take them: within 3e-7 of
        libm's; exact at 0, NaN for NaN. */
    void (*tanh)(UnfoldReal *y, size_t count);
    void (*sigmoid)(UnfoldReal *y, size_t count);
} UnfoldSteps;

/** The fastest for this processor and layers of H = `hidden`, or what UNFOLD_KERNEL
   says (net/cpu.h). */
const UnfoldSteps *unfold_steps(uint32_t hidden);

/** Number k of those that this processor runs, from the plainest; NULL past the last.
 */
const UnfoldSteps *unfold_steps_at(size_t k);

#define UNFOLD_DECLARE_STEPS(isa) extern const UnfoldSteps unfold_steps_##isa;

UNFOLD_EACH_ISA(UNFOLD_DECLARE_STEPS)

#endif
