/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/page.h"
#include "tests/support/suite.h"
#include "tool/learn_views.h"
#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 8000, LESSONS = 20, SECONDS = 12, LABELS = 7, BANDS = 6 };

/* Recordings of noise, every other one long, and a network that learned nothing. */
typedef struct {
    float *sounds[LESSONS];
    UnfoldRecording recordings[LESSONS];
    UnfoldLesson lessons[LESSONS];
    size_t numbers[LESSONS];
    double times[2], values[2];
    LearnSet set;
    LearnPart part;
    LearnRun run;
} Fixture;

static size_t outputs_of(UnfoldTask task)
{
    switch (task) {
    case UNFOLD_TASK_VALUE:
        return 1;
    case UNFOLD_TASK_NEXT:
        return BANDS;
    default:
        return LABELS;
    }
}

static void make_run(UnfoldTask task, LearnRun *run)
{
    const bool labels = task == UNFOLD_TASK_CLIP || task == UNFOLD_TASK_FRAME;
    UnfoldListening *listening = &run->listening;
    listening->task = task;
    listening->features = (UnfoldFeatureSpec){.rate = RATE,
                                              .frame = 160,
                                              .hop = 80,
                                              .kinds = UNFOLD_MEL,
                                              .bands = BANDS,
                                              .high = RATE / 2};
    for (size_t k = 0; k < BANDS; ++k)
        listening->deviation[k] = 1;
    if (task == UNFOLD_TASK_CLIP)
        listening->events = (UnfoldEventSpec){9, -60, 0.02, 0.1, 0.5};
    listening->label_count = labels ? LABELS : 0;
    listening->nothing = -1;
    listening->value_mean = 100;
    listening->value_deviation = 10;
    const UnfoldShape shape = {.cell = UNFOLD_GRU,
                               .inputs = BANDS,
                               .hidden = 8,
                               .layers = 1,
                               .outputs = (uint32_t)outputs_of(task),
                               .output = labels ? UNFOLD_SOFTMAX : UNFOLD_LINEAR,
                               .output_at = UNFOLD_EVERY_STEP};
    run->model = random_model(&shape, 0, 5);
    CU_ASSERT_PTR_NOT_NULL_FATAL(run->model);
}

static void make_fixture(UnfoldTask task, Fixture *f)
{
    memset(f, 0, sizeof *f);
    f->times[1] = SECONDS;
    f->values[0] = 90;
    f->values[1] = 110;
    for (size_t k = 0; k < LESSONS; ++k) {
        const size_t frames = k % 2 ? SECONDS * RATE : RATE / 2;
        f->sounds[k] = malloc(frames * sizeof(float));
        CU_ASSERT_PTR_NOT_NULL_FATAL(f->sounds[k]);
        fill_noise(f->sounds[k], frames, 0.1 + 0.04 * (double)k, (unsigned)k + 1);
        f->recordings[k].path = k % 2 ? "folder/long.wav" : "short.wav";
        f->lessons[k] = (UnfoldLesson){.sound = f->sounds[k],
                                       .frames = frames,
                                       .rate = RATE,
                                       .label = (int)(k % LABELS),
                                       .times = f->times,
                                       .values = f->values,
                                       .value_count = 2};
        f->numbers[k] = k;
    }
    f->set = (LearnSet){.lessons = f->lessons,
                        .recordings = f->numbers,
                        .count = LESSONS,
                        .sounds = f->sounds,
                        .task = task};
    f->set.list.recordings = f->recordings;
    f->part = (LearnPart){f->numbers, LESSONS};
    make_run(task, &f->run);
}

static void clear_fixture(Fixture *f)
{
    for (size_t k = 0; k < LESSONS; ++k)
        free(f->sounds[k]);
    unfold_model_free(f->run.model);
}

static int look(const Fixture *f, LearnViews *views)
{
    LearnHeard heard;
    *views = (LearnViews){.count = 0};
    int status = learn_hear(&f->run.listening, &f->set, &f->part, NULL, 0, 1, &heard);
    if (!status)
        status = learn_views(&f->run, &f->set, &f->part, &heard, views);
    learn_heard_clear(&heard);
    return status;
}

static void mistakes_come_first_and_each_label_is_right_once(void)
{
    static Fixture f;
    static LearnViews views;
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task <= UNFOLD_TASK_FRAME; ++task) {
        bool right[LABELS] = {false};
        size_t mistakes = 0;
        make_fixture(task, &f);
        CU_ASSERT_EQUAL_FATAL(look(&f, &views), TOOL_OK);
        CU_ASSERT(views.count > 0 && views.count <= LEARN_MOST_VIEWS);
        for (size_t k = 0; k < views.count; ++k) {
            const LearnView *view = &views.list[k];
            CU_ASSERT_EQUAL(view->lines, LEARN_MOST_LINES);
            CU_ASSERT_EQUAL(view->labels[0], view->label);
            mistakes += view->mistaken;
            CU_ASSERT_EQUAL(view->mistaken, mistakes == k + 1);
            if (view->mistaken)
                continue;
            CU_ASSERT_FALSE(right[view->label]);
            right[view->label] = true;
        }
        CU_ASSERT(mistakes > 0 && mistakes <= 6);
        learn_views_clear(&views);
        clear_fixture(&f);
    }
}

