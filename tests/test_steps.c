/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/activation.h"
#include "net/steps.h"
#include "net/stream.h"
#include "tests/support/networks.h"
#include "tests/support/reference.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each test runs for every kernel that this processor has. */
static const UnfoldSteps *next_kernel(size_t k)
{
    const UnfoldSteps *steps = unfold_steps_at(k);
    if (steps)
        setenv("UNFOLD_KERNEL", steps->name, 1);
    else
        unsetenv("UNFOLD_KERNEL");
    return steps;
}

static void chosen_by_name(void)
{
    const UnfoldSteps *steps;
    for (size_t k = 0; (steps = next_kernel(k)); ++k)
        CU_ASSERT_STRING_EQUAL(unfold_steps()->name, steps->name);
    setenv("UNFOLD_KERNEL", "abacus", 1);
    CU_ASSERT_PTR_NOT_NULL(unfold_steps());
    unsetenv("UNFOLD_KERNEL");
}

/* What the whole network may differ from double precision: activations of 6e-7 and the
   rounding of float, carried along by the recurrence. */
#define TOLERANCE 2e-5
enum { STEPS = 300 };

static void against_reference(const char *kernel, UnfoldCell cell, uint32_t inputs,
                              uint32_t hidden, uint32_t layers, uint32_t outputs)
{
    UnfoldShape shape = effect_shape(cell, hidden, layers);
    shape.inputs = inputs;
    shape.outputs = outputs;
    shape.stored_state = hidden % 2;
    const size_t steps = hidden > 64 ? STEPS / 10 : STEPS;
    UnfoldModel *model = random_model(&shape, 48000, 31 + hidden);
    UnfoldStream *stream = unfold_stream_new(model);
    float *x = malloc(STEPS * inputs * sizeof *x);
    float *y = malloc(STEPS * outputs * sizeof *y);
    float *expected = malloc(STEPS * outputs * sizeof *expected);
    fill_noise(x, STEPS * inputs, 0.9, hidden);
    unfold_stream_process(stream, x, steps, y);
    reference_play(model, x, steps, expected);
    size_t at;
    const double worst = worst_difference(y, expected, steps * outputs, &at);
    if (worst > TOLERANCE)
        printf("%s %s %u x %u: %g at %zu\n", kernel, unfold_cell_name(cell), layers,
               hidden, worst, at);
    CU_ASSERT(worst <= TOLERANCE);
    free(x);
    free(y);
    free(expected);
    unfold_stream_free(stream);
    unfold_model_free(model);
}

static void every_size(void)
{
    static const uint32_t sizes[] = {1,  2,  3,  4,  5,  7,  8,  9,  12, 15, 16,
                                     17, 20, 23, 24, 31, 32, 33, 40, 63, 64, 100};
    const UnfoldSteps *steps;
    for (size_t k = 0; (steps = next_kernel(k)); ++k)
        for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
            for (size_t n = 0; n < sizeof sizes / sizeof *sizes; ++n)
                against_reference(steps->name, (UnfoldCell)cell, 1, sizes[n], 1, 1);
            against_reference(steps->name, (UnfoldCell)cell, 1, UNFOLD_MAX_HIDDEN, 1,
                              1);
            against_reference(steps->name, (UnfoldCell)cell, 3, 10, 3, 2);
            against_reference(steps->name, (UnfoldCell)cell, 2, 13, UNFOLD_MAX_LAYERS,
                              5);
        }
}

static void any_split(void)
{
    static const size_t blocks[] = {1, 7, 15, 16, 17, 64};
    const UnfoldSteps *steps;
    for (size_t k = 0; (steps = next_kernel(k)); ++k)
        for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
            const UnfoldShape shape = effect_shape((UnfoldCell)cell, 19, 2);
            UnfoldModel *model = random_model(&shape, 48000, 5);
            UnfoldStream *stream = unfold_stream_new(model);
            float x[STEPS], whole[STEPS], split[STEPS];
            fill_noise(x, STEPS, 0.9, 6);
            unfold_stream_process(stream, x, STEPS, whole);
            for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
                unfold_stream_reset(stream);
                for (size_t t = 0; t < STEPS; t += blocks[b])
                    unfold_stream_process(stream, x + t,
                                          STEPS - t < blocks[b] ? STEPS - t : blocks[b],
                                          split + t);
                CU_ASSERT_EQUAL(memcmp(whole, split, sizeof whole), 0);
            }
            unfold_stream_free(stream);
            unfold_model_free(model);
        }
}

