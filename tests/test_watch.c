/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/watch.h"
#include "tests/support/seen.h"
#include "tests/support/suite.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <string.h>

#define LONG (12 * HOST_FRAMES)

static float heard[LONG], sound[LONG];

static Host *open(void)
{
    Host *host = host_open(&(HostOptions){0});
    for (size_t t = 0; t < LONG; ++t)
        sound[t] = host_pluck()[t % HOST_FRAMES];
    seen_begin(host);
    return host;
}

/* Pictures of so many seconds in cycles of `block`. */
static unsigned play(Host *host, double seconds, uint32_t block)
{
    const unsigned before = host->pictures;
    host_play(host, sound, heard, (size_t)(seconds * HOST_RATE), &block, 1);
    return host->pictures - before;
}

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

static void without_a_wish_there_are_none(void)
{
    Host *host = open();
    CU_ASSERT_EQUAL(play(host, 1, 64), 0);
    host_close(host);
}

static void they_come_for_as_long_as_asked(void)
{
    static const uint32_t blocks[] = {1, 64, 100, 256, 1024};
    for (size_t k = 0; k < sizeof blocks / sizeof *blocks; ++k) {
        Host *host = open();
        seen_ask(host, 1);
        const unsigned count = play(host, 1, blocks[k]);
        CU_ASSERT(count >= 30 && count <= 31);
        CU_ASSERT(play(host, 1, blocks[k]) <= 1); /* of a cycle that was begun */
        CU_ASSERT_EQUAL(play(host, 1, blocks[k]), 0);
        seen_ask(host, 1e9f);
        CU_ASSERT(play(host, 11, blocks[k]) <= 302);
        CU_ASSERT_EQUAL(play(host, 1, blocks[k]), 0);
        host_close(host);
    }
}

static void the_longest_wish_counts_and_survives_the_host(void)
{
    Host *host = open();
    seen_ask(host, 0.5f);
    seen_ask(host, 2);
    seen_ask(host, 0.25f);
    CU_ASSERT_EQUAL(play(host, 1, 64), 30);
    host->descriptor->activate(host->instance);
    CU_ASSERT_EQUAL(play(host, 2, 64), 30);
    seen_ask(host, 9);
    CU_ASSERT_EQUAL(play(host, 1, 64), 30);
    seen_ask(host, 0);
    CU_ASSERT_EQUAL(play(host, 1, 64), 0);
    host_close(host);
}

static void seconds_are_numbers_of_any_type(void)
{
    Host *host = open();
    const LV2_Atom_Float f = {{4, host_urid(LV2_ATOM__Float)}, 1};
    const LV2_Atom_Double d = {{8, host_urid(LV2_ATOM__Double)}, 1};
    const LV2_Atom_Int i = {{4, host_urid(LV2_ATOM__Int)}, 1};
    const LV2_Atom_Long l = {{8, host_urid(LV2_ATOM__Long)}, 1};
    const LV2_Atom_Bool b = {{4, host_urid(LV2_ATOM__Bool)}, 1};
    const LV2_Atom *const good[] = {&f.atom, &d.atom, &i.atom, &l.atom, &b.atom};
    for (size_t k = 0; k < sizeof good / sizeof *good; ++k) {
        seen_ask_so(host, good[k]);
        CU_ASSERT_EQUAL(play(host, 2, 64), 30);
    }
    const LV2_Atom_Double short_one = {{4, host_urid(LV2_ATOM__Double)}, 1};
    const LV2_Atom_Float text = {{4, host_urid(LV2_ATOM__String)}, 1};
    const LV2_Atom_Float endless = {{4, host_urid(LV2_ATOM__Float)}, NAN};
    const LV2_Atom *const bad[] = {NULL, &short_one.atom, &text.atom, &endless.atom};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; ++k) {
        seen_ask_so(host, bad[k]);
        CU_ASSERT_EQUAL(play(host, 1, 64), 0);
    }
    host_close(host);
}

static void malformed_wishes_are_passed_over(void)
{
    static const uint32_t bad[] = {0, 1, 7, 8, 9, 0x7fffffff, 0xfffffff8, 0xffffffff};
    Host *host = open();
    seen_ask(host, 1);
    const uint32_t size = host->control.sequence.atom.size + (uint32_t)sizeof(LV2_Atom);
    uint8_t good[256];
    CU_ASSERT_FATAL(size <= sizeof good);
    memcpy(good, host->control.bytes, size);
    for (uint32_t at = 0; at + 4 <= size; at += 4)
        for (size_t k = 0; k < sizeof bad / sizeof *bad; ++k) {
            if (at == 0 && bad[k] > size)
                continue;
            memcpy(host->control.bytes, good, size);
            memcpy(host->control.bytes + at, &bad[k], 4);
            host_run(host, sound, heard, 64);
        }
    lv2_atom_sequence_clear(&host->control.sequence);
    host->control.sequence.atom.type = host_urid(LV2_ATOM__Sequence);
    seen_ask(host, 0);
    CU_ASSERT_EQUAL(play(host, 1, 64), 0);
    seen_ask(host, 1);
    CU_ASSERT_EQUAL(play(host, 1, 64), 30);
    host_close(host);
}

static const Test tests[] = {
    {"wishes are limited, and the longest counts",
     wishes_are_limited_and_the_longest_counts},
    {"it says when nobody had watched", it_says_when_nobody_had_watched},
    {"there are thirty a second", there_are_thirty_a_second},
    {"without a wish there are none", without_a_wish_there_are_none},
    {"they come for as long as asked", they_come_for_as_long_as_asked},
    {"the longest wish counts, and survives the host",
     the_longest_wish_counts_and_survives_the_host},
    {"seconds are numbers of any type", seconds_are_numbers_of_any_type},
    {"malformed wishes are passed over", malformed_wishes_are_passed_over},
    {NULL, NULL},
};

const Suite watch_suite = {"watch", tests};
