/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/repeat.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/playing.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RATE 12000.0
#define N 120000
#define LEAST 6000

static float x[N];

static UnfoldRepeat find(void)
{
    UnfoldRepeat repeat;
    CU_ASSERT_FATAL(unfold_find_repeat(x, N, LEAST, &repeat));
    return repeat;
}

static void play(void)
{
    fill_playing(x, N, RATE, 1);
}

static void the_longest_repeated_passage_is_found(void)
{
    play();
    CU_ASSERT_EQUAL(find().frames, 0);
    memcpy(x + 60000, x + 5000, 7000 * sizeof *x);
    memcpy(x + 90001, x + 20003, 10007 * sizeof *x);
    const UnfoldRepeat repeat = find();
    CU_ASSERT_EQUAL(repeat.first, 20003);
    CU_ASSERT_EQUAL(repeat.second, 90001);
    CU_ASSERT_EQUAL(repeat.frames, 10007);
}

static void what_is_too_short_or_nearly_the_same_does_not_count(void)
{
    play();
    memcpy(x + 60000, x + 5000, (LEAST - 1) * sizeof *x);
    CU_ASSERT_EQUAL(find().frames, 0);
    play();
    for (size_t t = 0; t < 20000; ++t)
        x[80000 + t] = x[t] * 1.0001f;
    CU_ASSERT_EQUAL(find().frames, 0);
}

static void silence_and_tones_repeat_nothing(void)
{
    play();
    memset(x + 10000, 0, 30000 * sizeof *x);
    memset(x + 70000, 0, 30000 * sizeof *x);
    CU_ASSERT_EQUAL(find().frames, 0);
    for (size_t t = 0; t < N; ++t) /* the same bits in every period */
        x[t] = sinf((float)(2 * M_PI * (double)(t % 100) / 100));
    CU_ASSERT_EQUAL(find().frames, 0);
    for (size_t t = 0; t < N; ++t)
        x[t] = 0.25f;
    CU_ASSERT_EQUAL(find().frames, 0);
}

static void a_loop_repeats_at_its_own_length(void)
{
    fill_playing(x, 20000, RATE, 2);
    for (size_t t = 20000; t < N; ++t)
        x[t] = x[t - 20000];
    const UnfoldRepeat repeat = find();
    CU_ASSERT_EQUAL(repeat.first, 0);
    CU_ASSERT_EQUAL(repeat.second, 20000);
    CU_ASSERT_EQUAL(repeat.frames, 20000);
}

static void every_length_will_do(void)
{
    UnfoldRepeat repeat;
    fill_noise(x, N, 0.5, 3);
    for (size_t n = 0; n < 300; n += 7) {
        CU_ASSERT(unfold_find_repeat(x, n, LEAST, &repeat));
        CU_ASSERT_EQUAL(repeat.frames, 0);
    }
}

static void each_allocation_that_fails_is_told(void)
{
    play();
    memcpy(x + 60000, x, 20000 * sizeof *x);
    UnfoldRepeat repeat;
    allocations_reset();
    CU_ASSERT(unfold_find_repeat(x, N, LEAST, &repeat));
    const size_t made = allocations_made();
    CU_ASSERT(made >= 2);
    for (size_t n = 0; n < made; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_FALSE(unfold_find_repeat(x, N, LEAST, &repeat));
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
}

static const Test tests[] = {
    {"the longest repeated passage is found", the_longest_repeated_passage_is_found},
    {"what is too short or nearly the same does not count",
     what_is_too_short_or_nearly_the_same_does_not_count},
    {"silence and tones repeat nothing", silence_and_tones_repeat_nothing},
    {"a loop repeats at its own length", a_loop_repeats_at_its_own_length},
    {"every length will do", every_length_will_do},
    {"each allocation that fails is told", each_allocation_that_fails_is_told},
    {NULL, NULL}};

const Suite repeat_suite = {"repeat", tests};
