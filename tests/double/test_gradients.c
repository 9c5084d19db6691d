/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/kernel.h"
#include "learn/loss.h"
#include "learn/start.h"
#include "learn/unroll.h"
#include "net/model.h"
#include "net/random.h"
#include "net/stream.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Central differences in double: the truncation error goes with the square of the step,
   rounding with 1e-16 / step; this step keeps both near 1e-10 of the loss. */
#define STEP 1e-5
#define TOLERANCE 1e-6
#define STEPS 7
#define FROM 2
/* Beside the relative error: what differences of a loss near 1 cannot resolve. */
#define RESOLUTION 1e-10

typedef struct {
    UnfoldShape shape;
    UnfoldLoss loss;
    UnfoldReal *weights, *gradients;
    UnfoldReal *x, *target; /* [STEPS][..][LANES] */
    UnfoldUnroll *unroll;
    size_t count;
} Case;

static size_t from_of(const Case *c)
{
    return c->shape.output_at == UNFOLD_LAST_STEP ? STEPS - 1 : FROM;
}

static double loss_of(Case *c, bool backward)
{
    const UnfoldSpan span = {from_of(c), STEPS, c->shape.outputs};
    UnfoldLossScale scale = {0};
    unfold_loss_measure(&c->loss, &span, c->target, &scale);
    memcpy(unfold_unroll_input(c->unroll), c->x,
           STEPS * c->shape.inputs * UNFOLD_LANES * sizeof *c->x);
    unfold_unroll_start(c->unroll, c->weights);
    const UnfoldReal *y = unfold_unroll_forward(c->unroll, c->weights, STEPS);
    UnfoldReal *dy = unfold_unroll_output_gradient(c->unroll);
    const double loss = unfold_loss(&c->loss, &span, &scale, NULL, y, c->target, dy);
    if (backward)
        unfold_unroll_backward(c->unroll, c->weights, c->gradients);
    return loss;
}

static double difference(Case *c, UnfoldReal *number)
{
    const UnfoldReal kept = *number;
    *number = kept + STEP;
    const double above = loss_of(c, false);
    *number = kept - STEP;
    const double below = loss_of(c, false);
    *number = kept;
    return (above - below) / (2 * STEP);
}

static void check(Case *c, const char *what, UnfoldReal *numbers,
                  const UnfoldReal *gradients, size_t count)
{
    double worst = 0, norm = 0;
    size_t at = 0;
    for (size_t k = 0; k < count; ++k) {
        const double expected = difference(c, numbers + k), got = gradients[k];
        const double larger = fmax(fabs(expected), fabs(got));
        const double error =
            fmax(fabs(expected - got) - RESOLUTION, 0) / fmax(larger, 1e-300);
        norm += got * got;
        if (error > worst) {
            worst = error;
            at = k;
        }
    }
    if (worst > TOLERANCE || norm == 0)
        printf("%s %s: worst relative error %g at %zu, norm %g\n",
               unfold_cell_name(c->shape.cell), what, worst, at, sqrt(norm));
    CU_ASSERT(worst <= TOLERANCE);
    CU_ASSERT(norm > 0);
}

static void fill(UnfoldRandom *random, UnfoldReal *numbers, size_t count)
{
    for (size_t k = 0; k < count; ++k)
        numbers[k] = 0.7 * unfold_random_normal(random);
}

static void one_hot(UnfoldRandom *random, const UnfoldShape *shape, UnfoldReal *target)
{
    memset(target, 0, STEPS * shape->outputs * UNFOLD_LANES * sizeof *target);
    for (size_t t = 0; t < STEPS; ++t)
        for (size_t b = 0; b < UNFOLD_LANES; ++b) {
            const size_t k = unfold_random(random) % shape->outputs;
            target[(t * shape->outputs + k) * UNFOLD_LANES + b] = 1;
        }
}

/* Steps of weight 0, 0.5, 1 and 1.5, some of whose targets are divided. */
static void weigh(UnfoldRandom *random, const UnfoldShape *shape, UnfoldReal *target)
{
    for (size_t t = 0; t < STEPS; ++t)
        for (size_t b = 0; b < UNFOLD_LANES; ++b) {
            UnfoldReal *first = target + t * shape->outputs * UNFOLD_LANES + b;
            const double weight = (double)(unfold_random(random) % 4) / 2;
            first[0] += b % 2;
            for (size_t k = 0; k < shape->outputs; ++k)
                first[k * UNFOLD_LANES] *= weight / (1 + b % 2);
        }
}

static void leave_gaps(UnfoldRandom *random, UnfoldReal *target, size_t count)
{
    for (size_t k = 0; k < count; ++k)
        if (unfold_random(random) % 3 == 0)
            target[k] = NAN;
}

