/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/front.h"
#include "listen/lesson.h"
#include "tests/support/allocations.h"
#include "tests/support/made_listening.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 0.7
#define HOP 0.01

enum { MOST = 60000, FRAMES = 110, WIDTH = 32 };

static const UnfoldAugment everything = {.gain = 6,
                                         .noise = 20,
                                         .pitch = 0.5,
                                         .tempo = 0.5,
                                         .colour = 6,
                                         .mask_bands = 3,
                                         .mask_frames = 5};

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

/* Every frame that the front gives live, in blocks. */
static size_t live(const UnfoldListening *listening, double rate, const float *x,
                   size_t n, float *rows, UnfoldFrontFrame *frames)
{
    const size_t width = unfold_feature_count(&listening->features);
    UnfoldFront *front = unfold_front_new(listening, rate);
    size_t count = 0;
    for (size_t at = 0; at < n; at += 128) {
        const float *next = x + at;
        size_t left = n - at < 128 ? n - at : 128;
        while (unfold_front_next(front, &next, &left, &frames[count])) {
            memcpy(rows + count * width, frames[count].features, width * sizeof *rows);
            ++count;
        }
    }
    unfold_front_free(front);
    return count;
}

static void check_clip(double rate)
{
    static float padded[MOST], rows[FRAMES * WIDTH];
    static UnfoldFrontFrame frames[FRAMES];
    const UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    const size_t width = unfold_feature_count(&listening.features);
    const UnfoldLesson lesson = lesson_at(rate);
    UnfoldHeardLesson heard = heard_of(&listening, &lesson, NULL, 1);
    /* A twentieth of a second ahead; behind, one more than the pause. */
    memset(padded, 0, sizeof padded);
    memcpy(padded + (size_t)(0.05 * rate), sound, lesson.frames * sizeof *sound);
    const size_t count =
        live(&listening, rate, padded, (size_t)((SECONDS + 0.24) * rate), rows, frames);
    size_t begin = 0, end = 0;
    for (size_t t = 0; t < count; ++t) {
        begin = frames[t].event == UNFOLD_BEGINS ? t : begin;
        end = frames[t].event == UNFOLD_ENDS ? t + 1 : end;
    }
    CU_ASSERT_DOUBLE_EQUAL((double)begin * HOP, 0.55, 2 * HOP); /* the last of them */
    CU_ASSERT(!heard.silent);
    CU_ASSERT_EQUAL(heard.from, 3);
    CU_ASSERT_EQUAL_FATAL(heard.steps, end - begin + 3);
    CU_ASSERT_EQUAL(
        memcmp(heard.x, rows + (begin - 3) * width, heard.steps * width * sizeof *rows),
        0);
    unfold_heard_clear(&heard);
    CU_ASSERT_PTR_NULL(heard.x);
}

static void clips_are_heard_live(void)
{
    check_clip(8000);
    check_clip(16000);
    check_clip(44100);
    check_clip(48000);
}

static void frames_are_heard_live(void)
{
    static float rows[FRAMES * WIDTH];
    static UnfoldFrontFrame frames[FRAMES];
    for (int task = UNFOLD_TASK_FRAME; task <= UNFOLD_TASK_NEXT; ++task) {
        const UnfoldListening listening = listening_of((UnfoldTask)task);
        const size_t width = unfold_feature_count(&listening.features);
        const UnfoldLesson lesson = lesson_at(44100);
        UnfoldHeardLesson heard = heard_of(&listening, &lesson, NULL, 1);
        const size_t count =
            live(&listening, 44100, sound, lesson.frames, rows, frames);
        CU_ASSERT_EQUAL_FATAL(heard.steps, count);
        CU_ASSERT_EQUAL(heard.from, 0);
        CU_ASSERT_EQUAL(memcmp(heard.x, rows, count * width * sizeof *rows), 0);
        unfold_heard_clear(&heard);
    }
}

static void clip_targets(void)
{
    const UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    UnfoldLesson lesson = lesson_at(16000);
    for (lesson.label = -1; lesson.label < 3; ++lesson.label) {
        UnfoldHeardLesson heard = heard_of(&listening, &lesson, NULL, 1);
        double sum = 0;
        for (size_t k = 0; k < heard.steps * 3; ++k) {
            const bool aimed = (int)(k % 3) == lesson.label && k / 3 >= heard.from;
            CU_ASSERT_EQUAL(heard.target[k] > 0, aimed);
            CU_ASSERT(!aimed ||
                      heard.target[k] == heard.target[heard.steps * 3 - 3 + k % 3]);
            sum += heard.target[k];
        }
        CU_ASSERT_DOUBLE_EQUAL(sum, lesson.label >= 0, 1e-6);
        unfold_heard_clear(&heard);
    }
}

