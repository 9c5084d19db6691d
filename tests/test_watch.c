/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/watch.h"
#include "tests/support/suite.h"

#include <math.h>

static uint64_t left_after(float first, float second)
{
    UnfoldWatch watch = {.rate = 1000};
    unfold_watch_wish(&watch, first);
    unfold_watch_wish(&watch, second);
    return watch.left;
}

static void wishes_are_limited_and_the_longest_counts(void)
{
    static const struct {
        float first, second;
        uint64_t left;
    } cases[] = {{1, 2, 2000},        {2, 1, 2000},      {2, 0, 0},
                 {2, -5, 0},          {2, -INFINITY, 0}, {2, NAN, 2000},
                 {NAN, NAN, 0},       {0, 1e9f, 10000},  {0, INFINITY, 10000},
                 {10, 10.01f, 10000}, {0, 0.0001f, 0},   {-1, 0.25f, 250}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k)
        CU_ASSERT_EQUAL(left_after(cases[k].first, cases[k].second), cases[k].left);
}

static void it_says_when_nobody_had_watched(void)
{
    UnfoldWatch watch = {.rate = 1000};
    CU_ASSERT_FALSE(unfold_watch_wish(&watch, 0));
    CU_ASSERT_TRUE(unfold_watch_wish(&watch, 1));
    CU_ASSERT_FALSE(unfold_watch_wish(&watch, 2));
    CU_ASSERT_FALSE(unfold_watch_wish(&watch, NAN));
    unfold_watch_advance(&watch, 5000);
    CU_ASSERT_EQUAL(watch.left, 0);
    CU_ASSERT_TRUE(unfold_watch_wish(&watch, 1));
}

/* Pictures of two seconds in cycles of so many frames: one in a cycle, at most. */
static unsigned pictures(double rate, uint32_t block)
{
    UnfoldWatch watch = {.rate = rate};
    unsigned count = 0;
    unfold_watch_wish(&watch, 2);
    for (uint32_t done = 0; done < 3 * rate; done += block) {
        CU_ASSERT_FALSE(unfold_watch_advance(&watch, 0));
        count += unfold_watch_advance(&watch, block);
    }
    CU_ASSERT_EQUAL(watch.left, 0);
    return count;
}

static void there_are_thirty_a_second(void)
{
    static const uint32_t blocks[] = {1, 16, 64, 100, 256, 1000, 1024};
    for (size_t k = 0; k < sizeof blocks / sizeof *blocks; ++k)
        for (double rate = 44100; rate < 200000; rate *= 2) {
            const unsigned count = pictures(rate, blocks[k]);
            CU_ASSERT(count >= 60 && count <= 61);
        }
    CU_ASSERT_EQUAL(pictures(48000, 8192), 12); /* each cycle */
    CU_ASSERT_EQUAL(pictures(10, 1), 20);       /* each frame */
}

static const Test tests[] = {
    {"wishes are limited, and the longest counts",
     wishes_are_limited_and_the_longest_counts},
    {"it says when nobody had watched", it_says_when_nobody_had_watched},
    {"there are thirty a second", there_are_thirty_a_second},
    {NULL, NULL},
};

const Suite watch_suite = {"watch", tests};
