/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/lesson.h"
#include "tests/support/allocations.h"
#include "tests/support/made_listening.h"
#include "tests/support/suite.h"

#include <string.h>

#define SECONDS 0.7
#define HOP 0.01

enum { MOST = 20000 };

static float sound[MOST];

/* The last of three sounds is the loudest. */
static UnfoldLesson lesson_at(double rate)
{
    fill_bursts(rate, SECONDS, sound);
    for (size_t t = (size_t)(0.5 * rate); t < (size_t)(0.6 * rate); ++t)
        sound[t] *= 2;
    return (UnfoldLesson){
        .sound = sound, .frames = (size_t)(SECONDS * rate), .rate = rate, .label = -1};
}

static UnfoldHeardLesson heard_of(const UnfoldListening *listening,
                                  const UnfoldLesson *lesson,
                                  const UnfoldAugment *augment, unsigned seed)
{
    UnfoldHeardLesson heard;
    UnfoldRandom random = {seed};
    CU_ASSERT_EQUAL_FATAL(
        unfold_lesson_hear(listening, lesson, augment, &random, &heard), UNFOLD_OK);
    return heard;
}

/* Noise before a sound is no part of it. */
static void noisy_clips(void)
{
    const UnfoldAugment noisy = {.noise = 20}, quiet = {0};
    const UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    const size_t width = unfold_feature_count(&listening.features);
    const UnfoldLesson lesson = lesson_at(16000);
    size_t others = 0;
    for (unsigned seed = 0; seed < 20; ++seed) {
        UnfoldHeardLesson clean = heard_of(&listening, &lesson, &quiet, seed);
        UnfoldHeardLesson heard = heard_of(&listening, &lesson, &noisy, seed);
        CU_ASSERT(!heard.silent);
        CU_ASSERT_EQUAL(heard.from, clean.from);
        CU_ASSERT_EQUAL_FATAL(heard.steps, clean.steps);
        others += memcmp(heard.x, clean.x, heard.steps * width * sizeof *heard.x) != 0;
        unfold_heard_clear(&clean);
        unfold_heard_clear(&heard);
    }
    CU_ASSERT(others > 5 && others < 15);
}

/* What is left of a trimmed clip is heard as the same sound. */
static void trimmed_clips(void)
{
    const UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    const UnfoldLesson lesson = lesson_at(16000);
    UnfoldLesson trimmed = lesson;
    CU_ASSERT_EQUAL(unfold_lesson_trim(&listening, &trimmed), UNFOLD_OK);
    const double begin = (double)(trimmed.sound - lesson.sound) / 16000;
    const double end = begin + (double)trimmed.frames / 16000;
    CU_ASSERT_DOUBLE_EQUAL(begin, 0.5 - listening.events.lead, 2 * HOP);
    CU_ASSERT(end > 0.6 && end <= SECONDS);
    UnfoldHeardLesson all = heard_of(&listening, &lesson, NULL, 1);
    UnfoldHeardLesson part = heard_of(&listening, &trimmed, NULL, 1);
    CU_ASSERT(!part.silent);
    CU_ASSERT_EQUAL(part.from, all.from);
    CU_ASSERT_EQUAL(part.steps, all.steps);
    unfold_heard_clear(&all);
    unfold_heard_clear(&part);
    /* A recording that ends in its midst keeps what there is of it. */
    UnfoldLesson ends = lesson;
    ends.frames = 16000 * 11 / 20;
    CU_ASSERT_EQUAL(unfold_lesson_trim(&listening, &ends), UNFOLD_OK);
    CU_ASSERT_PTR_EQUAL(ends.sound, trimmed.sound);
    CU_ASSERT_PTR_EQUAL(ends.sound + ends.frames, sound + 16000 * 11 / 20);
}

static void untrimmed(void)
{
    const UnfoldListening clips = listening_of(UNFOLD_TASK_CLIP);
    const UnfoldListening frames = listening_of(UNFOLD_TASK_FRAME);
    const UnfoldLesson lesson = lesson_at(16000);
    UnfoldLesson same = lesson;
    CU_ASSERT_EQUAL(unfold_lesson_trim(&frames, &same), UNFOLD_OK);
    CU_ASSERT(same.sound == lesson.sound && same.frames == lesson.frames);
    memset(sound, 0, sizeof sound);
    for (int empty = 0; empty < 2; ++empty) {
        same.frames = empty ? 0 : lesson.frames;
        CU_ASSERT_EQUAL(unfold_lesson_trim(&clips, &same), UNFOLD_OK);
        CU_ASSERT_PTR_EQUAL(same.sound, lesson.sound);
        CU_ASSERT_EQUAL(same.frames, empty ? 0 : lesson.frames);
    }
    allocations_reset();
    allocations_fail_at(0, 0);
    CU_ASSERT_EQUAL(unfold_lesson_trim(&clips, &same), UNFOLD_NO_MEMORY);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
}

/* A batch has room for as many frames as a sound can have, and no more. */
static void silent_clips(void)
{
    const UnfoldAugment augments[] = {{.pitch = 1, .tempo = 1}, {.gain = 0}};
    UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    const UnfoldLesson lesson = lesson_at(16000);
    const double longest[] = {0.005, 0.02, 0.3, 2};
    for (size_t k = 0; k < 4; ++k)
        for (unsigned seed = 0; seed < 10; ++seed) {
            listening.events.longest = longest[k];
            listening.events.floor = seed % 2 ? 0 : -60;
            UnfoldHeardLesson heard =
                heard_of(&listening, &lesson, &augments[seed % 3 == 0], seed);
            CU_ASSERT_EQUAL(heard.silent, seed % 2);
            CU_ASSERT(heard.steps > 0 && heard.from < heard.steps);
            CU_ASSERT(heard.steps <= unfold_lesson_most(&listening));
            unfold_heard_clear(&heard);
        }
    /* What is kept of it is the loudest: a sound that begins at 0.55 s. */
    const size_t width = unfold_feature_count(&listening.features);
    listening.events.floor = 0;
    listening.events.longest = 2;
    UnfoldHeardLesson all = heard_of(&listening, &lesson, NULL, 1);
    listening.events.longest = 0.1;
    UnfoldHeardLesson part = heard_of(&listening, &lesson, NULL, 1);
    size_t first = 0;
    while (first + part.steps < all.steps &&
           memcmp(part.x, all.x + first * width, part.steps * width * sizeof *all.x) !=
               0)
        ++first;
    CU_ASSERT(first * HOP < 0.6 && (first + part.steps) * HOP > 0.65);
    unfold_heard_clear(&all);
    unfold_heard_clear(&part);
}

static const Test tests[] = {
    {"noise does not change where a clip is cut", noisy_clips},
    {"a trimmed clip is heard as the same sound", trimmed_clips},
    {"other tasks and silent clips are not trimmed", untrimmed},
    {"silent clips are no longer than sounds", silent_clips},
    {NULL, NULL},
};

const Suite lesson_clips_suite = {"lesson_clips", tests};