/* A network that is one activation: RNN h = tanh(x); GRU from h = 1, n = 0: h = z. */
static UnfoldStream *activation_stream(UnfoldCell cell, UnfoldModel **model)
{
    UnfoldShape shape = effect_shape(cell, 1, 1);
    shape.skip = 0;
    shape.stored_state = true;
    UnfoldReal weights[32] = {0};
    const UnfoldLayer layer = unfold_layer_in(&shape, weights, 0);
    layer.input[cell == UNFOLD_GRU ? 1 : 0] = 1;
    layer.h0[0] = cell == UNFOLD_GRU;
    unfold_head_in(&shape, weights).weights[0] = 1;
    unfold_model_new(&shape, 48000, weights, model, NULL);
    return unfold_stream_new(*model);
}

static float through(UnfoldStream *stream, float x)
{
    float y;
    unfold_stream_reset(stream);
    unfold_stream_process(stream, &x, 1, &y);
    return y;
}

#define ACTIVATION_ERROR 6e-7

static void activations_are_near_libm(void)
{
    const UnfoldSteps *steps;
    for (size_t k = 0; (steps = next_kernel(k)); ++k) {
        UnfoldModel *models[2];
        UnfoldStream *tanh_of = activation_stream(UNFOLD_RNN, &models[0]);
        UnfoldStream *sigmoid_of = activation_stream(UNFOLD_GRU, &models[1]);
        double worst[2] = {0}, worst_scalar[2] = {0}, largest = 0;
        /* To 1e6, where inputs end; both signs. */
        for (uint32_t bits = 0; bits < 0x49742400u; bits += 20011)
            for (int sign = -1; sign <= 1; sign += 2) {
                float x;
                memcpy(&x, &bits, sizeof x);
                x *= (float)sign;
                const double t = tanh(x), s = 1 / (1 + exp(-(double)x));
                worst[0] = fmax(worst[0], fabs(through(tanh_of, x) - t));
                worst[1] = fmax(worst[1], fabs(through(sigmoid_of, x) - s));
                worst_scalar[0] = fmax(worst_scalar[0], fabs(unfold_tanh(x) - t));
                worst_scalar[1] = fmax(worst_scalar[1], fabs(unfold_sigmoid(x) - s));
                largest = fmax(largest, fabs(through(tanh_of, x)));
            }
        for (int n = 0; n < 2; ++n) {
            CU_ASSERT(worst[n] <= ACTIVATION_ERROR);
            CU_ASSERT(worst_scalar[n] <= ACTIVATION_ERROR);
        }
        CU_ASSERT(largest <= 1);
        CU_ASSERT_EQUAL(through(tanh_of, 0), 0);
        CU_ASSERT_EQUAL(through(sigmoid_of, 0), 0.5);
        CU_ASSERT_EQUAL(through(tanh_of, 1e6f), through(tanh_of, 8));
        unfold_stream_free(tanh_of);
        unfold_stream_free(sigmoid_of);
        unfold_model_free(models[0]);
        unfold_model_free(models[1]);
    }
    CU_ASSERT(isnan(unfold_tanh(NAN)));
    CU_ASSERT_EQUAL(unfold_tanh(0), 0);
}

static const Test tests[] = {
    {"UNFOLD_KERNEL chooses, and what it does not know is passed over", chosen_by_name},
    {"every kernel and size plays what double precision plays", every_size},
    {"with every kernel any split gives the same bytes", any_split},
    {"tanh and sigmoid are within 6e-7 of libm for all inputs",
     activations_are_near_libm},
    {NULL, NULL},
};

const Suite steps_suite = {"steps", tests};
