/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/frames.h"
#include "listen/listener.h"
#include "net/stream.h"
#include "tests/support/allocations.h"
#include "tests/support/made_listening.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES = 80, WIDTH = 32, MOST = 40000 };

#define SECONDS 0.7
#define HOP 0.01

/* A hearing with what it points to; all else is 0, so that bytes can be compared. */
typedef struct {
    UnfoldHearing hearing;
    UnfoldReal outputs[WIDTH];
    float features[WIDTH];
    size_t before, after; /* samples given before the call, and with it */
} Heard;

static const UnfoldTask tasks[] = {UNFOLD_TASK_CLIP, UNFOLD_TASK_FRAME,
                                   UNFOLD_TASK_VALUE, UNFOLD_TASK_NEXT};
static const double rates[] = {8000, 22050, 44100, 48000};

static void keep(const UnfoldModelFile *file, const UnfoldHearing *h, Heard *heard)
{
    memset(heard, 0, sizeof *heard);
    UnfoldHearing *to = &heard->hearing;
    to->frame = h->frame;
    to->time = h->time;
    to->due = h->due;
    to->level = h->level;
    to->sounding = h->sounding;
    to->decided = h->decided;
    to->begin = h->begin;
    to->end = h->end;
    to->peak = h->peak;
    to->label = h->label;
    to->confidence = h->confidence;
    to->value = h->value;
    const UnfoldShape *shape = unfold_model_shape(file->model);
    memcpy(heard->outputs, h->outputs, shape->outputs * sizeof *h->outputs);
    memcpy(heard->features, h->features, shape->inputs * sizeof *h->features);
}

/* All of x, `piece` samples at a time; returns the number of hearings. */
static size_t hear(UnfoldListener *listener, const UnfoldModelFile *file,
                   const float *x, size_t n, size_t piece, Heard *heard)
{
    size_t count = 0;
    for (size_t at = 0; at < n; at += piece) {
        const float *next = x + at;
        const size_t some = n - at < piece ? n - at : piece;
        size_t left = some;
        UnfoldHearing hearing;
        while (unfold_listener_next(listener, &next, &left, &hearing)) {
            CU_ASSERT_FATAL(count < FRAMES);
            keep(file, &hearing, &heard[count]);
            heard[count].before = at;
            heard[count++].after = at + some;
        }
        CU_ASSERT_EQUAL(left, 0);
    }
    return count;
}

/* Without the calls that they came with. */
static bool same(const Heard *a, const Heard *b, size_t count)
{
    for (size_t k = 0; k < count; ++k)
        if (memcmp(&a[k], &b[k], offsetof(Heard, before)))
            return false;
    return true;
}

static void check_split(UnfoldTask task, double rate)
{
    static const size_t pieces[] = {1, 7, 64, 441, 5000};
    static Heard whole[FRAMES], heard[FRAMES];
    static float x[MOST];
    const size_t n = (size_t)(SECONDS * rate);
    UnfoldListening listening = listening_of(task);
    const UnfoldModelFile file = listening_file(&listening, UNFOLD_EVERY_STEP);
    fill_bursts(rate, SECONDS, x);
    UnfoldListener *listener = unfold_listener_new(&file, rate);
    const size_t count = hear(listener, &file, x, n, n, whole);
    CU_ASSERT(count + 2 >= SECONDS / HOP);
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; ++k) {
        unfold_listener_reset(listener);
        CU_ASSERT_EQUAL(hear(listener, &file, x, n, pieces[k], heard), count);
        CU_ASSERT(same(heard, whole, count));
        for (size_t t = 0; t < count; ++t)
            CU_ASSERT(heard[t].hearing.due > heard[t].before);
        /* Sample by sample it shows when they can be known at the earliest. */
        for (size_t t = 0; pieces[k] == 1 && t < count; ++t)
            CU_ASSERT(heard[t].hearing.due <= heard[t].after + 1 + rate / 8000);
    }
    unfold_listener_free(listener);
    unfold_model_free(file.model);
}

static void any_split(void)
{
    for (size_t k = 0; k < 16; ++k)
        check_split(tasks[k / 4], rates[k % 4]);
}