static void a_long_recording_is_shown_in_part(void)
{
    static Fixture f;
    static LearnViews views;
    bool seen = false;
    make_fixture(UNFOLD_TASK_FRAME, &f);
    CU_ASSERT_EQUAL_FATAL(look(&f, &views), TOOL_OK);
    for (size_t k = 0; k < views.count; ++k) {
        const LearnView *view = &views.list[k];
        const bool is_long = !strcmp(view->name, "long.wav");
        CU_ASSERT_EQUAL(view->rows, BANDS);
        CU_ASSERT(view->first + view->frames <= view->steps);
        CU_ASSERT_EQUAL(view->frames < view->steps, is_long);
        CU_ASSERT_EQUAL(view->wanted[view->frames - 1], view->label);
        for (size_t n = 0; n < view->frames * view->lines; ++n)
            CU_ASSERT_FATAL(view->answers[n] >= 0 && view->answers[n] <= 1);
        seen |= is_long;
    }
    CU_ASSERT(seen);
    learn_views_clear(&views);
    clear_fixture(&f);
}

static void values_are_shown_in_their_unit(void)
{
    static Fixture f;
    static LearnViews views;
    make_fixture(UNFOLD_TASK_VALUE, &f);
    CU_ASSERT_EQUAL_FATAL(look(&f, &views), TOOL_OK);
    CU_ASSERT_EQUAL(views.count, LEARN_MOST_VIEWS);
    CU_ASSERT(views.list[0].score >= views.list[LEARN_MOST_VIEWS - 1].score);
    for (size_t k = 0; k < views.count; ++k) {
        const LearnView *view = &views.list[k];
        const double time = ((double)view->first + 0.5) * 0.01;
        CU_ASSERT_EQUAL_FATAL(view->lines, 2);
        CU_ASSERT_DOUBLE_EQUAL(view->answers[0], 90 + 20 * time / SECONDS, 1e-3);
        CU_ASSERT(isfinite(view->answers[1]));
    }
    learn_views_clear(&views);
    clear_fixture(&f);
}

static void errors_are_told_when_their_frame_has_come(void)
{
    static Fixture f;
    static LearnViews views;
    make_fixture(UNFOLD_TASK_NEXT, &f);
    CU_ASSERT_EQUAL_FATAL(look(&f, &views), TOOL_OK);
    for (size_t k = 0; k < views.count; ++k) {
        const LearnView *view = &views.list[k];
        float most = 0;
        CU_ASSERT_EQUAL_FATAL(view->lines, 1);
        CU_ASSERT_EQUAL(isnan(view->answers[0]), view->first == 0);
        for (size_t t = 0; t < view->frames; ++t)
            most = fmaxf(most, view->answers[t]);
        CU_ASSERT_DOUBLE_EQUAL(most, view->score, 1e-5 * view->score);
    }
    learn_views_clear(&views);
    clear_fixture(&f);
}

static int look_quietly(const char *path, const void *fixture)
{
    static LearnViews views;
    (void)path;
    const int status = look(fixture, &views);
    CU_ASSERT(!status || !views.count);
    learn_views_clear(&views);
    return status;
}

static void each_allocation_may_fail(void)
{
    static Fixture f;
    char said[256];
    for (UnfoldTask task = UNFOLD_TASK_FRAME; task <= UNFOLD_TASK_NEXT; ++task) {
        make_fixture(task, &f);
        f.part.count = 2;
        allocations_reset();
        CU_ASSERT_EQUAL(look_quietly("", &f), TOOL_OK);
        const size_t made = allocations_made();
        for (size_t n = 0; n < made; ++n) {
            allocations_reset();
            allocations_fail_at(n, 0);
            CU_ASSERT_EQUAL(write_quietly(look_quietly, "", &f, said), TOOL_FAILED);
            CU_ASSERT_PTR_NOT_NULL(strstr(said, "memory"));
            CU_ASSERT_EQUAL(allocations_live(), 0);
        }
        allocations_reset();
        clear_fixture(&f);
    }
}

static const Test tests[] = {
    {"mistakes come first, and each label is right once",
     mistakes_come_first_and_each_label_is_right_once},
    {"a long recording is shown in part", a_long_recording_is_shown_in_part},
    {"values are shown in their unit", values_are_shown_in_their_unit},
    {"errors are told when their frame has come",
     errors_are_told_when_their_frame_has_come},
    {"each allocation may fail", each_allocation_may_fail},
    {NULL, NULL}};

const Suite learn_views_suite = {"learn_views", tests};
