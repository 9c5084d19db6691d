/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/shift.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>

#define N 2000
#define CLOSE 1e-4 /* -80 dB of a signal near full scale */

static double wave(double t)
{
    return 0.4 * sin(0.03 * t) + 0.3 * sin(1.1 * t + 1) + 0.2 * sin(0.9 * M_PI * t + 2);
}

static void whole_shifts_copy(void)
{
    float x[N], y[N + 100];
    fill_noise(x, N, 1, 1);
    unfold_shift(x, N, 30, false, y, N + 100);
    for (size_t t = 0; t < N + 100; ++t)
        CU_ASSERT_EQUAL(y[t], t + 30 < N ? x[t + 30] : 0);
    unfold_shift(x, N, -30, true, y, N + 100);
    for (size_t t = 0; t < N + 100; ++t)
        CU_ASSERT_EQUAL(y[t], t >= 30 && t - 30 < N ? -x[t - 30] : 0);
}

static void parts_of_a_sample_interpolate(void)
{
    float x[N], y[N], expected[N];
    for (size_t t = 0; t < N; ++t)
        x[t] = (float)wave((double)t);
    for (double by = -3.7; by < 4; by += 0.45) {
        unfold_shift(x, N, by, false, y, N);
        for (size_t t = 0; t < N; ++t)
            expected[t] = (float)wave((double)t + by);
        CU_ASSERT(worst_difference(y + 40, expected + 40, N - 80, NULL) < CLOSE);
        CU_ASSERT_DOUBLE_EQUAL(unfold_interpolate(x, N, 500 + by), wave(500 + by),
                               CLOSE);
    }
}

static void far_beyond_the_ends_is_silence(void)
{
    const float x[3] = {1, 1, 1};
    float y[5];
    for (double by = -1000.5; by <= 1000.5; by += 2001) {
        unfold_shift(x, 3, by, false, y, 5);
        for (size_t t = 0; t < 5; ++t)
            CU_ASSERT_EQUAL(y[t], 0);
    }
}

static void the_overlap_is_what_both_have(void)
{
    const UnfoldPairView pair = {.dry_frames = 100, .wet_frames = 80};
    const struct {
        ptrdiff_t shift;
        size_t dry, wet, frames;
    } cases[] = {{0, 0, 0, 80},    {30, 0, 30, 50}, {-30, 30, 0, 70},
                 {-10, 10, 0, 80}, {80, 0, 0, 0},   {-100, 0, 0, 0}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        const UnfoldOverlap overlap = unfold_overlap(&pair, cases[k].shift);
        CU_ASSERT_EQUAL(overlap.dry_begin, cases[k].dry);
        CU_ASSERT_EQUAL(overlap.wet_begin, cases[k].wet);
        CU_ASSERT_EQUAL(overlap.frames, cases[k].frames);
    }
}

static const Test tests[] = {
    {"whole shifts copy", whole_shifts_copy},
    {"parts of a sample interpolate", parts_of_a_sample_interpolate},
    {"far beyond the ends is silence", far_beyond_the_ends_is_silence},
    {"the overlap is what both have", the_overlap_is_what_both_have},
    {NULL, NULL}};

const Suite shift_suite = {"shift", tests};
