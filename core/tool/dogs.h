/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_DOGS_H
#define UNFOLD_TOOL_DOGS_H

#include "net/shape.h"

#include <stdbool.h>

/* The classic example: a vanilla RNN of 3 units reads the letters d, o, g as one-hot
   vectors and learns to say which comes next: o, g, s. */

enum { DOGS_LETTERS = 4, DOGS_HIDDEN = 3, DOGS_STEPS = 3, DOGS_WEIGHTS = 40 };

#define DOGS_ALPHABET "dogs"
#define DOGS_RATE 0.5 /* learning rate of plain SGD */

/** What happens in one forward and backward pass. */
typedef struct {
    UnfoldReal h[DOGS_STEPS][DOGS_HIDDEN];  /**< tanh(Wx x_t + Wh h_{t-1} + b) */
    UnfoldReal y[DOGS_STEPS][DOGS_LETTERS]; /**< softmax(Wy h_t + by) */
    double loss;                            /**< -sum over t of log y_t[next letter] */
    UnfoldReal gradients[DOGS_WEIGHTS];     /**< of the loss, summed over time */
} DogsPass;

extern const UnfoldShape dogs_shape;

/** The weights that the example starts from, laid out as dogs_shape says. */
extern const UnfoldReal dogs_start[DOGS_WEIGHTS];

/** Run "dog" forward and backward through time. False for lack of memory. */
bool dogs_pass(const UnfoldReal weights[DOGS_WEIGHTS], DogsPass *pass);

/** One step of SGD: weights -= DOGS_RATE * gradients. */
void dogs_step(UnfoldReal weights[DOGS_WEIGHTS], const DogsPass *pass);

#endif
