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
        for (uint32_t hidden = 1; hidden <= 64; hidden *= 8)
            CU_ASSERT_STRING_EQUAL(unfold_steps(hidden)->name, steps->name);
    setenv("UNFOLD_KERNEL", "abacus", 1);
    CU_ASSERT_PTR_NOT_NULL(unfold_steps(16));
    unsetenv("UNFOLD_KERNEL");
}

/* What the whole network may differ from double precision: the rounding of float,
   carried along by the recurrence. */
#define TOLERANCE 5e-6
enum { STEPS = 300 };

static void against_reference(const char *kernel, UnfoldCell cell, uint32_t inputs,
                              uint32_t hidden, uint32_t layers, uint32_t outputs)
{
    UnfoldShape shape = effect_shape(cell, hidden, layers);
    shape.inputs = inputs;
    shape.outputs = outputs;
    shape.stored_state = hidden % 2;
    if (hidden % 3 == 0) {
        shape.gains = true;
        shape.output = UNFOLD_TANH;
        shape.dense_count = 4;
        shape.dense[0] = (UnfoldDense){hidden, UNFOLD_ELU};
        shape.dense[1] = (UnfoldDense){5, UNFOLD_SIGMOID};
        shape.dense[2] = (UnfoldDense){18, UNFOLD_TANH};
        shape.dense[3] = (UnfoldDense){3, UNFOLD_RELU};
    }
    const size_t steps = hidden > 64 ? STEPS / 10 : STEPS;
    UnfoldModel *model = random_model(&shape, 48000, 31 + hidden);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    float *x = malloc(STEPS * inputs * sizeof *x);
    float *y = malloc(STEPS * outputs * sizeof *y);
    float *expected = malloc(STEPS * outputs * sizeof *expected);
    fill_noise(x, STEPS * inputs, 0.9, hidden);
    stream_play(stream, x, steps, y);
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
            UnfoldStream *stream = unfold_stream_new(model, 1);
            float x[STEPS], whole[STEPS], split[STEPS];
            fill_noise(x, STEPS, 0.9, 6);
            stream_play(stream, x, STEPS, whole);
            for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
                unfold_stream_reset(stream);
                for (size_t t = 0; t < STEPS; t += blocks[b])
                    stream_play(stream, x + t,
                                STEPS - t < blocks[b] ? STEPS - t : blocks[b],
                                split + t);
                CU_ASSERT_EQUAL(memcmp(whole, split, sizeof whole), 0);
            }
            unfold_stream_free(stream);
            unfold_model_free(model);
        }
}

/* Up to this many floats at a time. */
enum { BULK = 4096 };

/* Every STRIDE-th float, infinity included. STRIDE is odd, so that all kinds of bits
   come; 1 takes minutes. */
#define STRIDE 2003
#define ACTIVATION_ERROR 3e-7

typedef struct {
    void (*run)(UnfoldReal *y, size_t count);
    bool is_tanh;
    double worst;
    float before; /* the last result, to see that they never fall */
    bool falls;
} Activation;

static void check_bulk(Activation *activation, const float *x, size_t count, int sign)
{
    float y[BULK];
    for (size_t k = 0; k < count; ++k)
        y[k] = (float)sign * x[k];
    activation->run(y, count);
    for (size_t k = 0; k < count; ++k) {
        const double v = sign * (double)x[k];
        const double right = activation->is_tanh ? tanh(v) : 1 / (1 + exp(-v));
        activation->worst = fmax(activation->worst, fabs(y[k] - right));
        if (isnan(y[k]))
            activation->worst = INFINITY;
        /* Nearer to 0 the last bit may go either way. */
        if (fabs(v) > 10 && (float)sign * y[k] < (float)sign * activation->before)
            activation->falls = true;
        activation->before = y[k];
    }
}

static void check_activation(Activation activation)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        float x[BULK];
        size_t count = 0;
        activation.before = activation.is_tanh ? 0 : 0.5f;
        for (uint64_t bits = 0; bits <= 0x7f800000u; bits += STRIDE) {
            const uint32_t pattern = (uint32_t)bits;
            memcpy(&x[count++], &pattern, sizeof *x);
            if (count == BULK || bits + STRIDE > 0x7f800000u) {
                check_bulk(&activation, x, count, sign);
                count = 0;
            }
        }
    }
    if (activation.worst > ACTIVATION_ERROR)
        printf("error %g\n", activation.worst);
    CU_ASSERT(activation.worst <= ACTIVATION_ERROR);
    CU_ASSERT_FALSE(activation.falls);
    const float half = activation.is_tanh ? 0 : 0.5f, low = activation.is_tanh ? -1 : 0;
    float ends[] = {0, -0.0f, 1e-45f, INFINITY, -INFINITY, 3.4e38f, -3.4e38f, NAN};
    activation.run(ends, 8);
    CU_ASSERT_EQUAL(ends[0], half);
    CU_ASSERT_EQUAL(ends[1], half);
    CU_ASSERT_DOUBLE_EQUAL(ends[2], half, 1e-44);
    for (int k = 3; k < 7; k += 2) {
        CU_ASSERT_EQUAL(ends[k], 1);
        CU_ASSERT_DOUBLE_EQUAL(ends[k + 1], low, 1e-17);
    }
    CU_ASSERT(isnan(ends[7]));
}

static void activations_are_near_libm(void)
{
    const UnfoldSteps *steps;
    for (size_t k = 0; (steps = next_kernel(k)); ++k) {
        check_activation((Activation){.run = steps->tanh, .is_tanh = true});
        check_activation((Activation){.run = steps->sigmoid});
    }
}

static void scalar_tanh(UnfoldReal *y, size_t count)
{
    for (size_t k = 0; k < count; ++k)
        y[k] = unfold_tanh(y[k]);
}

static void trainers_activations_are_near_libm(void)
{
    float x[BULK];
    Activation activation = {.run = scalar_tanh, .is_tanh = true};
    for (size_t k = 0; k < BULK; ++k)
        x[k] = (float)k * 12 / BULK;
    check_bulk(&activation, x, BULK, -1);
    check_bulk(&activation, x, BULK, 1);
    CU_ASSERT(activation.worst <= 6e-7);
    CU_ASSERT(isnan(unfold_tanh(NAN)));
    CU_ASSERT_EQUAL(unfold_tanh(0), 0);
}

static const Test tests[] = {
    {"UNFOLD_KERNEL chooses, and what it does not know is passed over", chosen_by_name},
    {"every kernel and size plays what double precision plays", every_size},
    {"with every kernel any split gives the same bytes", any_split},
    {"with every kernel tanh and sigmoid are within 3e-7 of libm over all floats",
     activations_are_near_libm},
    {"the tanh that trainers take is within 6e-7", trainers_activations_are_near_libm},
    {NULL, NULL},
};

const Suite steps_suite = {"steps", tests};