static void silent_clips(void)
{
    const UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    UnfoldLesson lesson = lesson_at(8000);
    lesson.label = 1;
    memset(sound, 0, sizeof sound);
    for (int empty = 0; empty < 2; ++empty) {
        lesson.frames = empty ? 0 : lesson.frames;
        UnfoldHeardLesson heard = heard_of(&listening, &lesson, NULL, 1);
        CU_ASSERT(heard.silent);
        CU_ASSERT_EQUAL(heard.steps, empty ? 12 : 82);
        CU_ASSERT_EQUAL(heard.from, 0);
        CU_ASSERT_DOUBLE_EQUAL(heard.target[1] * (float)heard.steps, 1, 1e-6);
        unfold_heard_clear(&heard);
    }
}

static int label_of(const UnfoldHeardLesson *heard, size_t t)
{
    int label = -1;
    for (int k = 0; k < 3; ++k)
        if (heard->target[t * 3 + (size_t)k] != 0) {
            CU_ASSERT_EQUAL(heard->target[t * 3 + (size_t)k], 1);
            CU_ASSERT_EQUAL(label, -1);
            label = k;
        }
    return label;
}

static void frame_targets(void)
{
    /* a part, one in its midst, one too short for any middle, one beyond the end */
    static const UnfoldLabelSpan parts[] = {
        {0.1, 0.3, 1}, {0.2, 0.25, 2}, {0.401, 0.404, 2}, {0.65, 9, 2}};
    UnfoldListening listening = listening_of(UNFOLD_TASK_FRAME);
    UnfoldLesson lesson = lesson_at(16000);
    lesson.parts = parts;
    lesson.part_count = 4;
    for (int nothing = -1; nothing < 1; ++nothing) {
        listening.nothing = nothing;
        UnfoldHeardLesson heard = heard_of(&listening, &lesson, NULL, 1);
        CU_ASSERT_EQUAL(heard.steps, 69); /* resampling keeps the last one back */
        for (size_t t = 0; t < heard.steps; ++t) {
            const int expected = t >= 65 || (t >= 20 && t < 25) ? 2
                                 : t >= 10 && t < 30            ? 1
                                                                : nothing;
            CU_ASSERT_EQUAL(label_of(&heard, t), expected);
        }
        unfold_heard_clear(&heard);
    }
    lesson.part_count = 0;
    for (lesson.label = -1; lesson.label < 3; ++lesson.label) {
        UnfoldHeardLesson heard = heard_of(&listening, &lesson, NULL, 1);
        for (size_t t = 0; t < heard.steps; ++t)
            CU_ASSERT_EQUAL(label_of(&heard, t), lesson.label);
        unfold_heard_clear(&heard);
    }
}

/* A part that is half of the recording is half of it at any speed. */
static void parts_are_stretched(void)
{
    const UnfoldLabelSpan half = {0, SECONDS / 2, 1};
    static const UnfoldAugment augments[] = {{.pitch = 1}, {.tempo = 1}};
    const UnfoldListening listening = listening_of(UNFOLD_TASK_FRAME);
    UnfoldLesson lesson = lesson_at(8000);
    lesson.parts = &half;
    lesson.part_count = 1;
    size_t least = 1000, most = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
        UnfoldHeardLesson heard =
            heard_of(&listening, &lesson, &augments[seed % 2], seed);
        size_t labelled = 0;
        for (size_t t = 0; t < heard.steps; ++t)
            labelled += label_of(&heard, t) == 1;
        CU_ASSERT_DOUBLE_EQUAL((double)labelled, (double)heard.steps / 2, 1);
        least = heard.steps < least ? heard.steps : least;
        most = heard.steps > most ? heard.steps : most;
        unfold_heard_clear(&heard);
    }
    CU_ASSERT(least < 50 && most > 100 && most <= 140);
}

static void value_targets(void)
{
    static const double times[] = {0.1, 0.2, 0.2, 0.4}, values[] = {5, 7, 3, 4};
    const UnfoldListening listening = listening_of(UNFOLD_TASK_VALUE);
    UnfoldLesson lesson = lesson_at(8000);
    lesson.times = times;
    lesson.values = values;
    lesson.value_count = 4;
    UnfoldHeardLesson heard = heard_of(&listening, &lesson, NULL, 1);
    CU_ASSERT_EQUAL(heard.steps, 70);
    for (size_t t = 0; t < heard.steps; ++t) {
        const double time = ((double)t + 0.5) * HOP;
        if (t < 10 || t >= 40) {
            CU_ASSERT(isnan(heard.target[t]));
            continue;
        }
        const double value =
            t < 20 ? 5 + 2 * (time - 0.1) / 0.1 : 3 + (time - 0.2) / 0.2;
        CU_ASSERT_DOUBLE_EQUAL(heard.target[t], (value - 3) / 2, 1e-6);
    }
    unfold_heard_clear(&heard);
    for (lesson.value_count = 0; lesson.value_count < 2; ++lesson.value_count) {
        heard = heard_of(&listening, &lesson, NULL, 1);
        for (size_t t = 0; t < heard.steps; ++t)
            CU_ASSERT(isnan(heard.target[t])); /* between one and none is nothing */
        unfold_heard_clear(&heard);
    }
}