/* Frames of features by hand, at the model's own rate. */
static size_t frames_of(const UnfoldListening *listening, const float *x, size_t n,
                        float *rows)
{
    const size_t width = unfold_feature_count(&listening->features);
    UnfoldFrames *frames = unfold_frames_new(&listening->features);
    size_t count = 0;
    float *row = rows;
    while (unfold_frames_push(frames, &x, &n, row)) {
        for (size_t k = 0; k < width; ++k)
            row[k] = (row[k] - listening->mean[k]) / listening->deviation[k];
        row = rows + ++count * width;
    }
    unfold_frames_free(frames);
    return count;
}

/* The network's outputs over frames first..last, the lead's not counted: their mean, or
   the last. */
static void by_hand(const UnfoldModelFile *file, const float *rows, size_t first,
                    size_t begin, size_t last, UnfoldReal *outputs)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    double sums[WIDTH] = {0};
    UnfoldReal y[WIDTH];
    UnfoldStream *stream = unfold_stream_new(file->model, 1);
    for (size_t t = first; t <= last; ++t) {
        stream_play(stream, rows + t * shape->inputs, 1, y);
        for (size_t k = 0; t >= begin && k < shape->outputs; ++k)
            sums[k] += y[k];
    }
    const double count = (double)(last - begin + 1);
    for (size_t k = 0; k < shape->outputs; ++k)
        outputs[k] =
            shape->output_at == UNFOLD_LAST_STEP ? y[k] : (UnfoldReal)(sums[k] / count);
    unfold_stream_free(stream);
}

static void check_clip(UnfoldOutputAt output_at)
{
    static float x[MOST], rows[FRAMES * WIDTH];
    static Heard heard[FRAMES];
    const size_t n = (size_t)(SECONDS * 8000);
    UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    const UnfoldModelFile file = listening_file(&listening, output_at);
    fill_bursts(8000, SECONDS, x);
    UnfoldListener *listener = unfold_listener_new(&file, 8000);
    const size_t count = hear(listener, &file, x, n, n, heard);
    CU_ASSERT_EQUAL_FATAL(frames_of(&listening, x, n, rows), count);
    size_t sounds = 0;
    for (size_t t = 0; t < count; ++t) {
        const UnfoldHearing *h = &heard[t].hearing;
        UnfoldReal outputs[WIDTH];
        if (!h->sounding) {
            CU_ASSERT_EQUAL(h->label, -1);
            CU_ASSERT_EQUAL(heard[t].outputs[0], 0);
            continue;
        }
        const size_t begin = (size_t)lround(h->begin / HOP);
        by_hand(&file, rows, begin > 3 ? begin - 3 : 0, begin, t, outputs);
        CU_ASSERT_EQUAL(memcmp(outputs, heard[t].outputs, 3 * sizeof *outputs), 0);
        CU_ASSERT_EQUAL(h->confidence, outputs[h->label]);
        for (int k = 0; k < 3; ++k)
            CU_ASSERT(outputs[k] <= h->confidence);
        sounds += h->decided;
    }
    CU_ASSERT_EQUAL(sounds, 3);
    unfold_listener_free(listener);
    unfold_model_free(file.model);
}

static void clips(void)
{
    check_clip(UNFOLD_EVERY_STEP);
    check_clip(UNFOLD_LAST_STEP);
}

