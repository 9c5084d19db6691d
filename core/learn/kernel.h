/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_KERNEL_H
#define UNFOLD_LEARN_KERNEL_H

#include "learn/lanes.h"
#include "net/isa.h"
#include "net/shape.h"

#include <stdbool.h>

/** What one layer did over T steps, for the way back. All arrays end in [LANES]. */
typedef struct {
    size_t steps, inputs, hidden;
    const UnfoldReal *x; /**< [T][X] */
    UnfoldReal *h;       /**< [T+1][H]; h[0] is the state before the first step */
    UnfoldReal *c;       /**< [T+1][H], LSTM only */
    UnfoldReal *gates;   /**< [T][G H]: forward, the activated gates (RNN: unused);
                              backward, the gradients of their sums */
    UnfoldReal *reset;   /**< [T][H], GRU only: U_n h + c_n, then its gradient */
    UnfoldReal *dh;      /**< [T][H]: in, the gradient of each h_t from above; out, with
                              what comes back through time added */
    UnfoldReal *dh0;     /**< [H], out: the gradient of h[0] */
    UnfoldReal *dc0;     /**< [H], out: the gradient of c[0], LSTM only */
    UnfoldReal *dx;      /**< [T][X], out: the gradient of x; NULL if not wanted */
} UnfoldTrace;

/** A dense layer, the head or before it, over T steps. */
typedef struct {
    size_t steps, hidden, outputs, skip;
    UnfoldActivation activation;
    const UnfoldReal *x; /**< the network's input [T][X], x_stride apart */
    size_t x_stride;
    const UnfoldReal *h;  /**< [T][H], what comes from the layer below */
    UnfoldReal *sums;     /**< [T][Y]: forward, the activated sums before the skip;
                               backward, their gradients */
    UnfoldReal *y;        /**< [T][Y] */
    const UnfoldReal *dy; /**< [T][Y]: gradient of y; of the sums where softmax */
    UnfoldReal *dh;       /**< [T][H], out */
    UnfoldReal *dx; /**< [T][X], out: the skip's part, added; NULL if not wanted */
} UnfoldHeadTrace;

/** Forward and backward of every cell and of the head, for one instruction set. The
    weights are const; gradients are added to a block laid out like the weights. */
typedef struct {
    const char *name;
    void (*forward[3])(const UnfoldLayer *weights, UnfoldTrace *trace);
    void (*backward[3])(const UnfoldLayer *weights, const UnfoldLayer *gradients,
                        UnfoldTrace *trace);
    void (*head_forward)(const UnfoldHead *weights, UnfoldHeadTrace *trace);
    void (*head_backward)(const UnfoldHead *weights, const UnfoldHead *gradients,
                          UnfoldHeadTrace *trace);
} UnfoldKernel;

/** The best kernel that this processor runs, or the one that the environment variable
    UNFOLD_KERNEL names if it can. */
const UnfoldKernel *unfold_kernel(void);

/** Kernel number k that this processor runs, from the plainest; NULL past the last. */
const UnfoldKernel *unfold_kernel_at(size_t k);

#define UNFOLD_DECLARE_KERNEL(isa)                                                     \
    void unfold_rnn_forward_##isa(const UnfoldLayer *, UnfoldTrace *);                 \
    void unfold_gru_forward_##isa(const UnfoldLayer *, UnfoldTrace *);                 \
    void unfold_lstm_forward_##isa(const UnfoldLayer *, UnfoldTrace *);                \
    void unfold_rnn_backward_##isa(const UnfoldLayer *, const UnfoldLayer *,           \
                                   UnfoldTrace *);                                     \
    void unfold_gru_backward_##isa(const UnfoldLayer *, const UnfoldLayer *,           \
                                   UnfoldTrace *);                                     \
    void unfold_lstm_backward_##isa(const UnfoldLayer *, const UnfoldLayer *,          \
                                    UnfoldTrace *);                                    \
    void unfold_head_forward_##isa(const UnfoldHead *, UnfoldHeadTrace *);             \
    void unfold_head_backward_##isa(const UnfoldHead *, const UnfoldHead *,            \
                                    UnfoldHeadTrace *);

UNFOLD_EACH_ISA(UNFOLD_DECLARE_KERNEL)

#endif