static void check_targets(UnfoldShape shape, UnfoldLoss loss, bool weighed)
{
    Case c = {.shape = shape, .loss = loss, .count = unfold_shape_weights(&shape)};
    const size_t inputs = STEPS * shape.inputs * UNFOLD_LANES;
    const size_t outputs = STEPS * shape.outputs * UNFOLD_LANES;
    UnfoldRandom random = {17};
    c.weights = calloc(c.count, sizeof *c.weights);
    c.gradients = calloc(c.count, sizeof *c.gradients);
    c.x = calloc(inputs, sizeof *c.x);
    c.target = calloc(outputs, sizeof *c.target);
    c.unroll = unfold_unroll_new(&shape, STEPS, true);
    CU_ASSERT_EQUAL(unfold_start_weights(&shape, 5, 3, c.weights), UNFOLD_OK);
    /* No tensor may stay zero, or its gradient's errors would hide. */
    for (size_t k = 0; k < c.count; ++k)
        c.weights[k] += 0.1 * unfold_random_normal(&random);
    fill(&random, c.x, inputs);
    if (loss.cross_entropy)
        one_hot(&random, &shape, c.target);
    else
        fill(&random, c.target, outputs);
    if (weighed)
        weigh(&random, &shape, c.target);
    if (loss.gaps)
        leave_gaps(&random, c.target, outputs);
    loss_of(&c, true);
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = unfold_shape_tensors(&shape, tensors);
    for (size_t k = 0; k < count; ++k)
        check(&c, tensors[k].name, c.weights + tensors[k].offset,
              c.gradients + tensors[k].offset,
              (size_t)tensors[k].rows * tensors[k].cols);
    UnfoldReal *dx = malloc(inputs * sizeof *dx);
    memcpy(dx, unfold_unroll_input_gradient(c.unroll), inputs * sizeof *dx);
    check(&c, "inputs", c.x, dx, inputs);
    free(dx);
    unfold_unroll_free(c.unroll);
    free(c.weights);
    free(c.gradients);
    free(c.x);
    free(c.target);
}

static void check_case(UnfoldShape shape, UnfoldLoss loss)
{
    check_targets(shape, loss, false);
}

static const UnfoldLoss esr = {.esr = 1, .preemphasis = 0.85, .dc = 1};
static const UnfoldLoss mse = {.mse = 1};
static const UnfoldLoss all_waveform = {
    .esr = 0.6, .preemphasis = 0.5, .dc = 0.3, .mse = 2};
static const UnfoldLoss cross_entropy = {.cross_entropy = true};
static const UnfoldLoss gaps = {.mse = 1.5, .gaps = true};

static UnfoldShape shape_of(UnfoldCell cell, uint32_t inputs, uint32_t hidden,
                            uint32_t layers, uint32_t outputs)
{
    return (UnfoldShape){.cell = cell,
                         .inputs = inputs,
                         .hidden = hidden,
                         .layers = layers,
                         .outputs = outputs,
                         .stored_state = true};
}

static void check_cell(UnfoldCell cell)
{
    UnfoldShape audio = shape_of(cell, 1, 5, 1, 1);
    audio.skip = 1;
    check_case(audio, esr);
    check_case(shape_of(cell, 3, 4, 3, 2), all_waveform);
    UnfoldShape bent = shape_of(cell, 2, 9, 2, 2);
    bent.skip = 2;
    bent.output = UNFOLD_TANH;
    check_case(bent, esr);
    bent.output = UNFOLD_SIGMOID;
    check_case(bent, mse);
    UnfoldShape classes = shape_of(cell, 4, 3, 1, 4);
    classes.output = UNFOLD_SOFTMAX;
    check_case(classes, cross_entropy);
    check_targets(classes, cross_entropy, true);
    check_case(shape_of(cell, 3, 4, 2, 2), gaps);
    classes.output_at = UNFOLD_LAST_STEP;
    check_case(classes, cross_entropy);
    check_case(shape_of(cell, 1, 2, UNFOLD_MAX_LAYERS, 1), mse);
    UnfoldShape dense = shape_of(cell, 2, 3, 2, 2);
    dense.skip = 1;
    dense.dense_count = 2;
    dense.dense[0] = (UnfoldDense){5, UNFOLD_ELU};
    dense.dense[1] = (UnfoldDense){4, UNFOLD_RELU};
    check_case(dense, esr);
    dense.dense[0] = (UnfoldDense){7, UNFOLD_SIGMOID};
    dense.dense[1] = (UnfoldDense){3, UNFOLD_TANH};
    check_case(dense, esr);
}