/* Masks would hide what is to be told; colours are of the whole recording. */
static void next_targets(void)
{
    static const UnfoldAugment augments[] = {
        {.tempo = 1}, {.mask_bands = 4, .mask_frames = 20}, {.colour = 6}};
    const UnfoldListening listening = listening_of(UNFOLD_TASK_NEXT);
    const size_t width = unfold_feature_count(&listening.features);
    const UnfoldLesson lesson = lesson_at(8000);
    UnfoldHeardLesson plain = heard_of(&listening, &lesson, NULL, 1);
    for (size_t a = 0; a < 3; ++a) {
        UnfoldHeardLesson heard = heard_of(&listening, &lesson, &augments[a], 1);
        const size_t whole = (heard.steps - 1) * width;
        CU_ASSERT_EQUAL_FATAL(heard.steps, plain.steps);
        CU_ASSERT_EQUAL(memcmp(heard.target, heard.x + width, whole * sizeof *heard.x),
                        0);
        for (size_t k = 0; k < width; ++k)
            CU_ASSERT(isnan(heard.target[whole + k]));
        const int other = memcmp(heard.x, plain.x, whole * sizeof *heard.x);
        CU_ASSERT_EQUAL(other != 0, a == 2);
        unfold_heard_clear(&heard);
    }
    unfold_heard_clear(&plain);
}

static bool same(const UnfoldListening *listening, const UnfoldHeardLesson *a,
                 const UnfoldHeardLesson *b)
{
    const size_t bytes =
        a->steps * unfold_feature_count(&listening->features) * sizeof *a->x;
    return a->steps == b->steps && a->from == b->from && a->silent == b->silent &&
           !memcmp(a->x, b->x, bytes);
}

static void same_seed(void)
{
    for (int task = UNFOLD_TASK_CLIP; task <= UNFOLD_TASK_NEXT; ++task) {
        const UnfoldListening listening = listening_of((UnfoldTask)task);
        const UnfoldLesson lesson = lesson_at(22050);
        UnfoldHeardLesson heard[3];
        for (unsigned k = 0; k < 3; ++k)
            heard[k] = heard_of(&listening, &lesson, &everything, 7 + k / 2);
        CU_ASSERT(same(&listening, &heard[0], &heard[1]));
        CU_ASSERT(!same(&listening, &heard[0], &heard[2]));
        for (int k = 0; k < 3; ++k)
            unfold_heard_clear(&heard[k]);
    }
}

/* Much shorter than a hop, at rates far apart, augmented: all must fit where it goes.
 */
static void short_recordings(void)
{
    static const double rates[] = {400, 8000, 96000, 1000000};
    for (size_t k = 0; k < 4 * 4; ++k) {
        const UnfoldListening listening = listening_of((UnfoldTask)(k % 4));
        UnfoldLesson lesson = lesson_at(8000);
        lesson.rate = rates[k / 4];
        for (lesson.frames = 0; lesson.frames < 100; lesson.frames += 9) {
            UnfoldHeardLesson heard =
                heard_of(&listening, &lesson, &everything, (unsigned)lesson.frames);
            CU_ASSERT(heard.steps >= heard.from);
            unfold_heard_clear(&heard);
        }
    }
}

static void without_memory(void)
{
    const UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    const UnfoldLesson lesson = lesson_at(44100);
    UnfoldStatus status = UNFOLD_NO_MEMORY;
    UnfoldHeardLesson heard;
    size_t n = 0;
    for (; status && n < 100; ++n) {
        UnfoldRandom random = {1};
        allocations_reset();
        allocations_fail_at(n, 0);
        status = unfold_lesson_hear(&listening, &lesson, &everything, &random, &heard);
        CU_ASSERT(!status || (status == UNFOLD_NO_MEMORY && allocations_live() == 0));
    }
    CU_ASSERT(n > 20 && !status);
    unfold_heard_clear(&heard);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
}

static const Test tests[] = {
    {"a clip is its loudest sound with its lead, as it is heard live",
     clips_are_heard_live},
    {"recordings are heard as they are live", frames_are_heard_live},
    {"the targets of a clip add up to 1 after its lead", clip_targets},
    {"a silent clip is taken whole", silent_clips},
    {"frames have the label of the part that began last", frame_targets},
    {"parts are stretched with the sound", parts_are_stretched},
    {"values lie between their neighbours, and are unknown beyond", value_targets},
    {"the next frame is what follows, never masked", next_targets},
    {"the same seed gives the same bytes", same_seed},
    {"recordings may be shorter than a hop, or empty", short_recordings},
    {"each allocation may fail", without_memory},
    {NULL, NULL},
};

const Suite lesson_suite = {"lesson", tests};
