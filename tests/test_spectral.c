/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/batch.h"
#include "learn/spectral.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Float FFTs against sums in double: bins are off by 1e-6 or so, which the mean over
   bins takes out of the loss, but the slopes of log My, of up to 44 here, grow as 1 /
   My, and the least My is 3e-4. */
#define LOSS_TOLERANCE 1e-6
#define SLOPE_TOLERANCE 5e-3

enum { STEPS = 300, STRIDE = 3, LONG = 8192 };

/* Every STRIDE-th number is the signal, as a lane of several is. */
static void spread(const json_t *array, UnfoldReal *signal)
{
    CU_ASSERT_EQUAL_FATAL(json_array_size(array), STEPS);
    for (size_t t = 0; t < STEPS; ++t)
        signal[t * STRIDE] = (UnfoldReal)json_number_value(json_array_get(array, t));
}

static void golden(void)
{
    static UnfoldReal y[STEPS * STRIDE], target[STEPS * STRIDE], slopes[STEPS * STRIDE],
        dy[STEPS * STRIDE];
    json_t *numbers = json_load_file("tests/golden/mrstft.json", 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(numbers);
    spread(json_object_get(numbers, "y"), y);
    spread(json_object_get(numbers, "target"), target);
    spread(json_object_get(numbers, "gradient"), slopes);
    UnfoldSpectral *spectral = unfold_spectral_new(1000);
    memset(dy, 0, sizeof dy);
    const double loss = unfold_spectral_loss(spectral, 1, STEPS, STRIDE, y, target, dy);
    CU_ASSERT_DOUBLE_EQUAL(loss, json_number_value(json_object_get(numbers, "loss")),
                           LOSS_TOLERANCE);
    size_t at;
    const double worst = worst_difference(dy, slopes, STEPS * STRIDE, &at);
    if (worst > SLOPE_TOLERANCE)
        printf("the slope of sample %zu is off by %g\n", at / STRIDE, worst);
    CU_ASSERT(worst <= SLOPE_TOLERANCE);
    CU_ASSERT(fabs((double)dy[243 * STRIDE]) > 40);
    unfold_spectral_free(spectral);
    json_decref(numbers);
}

/* Twice the target: ||T - 2T|| / ||T|| = 1 and |log 2T - log T| = log 2 in every bin
   far above the floor. Its slope along y: 2T * d/d2T = d/dlog: 2 + 1. */
static void worked_out_by_hand(void)
{
    static UnfoldReal y[LONG], target[LONG], dy[LONG];
    fill_noise(target, LONG, 100, 3);
    for (size_t t = 0; t < LONG; ++t)
        y[t] = 2 * target[t];
    UnfoldSpectral *spectral = unfold_spectral_new(LONG);
    for (size_t steps = 64; steps <= LONG; steps *= 2) {
        memset(dy, 0, sizeof dy);
        CU_ASSERT_DOUBLE_EQUAL(
            unfold_spectral_loss(spectral, 1, steps, 1, y, target, dy), 1 + log(2),
            1e-5);
        double along = 0;
        for (size_t t = 0; t < steps; ++t)
            along += (double)dy[t] * y[t];
        CU_ASSERT_DOUBLE_EQUAL(along, 2 + 1, 1e-4);
    }
    memcpy(dy, target, sizeof dy);
    CU_ASSERT_EQUAL(unfold_spectral_loss(spectral, 1, LONG, 1, target, target, dy), 0);
    CU_ASSERT_EQUAL(memcmp(dy, target, sizeof dy), 0); /* nothing added */
    unfold_spectral_free(spectral);
}

/* 575 samples hold 2 x 256. Frames of 64 end at 560 at the latest, those of 128 and 256
   before; frames of 32 would reach 568. */
static void three_longest(void)
{
    UnfoldReal y[575] = {0}, dy[575] = {0};
    const UnfoldReal target[575] = {0};
    UnfoldSpectral *spectral = unfold_spectral_new(LONG);
    y[564] = 1;
    CU_ASSERT_EQUAL(unfold_spectral_loss(spectral, 1, 575, 1, y, target, dy), 0);
    y[550] = 1;
    CU_ASSERT(unfold_spectral_loss(spectral, 1, 575, 1, y, target, dy) > 0);
    unfold_spectral_free(spectral);
}

/* The step is small beside the least My, whose log bends most, and large beside the
   rounding of the signal and of the loss; a My that crosses Mt on the way bends it too.
 */
#define STEP 2e-5
#define BEND 0.02

/* In longer windows too than the golden ones. */
static void steps_along_the_gradient(void)
{
    static UnfoldReal y[LONG], target[LONG], moved[LONG], dy[LONG], unused[LONG];
    fill_noise(y, LONG, 0.5, 1);
    fill_noise(target, LONG, 0.5, 2);
    UnfoldSpectral *spectral = unfold_spectral_new(LONG);
    for (size_t steps = 64; steps <= LONG; steps *= 2) {
        memset(dy, 0, sizeof dy);
        unfold_spectral_loss(spectral, 1, steps, 1, y, target, dy);
        double norm = 0, losses[2];
        for (size_t t = 0; t < steps; ++t)
            norm += (double)dy[t] * dy[t];
        for (int side = 0; side < 2; ++side) {
            const double way = (side ? STEP : -STEP) / sqrt(norm);
            for (size_t t = 0; t < steps; ++t)
                moved[t] = (UnfoldReal)(y[t] + way * dy[t]);
            losses[side] =
                unfold_spectral_loss(spectral, 1, steps, 1, moved, target, unused);
        }
        const double got = (losses[1] - losses[0]) / (2 * STEP);
        CU_ASSERT(norm > 0);
        CU_ASSERT_DOUBLE_EQUAL(got / sqrt(norm), 1, BEND);
    }
    unfold_spectral_free(spectral);
}

/* Loss and slopes must stay finite where y, the target or both are silent. */
static void silence(void)
{
    static const UnfoldReal levels[] = {0, 1e-30f, 1e-7f, 1e-4f, 1, 1e6f};
    enum { LEVELS = sizeof levels / sizeof *levels };
    UnfoldSpectral *spectral = unfold_spectral_new(STEPS);
    for (size_t k = 0; k < LEVELS * LEVELS; ++k) {
        UnfoldReal y[STEPS], target[STEPS], dy[STEPS] = {0};
        fill_noise(y, STEPS, levels[k / LEVELS], 1);
        fill_noise(target, STEPS, levels[k % LEVELS], 2);
        CU_ASSERT(isfinite(unfold_spectral_loss(spectral, 1, STEPS, 1, y, target, dy)));
        for (size_t t = 0; t < STEPS; ++t)
            CU_ASSERT(isfinite(dy[t]));
    }
    unfold_spectral_free(spectral);
}

static void too_short(void)
{
    UnfoldReal y[64], dy[64] = {0};
    const UnfoldReal target[64] = {0};
    fill_noise(y, 64, 1, 1);
    UnfoldSpectral *spectral = unfold_spectral_new(64);
    UnfoldSpectral *shorter = unfold_spectral_new(63);
    CU_ASSERT_EQUAL(unfold_spectral_loss(spectral, 1, 63, 1, y, target, dy), 0);
    CU_ASSERT_EQUAL(unfold_spectral_loss(shorter, 1, 63, 1, y, target, dy), 0);
    for (size_t t = 0; t < 64; ++t)
        CU_ASSERT_EQUAL(dy[t], 0);
    CU_ASSERT(unfold_spectral_loss(spectral, 1, 64, 1, y, target, dy) > 0);
    unfold_spectral_free(spectral);
    unfold_spectral_free(shorter);
}

/* A weighted mean over lanes, added to the other terms of the loss. */
static void term_of_the_loss(void)
{
    static UnfoldReal y[STEPS * UNFOLD_LANES], target[STEPS * UNFOLD_LANES],
        dy[STEPS * UNFOLD_LANES], sum[STEPS * UNFOLD_LANES];
    enum { FROM = 20, SCORED = STEPS - FROM, AT = FROM * UNFOLD_LANES };
    const UnfoldSpan span = {FROM, STEPS, 1};
    const UnfoldLoss both = {.mse = 1, .mrstft = 0.5}, mse = {.mse = 1};
    fill_noise(y, STEPS * UNFOLD_LANES, 0.5, 1);
    fill_noise(target, STEPS * UNFOLD_LANES, 0.5, 2);
    UnfoldSpectral *spectral = unfold_spectral_new(STEPS);
    UnfoldLossScale scale = {0};
    unfold_loss_measure(&both, &span, target, &scale);
    const double loss = unfold_loss(&both, &span, &scale, spectral, y, target, dy);
    double expected = unfold_loss(&mse, &span, &scale, NULL, y, target, sum);
    for (size_t b = 0; b < UNFOLD_LANES; ++b)
        expected +=
            unfold_spectral_loss(spectral, 0.5 / UNFOLD_LANES, SCORED, UNFOLD_LANES,
                                 y + AT + b, target + AT + b, sum + AT + b);
    CU_ASSERT_DOUBLE_EQUAL(loss, expected, 1e-12);
    CU_ASSERT_EQUAL(memcmp(dy, sum, sizeof dy), 0);
    unfold_spectral_free(spectral);
}

static void updates_allocate_nothing(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 4, 1);
    const UnfoldLoss loss = {.esr = 1, .mrstft = 1};
    UnfoldReal weights[200] = {0}, gradients[200];
    CU_ASSERT_FATAL(unfold_shape_weights(&shape) <= 200);
    UnfoldBatch *batch = unfold_batch_new(&shape, 1, STEPS, 1);
    fill_noise(unfold_batch_target(batch, 0), STEPS * UNFOLD_LANES, 1, 1);
    unfold_batch_start(batch, weights);
    allocations_reset();
    unfold_batch_run(batch, weights, 0, STEPS, &loss, gradients);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    unfold_batch_free(batch);
}

static void without_memory(void)
{
    for (size_t n = 0; n < 2; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_PTR_NULL(unfold_spectral_new(STEPS));
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
    CU_ASSERT_PTR_NULL(unfold_spectral_new(SIZE_MAX));
    unfold_spectral_free(NULL);
}

static const Test tests[] = {
    {"loss and gradient are those of a plain Fourier transform", golden},
    {"twice the target is 1 + log 2 off, the target itself not at all",
     worked_out_by_hand},
    {"the three longest windows that fit twice are taken", three_longest},
    {"a step along the gradient changes the loss as it says", steps_along_the_gradient},
    {"silence leaves loss and gradient finite", silence},
    {"signals too short for any resolution score nothing", too_short},
    {"the loss adds the mean over lanes", term_of_the_loss},
    {"updates allocate nothing", updates_allocate_nothing},
    {"each allocation may fail", without_memory},
    {NULL, NULL},
};

const Suite spectral_suite = {"spectral", tests};