static void rnn(void)
{
    check_cell(UNFOLD_RNN);
}

static void gru(void)
{
    check_cell(UNFOLD_GRU);
}

static void lstm(void)
{
    check_cell(UNFOLD_LSTM);
}

static void all_kernels(void)
{
    const UnfoldKernel *kernel;
    for (size_t k = 0; (kernel = unfold_kernel_at(k)); ++k) {
        setenv("UNFOLD_KERNEL", kernel->name, 1);
        for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell)
            check_case(shape_of((UnfoldCell)cell, 2, 11, 2, 3), mse);
    }
    unsetenv("UNFOLD_KERNEL");
}

/* What is trained must be what is played. */
static void forward_is_the_stream(void)
{
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldShape shape = shape_of((UnfoldCell)cell, 2, 6, 2, 2);
        shape.skip = 1;
        shape.output = UNFOLD_TANH;
        shape.dense_count = 2;
        shape.dense[0] = (UnfoldDense){5, UNFOLD_ELU};
        shape.dense[1] = (UnfoldDense){9, UNFOLD_RELU};
        const size_t count = unfold_shape_weights(&shape);
        UnfoldReal *weights = calloc(count, sizeof *weights);
        UnfoldRandom random = {3};
        fill(&random, weights, count);
        UnfoldModel *model;
        CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, 0, weights, &model, NULL),
                              UNFOLD_OK);
        UnfoldStream *stream = unfold_stream_new(model, 1);
        UnfoldUnroll *unroll = unfold_unroll_new(&shape, STEPS, false);
        UnfoldReal x[STEPS * 2], y[STEPS * 2];
        fill(&random, x, STEPS * 2);
        UnfoldReal *lanes = unfold_unroll_input(unroll);
        for (size_t k = 0; k < STEPS * 2; ++k)
            lanes[k * UNFOLD_LANES + 5] = x[k];
        unfold_unroll_start(unroll, weights);
        const UnfoldReal *trained = unfold_unroll_forward(unroll, weights, STEPS);
        stream_play(stream, x, STEPS, y);
        for (size_t k = 0; k < STEPS * 2; ++k)
            CU_ASSERT_DOUBLE_EQUAL(trained[k * UNFOLD_LANES + 5], y[k], 1e-13);
        unfold_unroll_free(unroll);
        unfold_stream_free(stream);
        unfold_model_free(model);
        free(weights);
    }
}

/* Two windows with the state carried over are one long window. */
static void carried_windows(void)
{
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        const UnfoldShape shape = shape_of((UnfoldCell)cell, 1, 4, 2, 1);
        const size_t count = unfold_shape_weights(&shape);
        UnfoldReal *weights = calloc(count, sizeof *weights), x[STEPS], whole[STEPS];
        UnfoldRandom random = {9};
        fill(&random, weights, count);
        fill(&random, x, STEPS);
        UnfoldUnroll *unroll = unfold_unroll_new(&shape, STEPS, false);
        unfold_unroll_start(unroll, weights);
        for (size_t t = 0; t < STEPS; ++t)
            unfold_unroll_input(unroll)[t * UNFOLD_LANES] = x[t];
        const UnfoldReal *y = unfold_unroll_forward(unroll, weights, STEPS);
        for (size_t t = 0; t < STEPS; ++t)
            whole[t] = y[t * UNFOLD_LANES];
        unfold_unroll_start(unroll, weights);
        y = unfold_unroll_forward(unroll, weights, 3);
        for (size_t t = 0; t < 3; ++t)
            CU_ASSERT_EQUAL(y[t * UNFOLD_LANES], whole[t]);
        unfold_unroll_carry(unroll);
        for (size_t t = 3; t < STEPS; ++t)
            unfold_unroll_input(unroll)[(t - 3) * UNFOLD_LANES] = x[t];
        y = unfold_unroll_forward(unroll, weights, STEPS - 3);
        for (size_t t = 3; t < STEPS; ++t)
            CU_ASSERT_EQUAL(y[(t - 3) * UNFOLD_LANES], whole[t]);
        unfold_unroll_free(unroll);
        free(weights);
    }
}

static const Test tests[] = {
    {"RNN gradients of every tensor, input and initial state are the differences'",
     rnn},
    {"GRU gradients of every tensor, input and initial state are the differences'",
     gru},
    {"LSTM gradients of every tensor, input and initial state are the differences'",
     lstm},
    {"every instruction set's gradients are the differences'", all_kernels},
    {"training runs forward exactly as the stream plays", forward_is_the_stream},
    {"windows with carried state are one long window", carried_windows},
    {NULL, NULL},
};

const Suite gradients_suite = {"gradients", tests};
