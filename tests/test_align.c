/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/align.h"
#include "capture/shift.h"
#include "tests/support/allocations.h"
#include "tests/support/playing.h"
#include "tests/support/suite.h"

#include "net/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A low rate, so that much time is few samples. */
#define RATE 12000.0
#define N 72000       /* 6 s */
#define LONG_N 480000 /* 40 s */

static UnfoldAlignment align(const float *dry, size_t dry_frames, const float *wet,
                             size_t wet_frames)
{
    const UnfoldPairView pair = {dry, wet, dry_frames, wet_frames, RATE};
    UnfoldAlignment alignment;
    CU_ASSERT_FATAL(unfold_align(&pair, &alignment));
    return alignment;
}

static void a_delay_alone_is_found_exactly(void)
{
    static float dry[N], wet[N];
    fill_playing(dry, N, RATE, 1);
    static const double delays[] = {0, 7, -7, 1234.5, -4321.25, 20000, -20000};
    for (size_t k = 0; k < sizeof delays / sizeof *delays; ++k) {
        unfold_shift(dry, N, -delays[k], k % 2, wet, N);
        const UnfoldAlignment a = align(dry, N, wet, N);
        CU_ASSERT_DOUBLE_EQUAL(a.delay, delays[k], 0.05);
        CU_ASSERT_EQUAL(a.inverted, k % 2);
        CU_ASSERT(a.confidence > 0.7);
        if (delays[k] == floor(delays[k]))
            CU_ASSERT_EQUAL(a.onset, (ptrdiff_t)delays[k]);
        CU_ASSERT(a.onset <= (ptrdiff_t)ceil(delays[k]));
    }
}

/* An amp: high-pass, hard clipping, and a low-pass that spreads it. */
static void distort(const float *x, size_t n, float *y)
{
    float slow = 0, low = 0, lower = 0;
    for (size_t t = 0; t < n; ++t) {
        slow += 0.02f * (x[t] - slow);
        low += 0.5f * (tanhf(40 * (x[t] - slow)) - low);
        lower += 0.5f * (low - lower);
        y[t] = lower;
    }
}

static void distortion_gain_polarity_and_noise_do_not_matter(void)
{
    static float dry[N], amp[N], wet[N + 5000];
    fill_playing(dry, N, RATE, 2);
    distort(dry, N, amp);
    const UnfoldAlignment straight = align(dry, N, amp, N);
    CU_ASSERT(straight.delay >= 0 && straight.delay < 4);
    CU_ASSERT(straight.onset >= -1 && straight.onset <= straight.delay);
    UnfoldRandom random = {5};
    for (int k = 0; k < 6; ++k) {
        const double by = round(8000 * (unfold_random_uniform(&random) - 0.5));
        unfold_shift(amp, N, -by, k % 2, wet, N + 5000);
        const float gain = k < 3 ? 0.05f : 4;
        for (size_t t = 0; t < N + 5000; ++t)
            wet[t] = gain * (wet[t] + 0.01f * (float)unfold_random_normal(&random));
        const UnfoldAlignment a = align(dry, N, wet, N + 5000);
        CU_ASSERT_DOUBLE_EQUAL(a.delay - by, straight.delay, 0.5);
        CU_ASSERT_EQUAL(a.inverted, straight.inverted ^ (k % 2));
        CU_ASSERT(a.confidence > UNFOLD_CONFIDENT);
        CU_ASSERT(labs((long)(a.onset - straight.onset) - (long)by) <= 2);
    }
}

static void unrelated_recordings_are_told_apart(void)
{
    static float dry[N], wet[N];
    for (unsigned seed = 10; seed < 16; ++seed) {
        fill_playing(dry, N, RATE, seed);
        fill_playing(wet, N, RATE, seed + 100);
        CU_ASSERT(align(dry, N, wet, N).confidence < UNFOLD_CONFIDENT);
    }
    UnfoldRandom random = {1};
    for (size_t t = 0; t < N; ++t) {
        dry[t] = (float)(sin(0.1 * (double)t) + 1e-4 * unfold_random_normal(&random));
        wet[t] = (float)(sin(0.1 * (double)t) + 1e-4 * unfold_random_normal(&random));
    }
    CU_ASSERT(align(dry, N, wet, N).confidence < UNFOLD_CONFIDENT);
}

static void nothing_to_compare_has_no_confidence(void)
{
    static float sound[N], silence[N];
    fill_playing(sound, N, RATE, 3);
    CU_ASSERT_EQUAL(align(sound, N, silence, N).confidence, 0);
    CU_ASSERT_EQUAL(align(silence, N, sound, N).confidence, 0);
    CU_ASSERT_EQUAL(align(silence, N, silence, N).confidence, 0);
    for (size_t n = 0; n < 300; n += 33)
        CU_ASSERT_EQUAL(align(sound, n, sound, 1).confidence, 0);
}

