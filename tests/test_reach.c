/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/batch.h"
#include "learn/optimiser.h"
#include "learn/reach.h"
#include "learn/start.h"
#include "net/random.h"
#include "net/stream.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The task: 101 noisy values; the first, marked by a second input, counts: was it above
   or below zero? Asked after the last step, 100 steps later. */
enum { BACK = 100, LENGTH = BACK + 1, HIDDEN = 8, GROUPS = 2, UPDATES = 1500 };

static const UnfoldLoss cross_entropy = {.cross_entropy = true};

static UnfoldShape task_shape(UnfoldCell cell)
{
    return (UnfoldShape){.cell = cell,
                         .inputs = 2,
                         .hidden = HIDDEN,
                         .layers = 1,
                         .outputs = 2,
                         .output = UNFOLD_SOFTMAX,
                         .output_at = UNFOLD_LAST_STEP};
}

/* One sequence: x [LENGTH][2], numbers stride apart; returns the class. */
static int make_sequence(UnfoldRandom *random, UnfoldReal *x, size_t stride)
{
    const int class = (int)(unfold_random(random) >> 63);
    for (size_t t = 0; t < LENGTH; ++t) {
        x[2 * t * stride] = (UnfoldReal)unfold_random_normal(random);
        x[(2 * t + 1) * stride] = t == 0;
    }
    x[0] = class ? 1 : -1;
    return class;
}

static UnfoldModel *train(UnfoldCell cell)
{
    const UnfoldShape shape = task_shape(cell);
    const size_t count = unfold_shape_weights(&shape);
    UnfoldReal *weights = calloc(count, sizeof *weights);
    UnfoldReal *gradients = calloc(count, sizeof *gradients);
    UnfoldBatch *batch = unfold_batch_new(&shape, GROUPS, LENGTH, 1);
    UnfoldOptimiser *adam = unfold_optimiser_new(UNFOLD_ADAM, count);
    UnfoldRandom random = {1};
    unfold_start_weights(&shape, 1, LENGTH, weights);
    for (size_t update = 0; update < UPDATES; ++update) {
        for (size_t g = 0; g < GROUPS; ++g) {
            UnfoldReal *last =
                unfold_batch_target(batch, g) + BACK * shape.outputs * UNFOLD_LANES;
            for (size_t b = 0; b < UNFOLD_LANES; ++b) {
                const int class = make_sequence(
                    &random, unfold_batch_input(batch, g) + b, UNFOLD_LANES);
                last[b] = class ? 0 : 1;
                last[UNFOLD_LANES + b] = class ? 1 : 0;
            }
        }
        unfold_batch_start(batch, weights);
        unfold_batch_run(batch, weights, 0, LENGTH, &cross_entropy, gradients);
        unfold_clip_norm(gradients, count, 1);
        unfold_optimiser_step(adam, 1e-2, gradients, weights);
    }
    UnfoldModel *model = NULL;
    unfold_model_new(&shape, 0, weights, &model, NULL);
    unfold_optimiser_free(adam);
    unfold_batch_free(batch);
    free(weights);
    free(gradients);
    return model;
}

/* The share of 500 fresh sequences told right, and the mean reach over 20 of them. */
static double accuracy(const UnfoldModel *model, double *norms)
{
    enum { FRESH = 500, REACHED = 20 };
    UnfoldStream *stream = unfold_stream_new(model, 1);
    UnfoldRandom random = {99};
    size_t right = 0;
    memset(norms, 0, LENGTH * sizeof *norms);
    for (size_t k = 0; k < FRESH; ++k) {
        UnfoldReal x[LENGTH * 2], y[2], target[LENGTH * 2] = {0};
        const int class = make_sequence(&random, x, 1);
        unfold_stream_reset(stream);
        stream_play(stream, x, LENGTH, y);
        right += (y[1] > y[0]) == class;
        target[2 * BACK + class] = 1;
        double one[LENGTH];
        if (k >= REACHED)
            continue;
        CU_ASSERT_EQUAL(unfold_gradient_reach(model, x, target, LENGTH, BACK, one),
                        UNFOLD_OK);
        for (size_t n = 0; n < LENGTH; ++n)
            norms[n] += one[n] / REACHED;
    }
    unfold_stream_free(stream);
    return (double)right / FRESH;
}

static void memory_of_a_hundred_steps(void)
{
    double right[3], kept[3];
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldModel *model = train((UnfoldCell)cell);
        double norms[LENGTH];
        CU_ASSERT_PTR_NOT_NULL_FATAL(model);
        right[cell] = accuracy(model, norms);
        kept[cell] = norms[BACK] / (norms[0] > 0 ? norms[0] : 1);
        printf("  %s: %.1f %% right, the gradient 100 steps back is %.2g of the last, "
               "horizon %zu\n",
               unfold_cell_name((UnfoldCell)cell), 100 * right[cell], kept[cell],
               unfold_reach_horizon(norms, BACK));
        unfold_model_free(model);
    }
    CU_ASSERT(right[UNFOLD_RNN] < 0.7);
    CU_ASSERT(right[UNFOLD_GRU] > 0.98);
    CU_ASSERT(right[UNFOLD_LSTM] > 0.98);
    CU_ASSERT(kept[UNFOLD_RNN] < 0.01 * kept[UNFOLD_GRU]);
    CU_ASSERT(kept[UNFOLD_RNN] < 0.01 * kept[UNFOLD_LSTM]);
}

/* h_t = tanh(x_t + w h_{t-1}) at rest and y = h: d y_t / d h_{t-k} = w^k. */
static void known_decay(void)
{
    const UnfoldShape shape = {
        .cell = UNFOLD_RNN, .inputs = 1, .hidden = 1, .layers = 1, .outputs = 1};
    const UnfoldReal weights[] = {1, 0.5, 0, 1, 0};
    UnfoldModel *model;
    unfold_model_new(&shape, 48000, weights, &model, NULL);
    UnfoldReal x[300] = {0}, target[300];
    for (size_t t = 0; t < 300; ++t)
        target[t] = -0.5f; /* loss (y + 0.5)^2 has the slope 1 at y = 0 */
    double norms[11];
    CU_ASSERT_EQUAL(unfold_gradient_reach(model, x, target, 300, 10, norms), UNFOLD_OK);
    for (size_t k = 0; k <= 10; ++k)
        CU_ASSERT_DOUBLE_EQUAL(norms[k], pow(0.5, (double)k), 1e-6);
    CU_ASSERT_EQUAL(unfold_reach_horizon(norms, 10), 6); /* 0.5^6 > 0.01 > 0.5^7 */
    CU_ASSERT_EQUAL(unfold_gradient_reach(model, x, target, 10, 10, norms),
                    UNFOLD_BAD_DATA);
    unfold_model_free(model);
}

static const Test tests[] = {
    {"the reach of a linear recurrence is its power", known_decay},
    {"a task 100 steps back: the vanilla RNN fails, GRU and LSTM solve it",
     memory_of_a_hundred_steps},
    {NULL, NULL},
};

const Suite reach_suite = {"reach", tests};
