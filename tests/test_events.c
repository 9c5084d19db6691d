/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/events.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>

static const UnfoldEventSpec usual = {
    .rise = 12, .floor = -60, .pause = 0.05, .longest = 0.3};

/* `count` frames of a level; returns the last one's event, all others must be
 * `expected`. */
static UnfoldEvent pass(UnfoldEvents *events, float level, size_t count,
                        UnfoldEvent expected)
{
    size_t others = 0;
    for (size_t t = 0; t + 1 < count; ++t)
        others += unfold_events_next(events, level) != expected;
    CU_ASSERT_EQUAL(others, 0);
    return unfold_events_next(events, level);
}

static void silence(void)
{
    UnfoldEvents events;
    unfold_events_init(&events, &usual, 0.01);
    CU_ASSERT_EQUAL(pass(&events, -100, 1000, UNFOLD_IDLE), UNFOLD_IDLE);
    CU_ASSERT_EQUAL(pass(&events, -60.1f, 1000, UNFOLD_IDLE), UNFOLD_IDLE);
}

static void a_sound(void)
{
    UnfoldEvents events;
    unfold_events_init(&events, &usual, 0.01);
    pass(&events, -90, 20, UNFOLD_IDLE);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -20), UNFOLD_BEGINS);
    CU_ASSERT_EQUAL(pass(&events, -20, 9, UNFOLD_GOES_ON), UNFOLD_GOES_ON);
    CU_ASSERT_EQUAL(pass(&events, -90, 5, UNFOLD_GOES_ON), UNFOLD_ENDS);
    CU_ASSERT_EQUAL(events.frames, 15);
    CU_ASSERT_EQUAL(events.quiet, 5);
    CU_ASSERT_EQUAL(pass(&events, -90, 20, UNFOLD_IDLE), UNFOLD_IDLE);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -30), UNFOLD_BEGINS);
}

static void gaps(void)
{
    UnfoldEvents events;
    unfold_events_init(&events, &usual, 0.01);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -20), UNFOLD_BEGINS);
    for (int k = 0; k < 5; ++k) {
        CU_ASSERT_EQUAL(pass(&events, -90, 4, UNFOLD_GOES_ON), UNFOLD_GOES_ON);
        CU_ASSERT_EQUAL(unfold_events_next(&events, -20), UNFOLD_GOES_ON);
    }
    CU_ASSERT_EQUAL(pass(&events, -90, 4, UNFOLD_GOES_ON), UNFOLD_ENDS);
    CU_ASSERT_EQUAL(events.frames, 30); /* the longest: the pause had one to go */
    CU_ASSERT_EQUAL(events.quiet, 4);
}

/* Frames until a sound that never ends is ended, its first one included. */
static size_t length(const UnfoldEventSpec *spec, double hop, float after)
{
    UnfoldEvents events;
    unfold_events_init(&events, spec, hop);
    size_t frames = 1;
    CU_ASSERT_EQUAL(unfold_events_next(&events, -20), UNFOLD_BEGINS);
    UnfoldEvent event;
    do {
        event = unfold_events_next(&events, after);
        ++frames;
    } while (event == UNFOLD_GOES_ON && frames < 100000);
    CU_ASSERT_EQUAL(event, UNFOLD_ENDS);
    CU_ASSERT_EQUAL(events.frames, frames);
    return frames;
}

/* Whole numbers of hops too, which do not divide exactly. */
static void hop_lengths(void)
{
    static const double hops[] = {0.001, 0.004, 80 / 8000.0, 0.0125, 176 / 44100.0,
                                  0.03,  0.1,   0.3,         0.7};
    for (size_t k = 0; k < sizeof hops / sizeof *hops; ++k) {
        const double longest = ceil(0.3 / hops[k] - 1e-6);
        const double pause = ceil(0.05 / hops[k] - 1e-6);
        CU_ASSERT_EQUAL(length(&usual, hops[k], -20), fmax(2, longest));
        CU_ASSERT_EQUAL(length(&usual, hops[k], -90), fmax(2, pause + 1));
    }
    for (int n = 1; n < 200; ++n) {
        UnfoldEventSpec spec = usual;
        spec.longest = 1e9;
        spec.pause = n * (80 / 8000.0);
        CU_ASSERT_EQUAL(length(&spec, 80 / 8000.0, -90), (size_t)n + 1);
    }
}

static void never_ending(void)
{
    UnfoldEvents events;
    unfold_events_init(&events, &usual, 0.01);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -20), UNFOLD_BEGINS);
    CU_ASSERT_EQUAL(pass(&events, -20, 29, UNFOLD_GOES_ON), UNFOLD_ENDS);
    CU_ASSERT_EQUAL(events.quiet, 0);
    CU_ASSERT_EQUAL(pass(&events, -20, 100, UNFOLD_IDLE), UNFOLD_IDLE);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -11), UNFOLD_IDLE);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -5), UNFOLD_BEGINS);
}

/* A cymbal of 2 seconds that falls by 30 dB a second, hit anew each half. */
static void hits_on_a_ringing_tail(void)
{
    UnfoldEvents events;
    unfold_events_init(&events, &usual, 0.01);
    int begun = 0, ended = 0;
    for (int t = 0; t < 200; ++t) {
        const float level = -10 - 0.3f * (float)(t % 50) - 7 * (float)(t / 50 % 2);
        const UnfoldEvent event = unfold_events_next(&events, level);
        begun += event == UNFOLD_BEGINS;
        ended += event == UNFOLD_ENDS;
        CU_ASSERT(event != UNFOLD_BEGINS || t % 50 == 0);
    }
    CU_ASSERT_EQUAL(begun, 2); /* the loud ones: 12 dB above the tail */
    CU_ASSERT_EQUAL(ended, 2);
}

/* Noise that swells more slowly than the background climbs is none; a faster one is. */
static void swelling_noise(void)
{
    for (int fast = 0; fast < 2; ++fast) {
        UnfoldEvents events;
        unfold_events_init(&events, &usual, 0.01);
        int begun = 0;
        for (double level = -100; level < -10; level += fast ? 0.1 : 0.025)
            begun += unfold_events_next(&events, (float)level) == UNFOLD_BEGINS;
        CU_ASSERT_EQUAL(begun > 0, fast);
    }
}

static void two_frames(void)
{
    UnfoldEventSpec spec = usual;
    spec.pause = spec.longest = 0.001;
    UnfoldEvents events;
    unfold_events_init(&events, &spec, 0.01);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -20), UNFOLD_BEGINS);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -90), UNFOLD_ENDS);
    CU_ASSERT_EQUAL(events.frames, 2);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -20), UNFOLD_BEGINS);
    CU_ASSERT_EQUAL(unfold_events_next(&events, -20), UNFOLD_ENDS);
}

static const Test tests[] = {
    {"silence and what is below the floor are no sound", silence},
    {"a sound begins above the background and ends after a pause", a_sound},
    {"gaps shorter than the pause do not end a sound", gaps},
    {"hops of any length keep pause and longest", hop_lengths},
    {"what goes on beyond the longest becomes the background", never_ending},
    {"a hit on a ringing tail is a sound of its own", hits_on_a_ringing_tail},
    {"noise that swells slowly is no sound", swelling_noise},
    {"a sound has two frames at least", two_frames},
    {NULL, NULL},
};

const Suite events_suite = {"events", tests};