static void check_frames(UnfoldTask task)
{
    static float x[MOST], rows[FRAMES * WIDTH];
    static Heard heard[FRAMES];
    const size_t n = (size_t)(SECONDS * 8000);
    UnfoldListening listening = listening_of(task);
    const UnfoldModelFile file = listening_file(&listening, UNFOLD_EVERY_STEP);
    const UnfoldShape *shape = unfold_model_shape(file.model);
    const size_t outputs = shape->outputs * sizeof(UnfoldReal);
    fill_bursts(8000, SECONDS, x);
    UnfoldListener *listener = unfold_listener_new(&file, 8000);
    const size_t count = hear(listener, &file, x, n, n, heard);
    CU_ASSERT_EQUAL_FATAL(frames_of(&listening, x, n, rows), count);
    UnfoldReal y[WIDTH] = {0}, expected[WIDTH];
    UnfoldStream *stream = unfold_stream_new(file.model, 1);
    for (size_t t = 0; t < count; ++t) {
        const UnfoldHearing *h = &heard[t].hearing;
        const float *row = rows + t * shape->inputs;
        memcpy(expected, y, sizeof y);
        stream_play(stream, row, 1, y);
        CU_ASSERT_EQUAL(memcmp(heard[t].outputs, y, outputs), 0);
        CU_ASSERT_EQUAL(memcmp(heard[t].features, row, shape->inputs * sizeof *row), 0);
        CU_ASSERT_EQUAL(h->decided, task != UNFOLD_TASK_NEXT || t > 0);
        if (task == UNFOLD_TASK_FRAME)
            CU_ASSERT_EQUAL(h->confidence, fmaxf(y[0], fmaxf(y[1], y[2])));
        if (task == UNFOLD_TASK_FRAME)
            CU_ASSERT_EQUAL(h->confidence, y[h->label]);
        if (task == UNFOLD_TASK_VALUE)
            CU_ASSERT_DOUBLE_EQUAL(h->value, 3 + 2 * y[0], 1e-6);
        double sum = 0;
        for (size_t k = 0; k < shape->inputs; ++k)
            sum += pow((double)row[k] - expected[k], 2) / shape->inputs;
        if (task == UNFOLD_TASK_NEXT)
            CU_ASSERT_DOUBLE_EQUAL(h->value, t ? sum : 0, 1e-6 * sum);
    }
    unfold_stream_free(stream);
    unfold_listener_free(listener);
    unfold_model_free(file.model);
}

static void frames(void)
{
    for (size_t k = 1; k < 4; ++k)
        check_frames(tasks[k]);
}

/* A tone shows in a hop that it only touches; sound that is resampled rings for a few
   milliseconds at both ends. */
