/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/loudness.h"

#include "net/steps.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RATE 48000

static UnfoldLoudness loudness_of(const UnfoldModel *model)
{
    UnfoldLoudness loudness = {NAN, NAN};
    CU_ASSERT_EQUAL_FATAL(unfold_output_loudness(model, NULL, &loudness, NULL),
                          UNFOLD_OK);
    return loudness;
}

/* A model of the shape whose weights are all 0: the skip alone sounds. */
static UnfoldModel *passing_model(double rate)
{
    const UnfoldShape shape = effect_shape(UNFOLD_GRU, 2, 1);
    const UnfoldReal weights[64] = {0};
    UnfoldModel *model;
    CU_ASSERT_FATAL(unfold_shape_weights(&shape) <= 64);
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, rate, weights, &model, NULL),
                          UNFOLD_OK);
    return model;
}

static void a_wire_is_as_loud_as_the_input(void)
{
    static const double rates[] = {44100, 48000, 96000};
    for (size_t k = 0; k < 3; ++k) {
        UnfoldModel *model = passing_model(rates[k]);
        const UnfoldLoudness loudness = loudness_of(model);
        CU_ASSERT_DOUBLE_EQUAL(loudness.rms, UNFOLD_STANDARD_RMS, 0.01);
        CU_ASSERT(loudness.peak > loudness.rms + 10 && loudness.peak < 0);
        unfold_model_free(model);
    }
}

/* Without skip and with the head's weights times `gain`. */
static UnfoldModel *model_with_head(double gain)
{
    UnfoldShape shape = effect_shape(UNFOLD_LSTM, 12, 1);
    shape.skip = 0;
    UnfoldModel *plain = random_model(&shape, RATE, 3), *model;
    const size_t bytes = unfold_shape_weights(&shape) * sizeof(UnfoldReal);
    UnfoldReal *weights = malloc(bytes);
    memcpy(weights, unfold_model_weights(plain), bytes);
    const UnfoldHead head = unfold_dense_in(&shape, weights, 0);
    for (size_t k = 0; k < 12; ++k)
        head.weights[k] *= (UnfoldReal)gain;
    head.bias[0] *= (UnfoldReal)gain;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, RATE, weights, &model, NULL),
                          UNFOLD_OK);
    free(weights);
    unfold_model_free(plain);
    return model;
}

static void twice_the_head_is_6_dB_louder(void)
{
    UnfoldModel *once = model_with_head(1), *twice = model_with_head(2);
    const UnfoldLoudness a = loudness_of(once), b = loudness_of(twice);
    CU_ASSERT_DOUBLE_EQUAL(b.rms - a.rms, 20 * log10(2), 1e-4);
    CU_ASSERT_DOUBLE_EQUAL(b.peak - a.peak, 20 * log10(2), 1e-4);
    const UnfoldLoudness again = loudness_of(once);
    CU_ASSERT(a.rms == again.rms && a.peak == again.peak);
    unfold_model_free(once);
    unfold_model_free(twice);
}

static void every_kernel_finds_the_same(void)
{
    double first = NAN;
    const UnfoldSteps *steps;
    for (size_t k = 0; (steps = unfold_steps_at(k)); ++k) {
        setenv("UNFOLD_KERNEL", steps->name, 1);
        UnfoldModel *model = model_with_head(1);
        const double rms = loudness_of(model).rms;
        first = k ? first : rms;
        CU_ASSERT_DOUBLE_EQUAL(rms, first, 0.01);
        unfold_model_free(model);
    }
    unsetenv("UNFOLD_KERNEL");
}

static void extra_inputs_are_held(void)
{
    UnfoldShape shape = effect_shape(UNFOLD_GRU, 6, 1);
    shape.inputs = 3;
    UnfoldModel *model = random_model(&shape, RATE, 8);
    const UnfoldReal low[2] = {0, 0}, high[2] = {3, -2};
    UnfoldLoudness a, b;
    CU_ASSERT_EQUAL(unfold_output_loudness(model, low, &a, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL(unfold_output_loudness(model, high, &b, NULL), UNFOLD_OK);
    CU_ASSERT(fabs(a.rms - b.rms) > 0.1);
    unfold_model_free(model);
}

static void what_is_no_effect_is_refused(void)
{
    UnfoldModel *sequence = passing_model(0), *slow = passing_model(100);
    UnfoldLoudness loudness;
    UnfoldError error;
    CU_ASSERT_EQUAL(unfold_output_loudness(sequence, NULL, &loudness, &error),
                    UNFOLD_UNSUPPORTED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "no effect"));
    CU_ASSERT_EQUAL(unfold_output_loudness(slow, NULL, &loudness, &error),
                    UNFOLD_UNSUPPORTED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "100 Hz"));
    unfold_model_free(sequence);
    unfold_model_free(slow);
}

static void lack_of_memory_is_reported(void)
{
    UnfoldModel *model = passing_model(8000);
    UnfoldLoudness loudness;
    allocations_reset();
    CU_ASSERT_EQUAL(unfold_output_loudness(model, NULL, &loudness, NULL), UNFOLD_OK);
    const size_t made = allocations_made();
    for (size_t n = 0; n < made; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_EQUAL(unfold_output_loudness(model, NULL, &loudness, NULL),
                        UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
    unfold_model_free(model);
}

static const Test tests[] = {
    {"a wire is as loud as the input, at every rate", a_wire_is_as_loud_as_the_input},
    {"twice the head's weights are 6.02 dB louder", twice_the_head_is_6_dB_louder},
    {"every kernel finds the same", every_kernel_finds_the_same},
    {"extra inputs are held", extra_inputs_are_held},
    {"what is no effect is refused", what_is_no_effect_is_refused},
    {"lack of memory is reported", lack_of_memory_is_reported},
    {NULL, NULL}};

const Suite loudness_suite = {"loudness", tests};
