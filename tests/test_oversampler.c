/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/oversampler.h"
#include "tests/support/suite.h"

#include <math.h>
#include <string.h>

enum { FRAMES = 2048, BLOCK = UNFOLD_OVERSAMPLER_BLOCK };

static float x[FRAMES], y[FRAMES];

/* x there and back, in blocks of many sizes; between, each sample times `gain`, of
   `offset` and the inner rate's highest frequency times `high` added. */
static void there_and_back(uint32_t factor, float high)
{
    UnfoldOversampler oversampler;
    CU_ASSERT_TRUE_FATAL(unfold_oversampler_init(&oversampler, factor));
    float inner[BLOCK * UNFOLD_MAX_OVERSAMPLING];
    for (size_t t = 0, n = 1; t < FRAMES; t += n, n = 1 + n * 7 % BLOCK) {
        n = FRAMES - t < n ? FRAMES - t : n;
        memcpy(inner, x + t, n * sizeof *inner);
        unfold_oversampler_up(&oversampler, inner, n);
        for (size_t k = 0; k < n * factor; ++k)
            inner[k] += k % 2 ? high : -high;
        unfold_oversampler_down(&oversampler, inner, n);
        memcpy(y + t, inner, n * sizeof *inner);
    }
    unfold_oversampler_clear(&oversampler);
}

static size_t latency_of(uint32_t factor)
{
    UnfoldOversampler oversampler;
    CU_ASSERT_TRUE_FATAL(unfold_oversampler_init(&oversampler, factor));
    const size_t latency = unfold_oversampler_latency(&oversampler);
    unfold_oversampler_clear(&oversampler);
    return latency;
}

static void the_audible_band_comes_back_late_and_unchanged(void)
{
    for (uint32_t factor = 1; factor <= UNFOLD_MAX_OVERSAMPLING; factor *= 2) {
        const size_t late = latency_of(factor);
        for (double f = 0; f <= 0.45; f += 0.03) { /* of the sample rate */
            for (size_t t = 0; t < FRAMES; ++t)
                x[t] = (float)cos(2 * M_PI * f * (double)t);
            there_and_back(factor, 0);
            double error = 0, energy = 0;
            for (size_t t = 4 * late + 1; t < FRAMES; ++t) {
                error += pow(y[t] - x[t - late], 2);
                energy += pow(x[t - late], 2);
            }
            CU_ASSERT(error <= 2e-5 * energy); /* 0.04 dB, and the phase */
        }
    }
}

static void what_lies_above_is_gone(void)
{
    memset(x, 0, sizeof x);
    for (uint32_t factor = 2; factor <= UNFOLD_MAX_OVERSAMPLING; factor *= 2) {
        there_and_back(factor, 1);
        for (size_t t = 4 * latency_of(factor); t < FRAMES; ++t)
            CU_ASSERT(fabsf(y[t]) < 3e-5f); /* -90 dB */
    }
}

static void a_reset_forgets(void)
{
    UnfoldOversampler oversampler;
    CU_ASSERT_TRUE_FATAL(unfold_oversampler_init(&oversampler, 8));
    float inner[BLOCK * UNFOLD_MAX_OVERSAMPLING];
    for (size_t t = 0; t < BLOCK; ++t)
        inner[t] = 1;
    unfold_oversampler_up(&oversampler, inner, BLOCK);
    unfold_oversampler_down(&oversampler, inner, BLOCK);
    unfold_oversampler_reset(&oversampler);
    memset(inner, 0, sizeof inner);
    for (size_t k = 0; k < 4; ++k) {
        unfold_oversampler_up(&oversampler, inner, BLOCK);
        unfold_oversampler_down(&oversampler, inner, BLOCK);
        for (size_t t = 0; t < BLOCK; ++t)
            CU_ASSERT_EQUAL(inner[t], 0);
    }
    unfold_oversampler_clear(&oversampler);
}

static const Test tests[] = {
    {"up to 0.9 of the band comes back late and unchanged",
     the_audible_band_comes_back_late_and_unchanged},
    {"what lies above the band is gone", what_lies_above_is_gone},
    {"a reset forgets", a_reset_forgets},
    {NULL, NULL}};

const Suite oversampler_suite = {"oversampler", tests};
