/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/dogs.h"

#include "learn/loss.h"
#include "learn/unroll.h"

#include <string.h>

const UnfoldShape dogs_shape = {.cell = UNFOLD_RNN,
                                .inputs = DOGS_LETTERS,
                                .hidden = DOGS_HIDDEN,
                                .layers = 1,
                                .outputs = DOGS_LETTERS,
                                .output = UNFOLD_SOFTMAX};

/* Chosen by hand, small and uneven. */
const UnfoldReal dogs_start[DOGS_WEIGHTS] = {
    /* Wx, a row for each of d o g s */
    0.3f, -0.2f, 0.1f, /**/ -0.1f, 0.4f, 0.2f, /**/ 0.2f, 0.1f, -0.3f, /**/ 0.1f, -0.4f,
    0.3f,
    /* Wh, a row for each unit of h_{t-1} */
    0.1f, 0.2f, -0.1f, /**/ -0.3f, 0.1f, 0.2f, /**/ 0.2f, -0.2f, 0.1f,
    /* b */
    0, 0.1f, -0.1f,
    /* Wy, a row for each unit of h_t */
    0.2f, -0.1f, 0.3f, 0.1f, /**/ -0.2f, 0.3f, 0.1f, -0.1f, /**/ 0.1f, 0.2f, -0.2f,
    0.4f,
    /* by */
    0, 0, 0, 0};

/* Every lane gets the same word. */
static void one_hot(size_t first_letter, UnfoldReal *rows)
{
    memset(rows, 0, DOGS_STEPS * DOGS_LETTERS * UNFOLD_LANES * sizeof *rows);
    for (size_t t = 0; t < DOGS_STEPS; ++t)
        for (size_t b = 0; b < UNFOLD_LANES; ++b)
            rows[(t * DOGS_LETTERS + first_letter + t) * UNFOLD_LANES + b] = 1;
}

static void first_lane(const UnfoldReal *rows, size_t count, UnfoldReal *numbers)
{
    for (size_t k = 0; k < count; ++k)
        numbers[k] = rows[k * UNFOLD_LANES];
}

bool dogs_pass(const UnfoldReal weights[DOGS_WEIGHTS], DogsPass *pass)
{
    const UnfoldLoss loss = {.cross_entropy = true};
    const UnfoldSpan span = {0, DOGS_STEPS, DOGS_LETTERS};
    /* The lanes are one word: their mean is its loss, summed over time. */
    const UnfoldLossScale scale = {.count = UNFOLD_LANES};
    UnfoldUnroll *unroll = unfold_unroll_new(&dogs_shape, DOGS_STEPS, false);
    UnfoldReal *target = unfold_lanes_new(DOGS_STEPS * DOGS_LETTERS);
    if (unroll && target) {
        one_hot(0, unfold_unroll_input(unroll));
        one_hot(1, target);
        unfold_unroll_start(unroll, weights);
        const UnfoldReal *y = unfold_unroll_forward(unroll, weights, DOGS_STEPS);
        pass->loss = unfold_loss(&loss, &span, &scale, NULL, y, target,
                                 unfold_unroll_output_gradient(unroll));
        memset(pass->gradients, 0, sizeof pass->gradients);
        unfold_unroll_backward(unroll, weights, pass->gradients);
        first_lane(y, DOGS_STEPS * DOGS_LETTERS, pass->y[0]);
        first_lane(unfold_unroll_hidden(unroll, 0) + DOGS_HIDDEN * UNFOLD_LANES,
                   DOGS_STEPS * DOGS_HIDDEN, pass->h[0]);
    }
    const bool done = unroll && target;
    unfold_lanes_free(target);
    unfold_unroll_free(unroll);
    return done;
}

void dogs_step(UnfoldReal weights[DOGS_WEIGHTS], const DogsPass *pass)
{
    for (size_t k = 0; k < DOGS_WEIGHTS; ++k)
        weights[k] -= (UnfoldReal)(DOGS_RATE * pass->gradients[k]);
}