static void check_times(double rate)
{
    static const double begins[] = {0.025, 0.25, 0.5}, ends[] = {0.1, 0.35, 0.6};
    static float x[MOST];
    static Heard heard[FRAMES];
    UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    const UnfoldModelFile file = listening_file(&listening, UNFOLD_EVERY_STEP);
    fill_bursts(rate, SECONDS, x);
    UnfoldListener *listener = unfold_listener_new(&file, rate);
    const size_t n = (size_t)(SECONDS * rate);
    const size_t count = hear(listener, &file, x, n, 128, heard);
    size_t sounds = 0;
    for (size_t t = 0; t < count; ++t) {
        const UnfoldHearing *h = &heard[t].hearing;
        CU_ASSERT_EQUAL(h->frame, t);
        CU_ASSERT_DOUBLE_EQUAL(h->time, (double)(t + 1) * HOP, 1e-9);
        if (!h->decided)
            continue;
        CU_ASSERT_FATAL(sounds < 3);
        CU_ASSERT_DOUBLE_EQUAL(h->begin, begins[sounds], HOP + 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(h->end, ends[sounds], HOP + 1e-9);
        if (sounds != 1) /* the noise loses what the model's rate cannot have */
            CU_ASSERT_DOUBLE_EQUAL(h->peak, 20 * log10(0.3 / sqrt(2)), 1);
        CU_ASSERT_DOUBLE_EQUAL((double)h->due / rate - h->end,
                               unfold_listener_latency(listener), 1 / rate);
        ++sounds;
    }
    CU_ASSERT_EQUAL(sounds, 3);
    unfold_listener_free(listener);
    unfold_model_free(file.model);
}

static void times(void)
{
    for (size_t k = 0; k < 4; ++k)
        check_times(rates[k]);
}

static void latencies(void)
{
    for (size_t k = 0; k < 5; ++k) {
        UnfoldListening listening = listening_of(tasks[k % 4]);
        if (k == 4)
            listening.events.longest = 0.02;
        const UnfoldModelFile file = listening_file(&listening, UNFOLD_EVERY_STEP);
        UnfoldListener *listener = unfold_listener_new(&file, 8000);
        static const double expected[] = {0.04, 0.0125, 0.0125, 0.0125, 0.02};
        CU_ASSERT_DOUBLE_EQUAL(unfold_listener_latency(listener), expected[k], 1e-9);
        unfold_listener_free(listener);
        unfold_model_free(file.model);
    }
}

/* In the midst of a sound, and of a hop. */
static void resets(void)
{
    static float x[MOST];
    static Heard whole[FRAMES], heard[FRAMES];
    const size_t n = (size_t)(SECONDS * 22050);
    fill_bursts(22050, SECONDS, x);
    for (size_t k = 0; k < 4; ++k) {
        UnfoldListening listening = listening_of(tasks[k]);
        const UnfoldModelFile file = listening_file(&listening, UNFOLD_EVERY_STEP);
        UnfoldListener *listener = unfold_listener_new(&file, 22050);
        const size_t count = hear(listener, &file, x, n, n, whole);
        unfold_listener_reset(listener);
        hear(listener, &file, x, 6789, 6789, heard);
        unfold_listener_reset(listener);
        CU_ASSERT_EQUAL(hear(listener, &file, x, n, n, heard), count);
        CU_ASSERT(same(heard, whole, count));
        unfold_listener_free(listener);
        unfold_model_free(file.model);
    }
}

static void wild_input(void)
{
    static float x[MOST];
    static Heard heard[FRAMES];
    static const float wild[] = {NAN, INFINITY, -INFINITY, 3e38f, -3e38f, 1e-45f};
    for (size_t t = 0; t < 15000; ++t)
        x[t] = wild[t / 3 % 6];
    for (size_t k = 0; k < 16; ++k) {
        UnfoldListening listening = listening_of(tasks[k / 4]);
        const UnfoldModelFile file = listening_file(&listening, UNFOLD_EVERY_STEP);
        UnfoldListener *listener = unfold_listener_new(&file, rates[k % 4]);
        const size_t n = (size_t)fmin(15000, SECONDS * rates[k % 4]);
        const size_t count = hear(listener, &file, x, n, n, heard);
        for (size_t t = 0; t < count; ++t) {
            CU_ASSERT(isfinite(heard[t].hearing.level));
            CU_ASSERT(isfinite(heard[t].hearing.value));
            for (size_t w = 0; w < WIDTH; ++w)
                CU_ASSERT(isfinite(heard[t].features[w]) &&
                          isfinite(heard[t].outputs[w]));
        }
        unfold_listener_free(listener);
        unfold_model_free(file.model);
    }
}

static void nothing_allocated(void)
{
    static float x[MOST];
    static Heard heard[FRAMES];
    fill_bursts(44100, SECONDS, x);
    for (size_t k = 0; k < 4; ++k) {
        UnfoldListening listening = listening_of(tasks[k]);
        const UnfoldModelFile file = listening_file(&listening, UNFOLD_EVERY_STEP);
        UnfoldListener *listener = unfold_listener_new(&file, 44100);
        allocations_reset();
        hear(listener, &file, x, (size_t)(SECONDS * 44100), 300, heard);
        unfold_listener_reset(listener);
        CU_ASSERT_EQUAL(allocations_made(), 0);
        unfold_listener_free(listener);
        unfold_model_free(file.model);
    }
}

static void without_memory(void)
{
    UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    const UnfoldModelFile file = listening_file(&listening, UNFOLD_EVERY_STEP);
    UnfoldListener *listener = NULL;
    size_t n = 0;
    for (; !listener && n < 100; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        listener = unfold_listener_new(&file, 44100);
        CU_ASSERT(listener || allocations_live() == 0);
    }
    CU_ASSERT(n > 20 && listener);
    unfold_listener_free(listener);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
    unfold_model_free(file.model);
    unfold_listener_free(NULL);
}

static const Test tests[] = {
    {"any split gives the same hearings, due when they can be known", any_split},
    {"a clip's probabilities are the network's over its frames and the lead", clips},
    {"frames, values and surprises are the network's at each frame", frames},
    {"sounds are told with their times, and as late as is said", times},
    {"latencies are those worked out by hand", latencies},
    {"a reset forgets all that was heard", resets},
    {"wild input is heard as something finite", wild_input},
    {"listening allocates nothing", nothing_allocated},
    {"each allocation may fail", without_memory},
    {NULL, NULL},
};

const Suite listener_suite = {"listener", tests};
