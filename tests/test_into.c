/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/into.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double froms[] = {22050, 44100, 48000, 96000};
static const double tos[] = {8000, 16000, 22050, 44100};

enum { FROMS = 4, TOS = 4, LONG = 3000, ROOM = 4 * LONG };

typedef void (*Check)(double from, double to, UnfoldIntoQuality quality);

static void each_pair(Check check)
{
    for (int k = 0; k < FROMS * TOS * 2; ++k)
        check(froms[k / 2 / TOS], tos[k / 2 % TOS],
              k % 2 ? UNFOLD_INTO_PLAY : UNFOLD_INTO_HEAR);
}

/* All of x, `piece` samples at a time, with no more room than is said to be enough. */
static size_t take(UnfoldInto *into, const float *x, size_t n, size_t piece, float *y)
{
    size_t made = 0;
    for (size_t at = 0; at < n; at += piece) {
        const size_t some = n - at < piece ? n - at : piece;
        made += unfold_into_take(into, x + at, some, y + made,
                                 unfold_into_most(into, some));
    }
    return made;
}

static void check_split(double from, double to, UnfoldIntoQuality quality)
{
    static const size_t pieces[] = {1, 2, 7, 64, 1000};
    static float x[LONG], whole[ROOM], y[ROOM];
    fill_noise(x, LONG, 1, 1);
    UnfoldInto *into = unfold_into_new(from, to, quality);
    const size_t made = take(into, x, LONG, LONG, whole);
    CU_ASSERT(made > 0);
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; ++k) {
        unfold_into_reset(into);
        CU_ASSERT_EQUAL(take(into, x, LONG, pieces[k], y), made);
        CU_ASSERT_EQUAL(memcmp(y, whole, made * sizeof *y), 0);
    }
    unfold_into_free(into);
}

static void any_split(void)
{
    each_pair(check_split);
}

/* The filters let through what is in their band within 97 dB; a sample late would be
   off by 0.4. */
#define SINE_TOLERANCE 1e-4

static void check_phase(double from, double to, UnfoldIntoQuality quality)
{
    static float x[LONG], y[ROOM];
    const double hz = fmin(from, to) / 16;
    for (size_t t = 0; t < LONG; ++t)
        x[t] = (float)sin(2 * M_PI * hz * (double)t / from);
    UnfoldInto *into = unfold_into_new(from, to, quality);
    const size_t made = take(into, x, LONG, 100, y);
    double worst = 0;
    for (size_t m = made / 4; m < made; ++m)
        worst = fmax(worst, fabs(y[m] - sin(2 * M_PI * hz * (double)m / to)));
    if (worst > SINE_TOLERANCE)
        printf("%g to %g Hz: off by %g\n", from, to, worst);
    CU_ASSERT(worst <= SINE_TOLERANCE);
    unfold_into_free(into);
}

static void moments(void)
{
    each_pair(check_phase);
}

static void check_click(double from, double to, UnfoldIntoQuality quality)
{
    static float x[LONG], y[ROOM];
    const size_t place = 1333;
    memset(x, 0, sizeof x);
    x[place] = 1;
    UnfoldInto *into = unfold_into_new(from, to, quality);
    const size_t made = take(into, x, LONG, 50, y);
    size_t top = 0;
    for (size_t m = 0; m < made; ++m)
        top = y[m] > y[top] ? m : top;
    CU_ASSERT(fabs((double)top / to - (double)place / from) <= 0.5 / to + 1e-9);
    unfold_into_free(into);
}

static void clicks(void)
{
    each_pair(check_click);
}

/* The most that samples came late, counted anew: after sample t of the input there are
   all samples of moments until (t + 1) / from - late. */
static double lateness(UnfoldInto *into, double from, double to, size_t n)
{
    float some[300];
    double worst = 0;
    size_t made = 0;
    for (size_t t = 0; t < n; ++t) {
        const float x = (float)(t % 7);
        made += unfold_into_take(into, &x, 1, some, unfold_into_most(into, 1));
        worst = fmax(worst, (double)(t + 1) / from - (double)made / to);
    }
    return worst;
}

static void check_latency(double from, double to, UnfoldIntoQuality quality)
{
    UnfoldInto *into = unfold_into_new(from, to, quality);
    const double told = unfold_into_latency(into);
    const double ratio = fmax(1, from / to);
    const double worst = lateness(into, from, to, (size_t)(9000 * ratio));
    if (worst > told + 1e-9 || worst < told - 1 / from)
        printf("%g to %g Hz: %g s late, not %g\n", from, to, worst, told);
    CU_ASSERT(worst <= told + 1e-9);
    CU_ASSERT(worst >= told - 1 / from);
    CU_ASSERT(from == to ? told == 0 : told < 100 / fmin(from, to));
    unfold_into_free(into);
}

static void latency(void)
{
    each_pair(check_latency);
    check_latency(192000, 1000, UNFOLD_INTO_HEAR);
    check_latency(48000, 400, UNFOLD_INTO_PLAY);
    check_latency(25600, 100, UNFOLD_INTO_PLAY);
    check_latency(100, 25600, UNFOLD_INTO_HEAR);
    check_latency(44100, 44099, UNFOLD_INTO_HEAR);
    check_latency(48000.5, 8000.25, UNFOLD_INTO_HEAR);
}

static void latency_forgets(void)
{
    static float x[LONG], y[ROOM], again[ROOM];
    fill_noise(x, LONG, 1, 1);
    UnfoldInto *into = unfold_into_new(44100, 8000, UNFOLD_INTO_HEAR);
    const size_t made = take(into, x, LONG, LONG, y);
    unfold_into_latency(into);
    CU_ASSERT_EQUAL(take(into, x, LONG, LONG, again), made);
    CU_ASSERT_EQUAL(memcmp(y, again, made * sizeof *y), 0);
    unfold_into_free(into);
}

static void equal_rates(void)
{
    float x[100], y[100];
    fill_noise(x, 100, 1, 1);
    UnfoldInto *into = unfold_into_new(8000, 8000, UNFOLD_INTO_PLAY);
    CU_ASSERT_EQUAL(unfold_into_take(into, x, 100, y, 100), 100);
    CU_ASSERT_EQUAL(memcmp(x, y, sizeof x), 0);
    CU_ASSERT_EQUAL(unfold_into_take(into, x, 0, y, 100), 0);
    CU_ASSERT_EQUAL(unfold_into_latency(into), 0);
    unfold_into_free(into);
}

static void nothing_allocated(void)
{
    static float x[LONG], y[ROOM];
    UnfoldInto *into = unfold_into_new(48000, 16000, UNFOLD_INTO_HEAR);
    allocations_reset();
    take(into, x, LONG, 64, y);
    unfold_into_reset(into);
    take(into, x, LONG, LONG, y);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    unfold_into_free(into);
}

static void without_memory(void)
{
    allocations_reset();
    allocations_fail_at(0, 0);
    CU_ASSERT_PTR_NULL(unfold_into_new(48000, 16000, UNFOLD_INTO_HEAR));
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
    unfold_into_free(NULL);
}

static const Test tests[] = {
    {"any split into calls gives the same bytes", any_split},
    {"sample m is of the moment m / to", moments},
    {"a click stays at its place", clicks},
    {"samples come as late as is said, and never later", latency},
    {"asking for the latency forgets what was heard", latency_forgets},
    {"equal rates change nothing", equal_rates},
    {"taking allocates nothing", nothing_allocated},
    {"a failed allocation is told", without_memory},
    {NULL, NULL},
};

const Suite into_suite = {"into", tests};