/* wet_t = dry(t - delay(t)) */
static void warp(const float *dry, double slope, double swing, float *wet)
{
    for (size_t t = 0; t < LONG_N; ++t) {
        const double at = (double)t;
        const double delay =
            100 + slope * at + swing * sin(2 * M_PI * at / LONG_N * 3.3);
        wet[t] = (float)tanh(3 * unfold_interpolate(dry, LONG_N, at - delay));
    }
}

static void clocks_that_drift_are_measured(void)
{
    float *dry = malloc(LONG_N * sizeof *dry), *wet = malloc(LONG_N * sizeof *wet);
    fill_playing(dry, LONG_N, RATE, 4);
    static const double slopes[] = {80e-6, -10e-6};
    for (size_t k = 0; k < 2; ++k) {
        warp(dry, slopes[k], 0, wet);
        const UnfoldAlignment a = align(dry, LONG_N, wet, LONG_N);
        CU_ASSERT_DOUBLE_EQUAL(a.drift_ppm, 1e6 * slopes[k], 0.5);
        CU_ASSERT_DOUBLE_EQUAL(a.delay, 100 + 0.5 * slopes[k] * LONG_N, 0.5);
        CU_ASSERT(a.drift_confidence > UNFOLD_DRIFT_CONFIDENT);
        CU_ASSERT(a.wander < 0.5);
        const UnfoldAlignment brief = align(dry, LONG_N / 4, wet, LONG_N / 4);
        CU_ASSERT_EQUAL(brief.drift_ppm, 0);
        CU_ASSERT_EQUAL(brief.drift_confidence, 0);
    }
    free(dry);
    free(wet);
}

static void steady_clocks_and_moving_delays_do_not_drift(void)
{
    float *dry = malloc(LONG_N * sizeof *dry), *wet = malloc(LONG_N * sizeof *wet);
    fill_playing(dry, LONG_N, RATE, 4);
    warp(dry, 0, 0, wet);
    const UnfoldAlignment steady = align(dry, LONG_N, wet, LONG_N);
    CU_ASSERT_EQUAL(steady.drift_ppm, 0);
    CU_ASSERT(steady.drift_confidence > 0.95);
    for (size_t t = LONG_N / 2; t < LONG_N - 300; ++t) /* a dropout */
        wet[t] = wet[t + 300];
    const UnfoldAlignment dropout = align(dry, LONG_N, wet, LONG_N);
    CU_ASSERT_EQUAL(dropout.drift_ppm, 0);
    CU_ASSERT(dropout.drift_confidence < UNFOLD_DRIFT_CONFIDENT);
    CU_ASSERT(dropout.wander > 100);
    warp(dry, 0, 6, wet); /* a chorus */
    CU_ASSERT_EQUAL(align(dry, LONG_N, wet, LONG_N).drift_ppm, 0);
    for (size_t t = 0; t < LONG_N; ++t) /* a tremolo */
        wet[t] = dry[t] * (float)(0.55 + 0.45 * sin(4e-3 * (double)t));
    CU_ASSERT_EQUAL(align(dry, LONG_N, wet, LONG_N).drift_ppm, 0);
    free(dry);
    free(wet);
}

static void each_allocation_that_fails_is_told(void)
{
    static float dry[N];
    fill_playing(dry, N, RATE, 6);
    const UnfoldPairView pair = {dry, dry, N, N, RATE};
    UnfoldAlignment alignment;
    allocations_reset();
    CU_ASSERT(unfold_align(&pair, &alignment));
    const size_t made = allocations_made();
    CU_ASSERT(made > 10);
    for (size_t n = 0; n < made; ++n) {
        allocations_reset();
        allocations_fail_at(n, n % 2);
        CU_ASSERT_FALSE(unfold_align(&pair, &alignment));
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
}

static const Test tests[] = {
    {"a delay alone is found exactly", a_delay_alone_is_found_exactly},
    {"distortion, gain, polarity and noise do not matter",
     distortion_gain_polarity_and_noise_do_not_matter},
    {"unrelated recordings are told apart", unrelated_recordings_are_told_apart},
    {"nothing to compare has no confidence", nothing_to_compare_has_no_confidence},
    {"clocks that drift are measured", clocks_that_drift_are_measured},
    {"steady clocks and moving delays do not drift",
     steady_clocks_and_moving_delays_do_not_drift},
    {"each allocation that fails is told", each_allocation_that_fails_is_told},
    {NULL, NULL}};

const Suite align_suite = {"align", tests};
