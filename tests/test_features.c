/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/frames.h"
#include "feature/mel.h"
#include "feature/pitch.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Float FFTs are off by 1e-7 of the loudest bin; the quietest bands lie 3e-5 below it.
   All else is smooth in that. */
#define TOLERANCE 1e-4

enum { MOST = 8000, ROWS = 64 };

static const UnfoldFeatureSpec small = {.rate = 8000,
                                        .frame = 200,
                                        .hop = 80,
                                        .kinds = UNFOLD_FEATURES_ALL,
                                        .bands = 24,
                                        .low = 60,
                                        .high = 4000,
                                        .mfcc = 13,
                                        .deltas = 2};

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static UnfoldFeatureSpec spec_of(const json_t *object)
{
    UnfoldFeatureSpec spec = {.rate = number(object, "rate"),
                              .frame = (uint32_t)number(object, "frame"),
                              .hop = (uint32_t)number(object, "hop"),
                              .bands = (uint32_t)number(object, "bands"),
                              .low = number(object, "low"),
                              .high = number(object, "high"),
                              .range = number(object, "range"),
                              .mfcc = (uint32_t)number(object, "mfcc"),
                              .deltas = (uint32_t)number(object, "deltas")};
    const json_t *kinds = json_object_get(object, "kinds");
    for (size_t k = 0; k < json_array_size(kinds); ++k)
        for (unsigned f = 0; unfold_feature_name(f); ++f)
            if (!strcmp(unfold_feature_name(f),
                        json_string_value(json_array_get(kinds, k))))
                spec.kinds |= 1u << f;
    return spec;
}

/* As tests/golden/features.py makes it. */
static void make_sound(double rate, size_t count, float *x)
{
    uint32_t state = 1;
    double phase = 0;
    for (size_t t = 0; t < count; ++t) {
        const double part = (double)t / (double)count;
        state = 1664525 * state + 1013904223;
        const double hiss = (state >> 8) / 8388608.0 - 1;
        double sample = 0;
        if (part < 0.4) {
            phase += 2 * M_PI * (200 + 400 * part) / rate;
            sample = 0.5 * sin(phase) + 0.2 * sin(2 * phase) + 0.01 * hiss;
        } else if (part < 0.6) {
            sample = 0.1 * hiss;
        } else if (part >= 0.75) {
            phase += 2 * M_PI * (500 + 4000 * (part - 0.75)) / rate;
            sample = 0.05 * sin(phase) + 0.001 * hiss;
        }
        x[t] = (float)sample;
    }
}

/* Frames of x, `piece` samples at a time, into rows; returns how many. */
static size_t tell(UnfoldFrames *frames, size_t width, const float *x, size_t n,
                   size_t piece, float *rows)
{
    size_t count = 0;
    for (size_t at = 0; at < n; at += piece) {
        const float *next = x + at;
        size_t left = n - at < piece ? n - at : piece;
        while (unfold_frames_push(frames, &next, &left, rows + count * width))
            ++count;
        CU_ASSERT_EQUAL(left, 0);
        CU_ASSERT_PTR_EQUAL(next, x + (n - at < piece ? n : at + piece));
    }
    return count;
}

static void compare_row(const UnfoldFeatureSpec *spec, size_t t, const float *row,
                        const json_t *expected)
{
    const size_t width = unfold_feature_count(spec);
    double worst = 0;
    size_t at = 0;
    CU_ASSERT_EQUAL_FATAL(json_array_size(expected), width);
    for (size_t k = 0; k < width; ++k) {
        const double off =
            fabs(row[k] - json_number_value(json_array_get(expected, k)));
        if (!(off <= worst)) {
            worst = off;
            at = k;
        }
    }
    if (!(worst <= TOLERANCE))
        printf("%g Hz: feature %zu of frame %zu is off by %g\n", spec->rate, at, t,
               worst);
    CU_ASSERT(worst <= TOLERANCE);
}

static void golden(void)
{
    static float x[MOST], rows[ROWS * UNFOLD_MAX_FEATURES];
    json_t *cases = json_load_file("tests/golden/features.json", 0, NULL);
    CU_ASSERT_EQUAL_FATAL(json_array_size(cases), 2);
    for (size_t c = 0; c < json_array_size(cases); ++c) {
        const json_t *one = json_array_get(cases, c);
        const json_t *expected = json_object_get(one, "features");
        const UnfoldFeatureSpec spec = spec_of(one);
        const size_t n = (size_t)number(one, "samples");
        CU_ASSERT_EQUAL_FATAL(unfold_feature_check(&spec, NULL), UNFOLD_OK);
        CU_ASSERT_FATAL(n <= MOST);
        make_sound(spec.rate, n, x);
        UnfoldFrames *frames = unfold_frames_new(&spec);
        const size_t width = unfold_feature_count(&spec);
        const size_t count = tell(frames, width, x, n, n, rows);
        CU_ASSERT_EQUAL_FATAL(count, json_array_size(expected));
        for (size_t t = 0; t < count; ++t)
            compare_row(&spec, t, rows + t * width, json_array_get(expected, t));
        unfold_frames_free(frames);
    }
    json_decref(cases);
}

/* Also after a reset in the midst of a hop. */
static void any_split(void)
{
    static const size_t pieces[] = {1, 3, 79, 80, 81, 200, 1000};
    static float x[MOST], whole[ROWS * UNFOLD_MAX_FEATURES],
        rows[ROWS * UNFOLD_MAX_FEATURES];
    const size_t width = unfold_feature_count(&small), n = 2500;
    make_sound(small.rate, n, x);
    UnfoldFrames *frames = unfold_frames_new(&small);
    const size_t count = tell(frames, width, x, n, n, whole);
    const float level = unfold_frames_level(frames);
    CU_ASSERT_EQUAL(count, n / small.hop);
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; ++k) {
        unfold_frames_reset(frames);
        CU_ASSERT_EQUAL(unfold_frames_level(frames), -100);
        CU_ASSERT_EQUAL(tell(frames, width, x, n, pieces[k], rows), count);
        CU_ASSERT_EQUAL(memcmp(rows, whole, count * width * sizeof *rows), 0);
        CU_ASSERT_EQUAL(unfold_frames_level(frames), level);
    }
    unfold_frames_free(frames);
}

static void level_of_the_hop(void)
{
    float x[160], features[UNFOLD_MAX_FEATURES];
    const float *next = x;
    size_t left = 160;
    for (size_t t = 0; t < 160; ++t)
        x[t] = t < 80 ? 0.5f : -0.25f;
    UnfoldFrames *frames = unfold_frames_new(&small);
    CU_ASSERT(unfold_frames_push(frames, &next, &left, features));
    CU_ASSERT_DOUBLE_EQUAL(unfold_frames_level(frames), 20 * log10(0.5), 1e-5);
    CU_ASSERT(unfold_frames_push(frames, &next, &left, features));
    CU_ASSERT_DOUBLE_EQUAL(unfold_frames_level(frames), 20 * log10(0.25), 1e-5);
    unfold_frames_free(frames);
}

static void not_finite(void)
{
    static float x[MOST], clean[MOST], rows[ROWS * UNFOLD_MAX_FEATURES],
        expected[ROWS * UNFOLD_MAX_FEATURES];
    const size_t width = unfold_feature_count(&small), n = 1600;
    make_sound(small.rate, n, x);
    memcpy(clean, x, sizeof clean);
    for (size_t t = 0; t < n; t += 97) {
        x[t] = t % 3 == 0 ? NAN : t % 3 == 1 ? INFINITY : -INFINITY;
        clean[t] = 0;
    }
    UnfoldFrames *frames = unfold_frames_new(&small);
    const size_t count = tell(frames, width, x, n, n, rows);
    unfold_frames_reset(frames);
    tell(frames, width, clean, n, n, expected);
    CU_ASSERT_EQUAL(memcmp(rows, expected, count * width * sizeof *rows), 0);
    unfold_frames_free(frames);
}

static void assert_finite(const UnfoldFeatureSpec *spec, const float *x, size_t n)
{
    static float rows[ROWS * UNFOLD_MAX_FEATURES];
    const size_t width = unfold_feature_count(spec);
    UnfoldFrames *frames = unfold_frames_new(spec);
    const size_t count = tell(frames, width, x, n, n, rows);
    CU_ASSERT(count > 0);
    CU_ASSERT(isfinite(unfold_frames_level(frames)));
    for (size_t k = 0; k < count * width; ++k)
        CU_ASSERT(isfinite(rows[k]));
    unfold_frames_free(frames);
}

static void loud_and_quiet(void)
{
    static const float scales[] = {0, 1e-45f, 1e-38f, 1e-20f, 1, 1e10f, 1e30f, 3e38f};
    static float x[40000];
    UnfoldFeatureSpec wide = small;
    wide.frame = wide.hop = UNFOLD_MAX_FRAME;
    for (size_t k = 0; k < sizeof scales / sizeof *scales; ++k) {
        fill_noise(x, 2500, scales[k], 3);
        assert_finite(&small, x, 2500);
        for (size_t t = 0; t < 2500; ++t)
            x[t] = scales[k];
        assert_finite(&small, x, 2500);
    }
    for (size_t t = 0; t < 40000; ++t)
        x[t] = t / 500 % 2 ? 3e38f : -3e38f;
    assert_finite(&wide, x, 40000);
}

/* 40 bands up to 300 Hz, whose bins are 31 Hz apart. */
static void bands_between_bins(void)
{
    UnfoldFeatureSpec spec = small;
    float power[129], bands[40];
    size_t empty = 0;
    spec.bands = 40;
    spec.low = 0;
    spec.high = 300;
    for (size_t k = 0; k < 129; ++k)
        power[k] = 1;
    UnfoldMel *mel = unfold_mel_new(&spec, 256);
    unfold_mel_apply(mel, power, bands);
    for (size_t b = 0; b < 40; ++b) {
        CU_ASSERT(isfinite(bands[b]));
        CU_ASSERT(bands[b] <= logf(1.1f));
        empty += bands[b] == (float)log(UNFOLD_LOG_FLOOR);
    }
    CU_ASSERT(empty > 10 && empty < 40);
    unfold_mel_free(mel);
    spec.high = spec.low + 1e-9; /* as narrow as can be */
    mel = unfold_mel_new(&spec, 256);
    unfold_mel_apply(mel, power, bands);
    for (size_t b = 0; b < 40; ++b)
        CU_ASSERT_EQUAL(bands[b], (float)log(UNFOLD_LOG_FLOOR));
    unfold_mel_free(mel);
}

/* Between bins a band has a part of its neighbours' power; evenly spread triangles sum
   up to 1 between the first top and the last. */
static void triangles_sum_up(void)
{
    float power[129], bands[24];
    UnfoldMel *mel = unfold_mel_new(&small, 256);
    for (size_t bin = 5; bin < 115; ++bin) {
        double sum = 0;
        memset(power, 0, sizeof power);
        power[bin] = 1;
        unfold_mel_apply(mel, power, bands);
        for (size_t b = 0; b < 24; ++b)
            sum += exp(bands[b]);
        CU_ASSERT_DOUBLE_EQUAL(sum, 1, 1e-5);
    }
    unfold_mel_free(mel);
}

/* A parabola is a poor cosine where a period has few samples: 9 of them at 900 Hz. */
#define PITCH_TOLERANCE 1e-2

static void pitches(void)
{
    float x[400], room[201];
    for (double hz = 45; hz < 1000; hz *= 1.1) {
        for (size_t t = 0; t < 400; ++t)
            x[t] = (float)(sin(2 * M_PI * hz / 8000 * (double)t) +
                           0.4 * cos(6 * M_PI * hz / 8000 * (double)t));
        const UnfoldPitch pitch = unfold_pitch(x, 400, 8000, room);
        if (fabs(pitch.frequency / hz - 1) > PITCH_TOLERANCE)
            printf("%g Hz is heard as %g\n", hz, (double)pitch.frequency);
        CU_ASSERT_DOUBLE_EQUAL(pitch.frequency / hz, 1, PITCH_TOLERANCE);
        CU_ASSERT(pitch.clarity > 0.9f && pitch.clarity <= 1);
    }
    fill_noise(x, 400, 1, 5);
    CU_ASSERT(unfold_pitch(x, 400, 8000, room).clarity < 0.6f);
    memset(x, 0, sizeof x);
    for (size_t n = 2; n <= 400; n += 7) {
        CU_ASSERT_EQUAL(unfold_pitch(x, n, 8000, room).frequency, 0);
        CU_ASSERT_EQUAL(unfold_pitch(x, n, 8000, room).clarity, 0);
    }
}

static void least_frames(void)
{
    float x[60];
    UnfoldFeatureSpec spec = small;
    fill_noise(x, 60, 1, 7);
    for (spec.frame = 4; spec.frame < 20; ++spec.frame)
        for (spec.hop = 1; spec.hop <= spec.frame; ++spec.hop)
            assert_finite(&spec, x, 60);
}

static void nothing_allocated(void)
{
    static float x[2000], features[UNFOLD_MAX_FEATURES];
    fill_noise(x, 2000, 1, 1);
    UnfoldFrames *frames = unfold_frames_new(&small);
    const float *next = x;
    size_t left = 2000;
    allocations_reset();
    while (unfold_frames_push(frames, &next, &left, features))
        ;
    unfold_frames_reset(frames);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    unfold_frames_free(frames);
}

static void without_memory(void)
{
    UnfoldFrames *frames = NULL;
    size_t n = 0;
    for (; !frames && n < 100; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        frames = unfold_frames_new(&small);
        CU_ASSERT(frames || allocations_live() == 0);
    }
    CU_ASSERT(n > 10 && frames);
    unfold_frames_free(frames);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
    unfold_frames_free(NULL);
    unfold_mel_free(NULL);
}

static const Test tests[] = {
    {"features are those of the definitions, worked out in double", golden},
    {"any split into pieces gives the same bytes, and a reset begins anew", any_split},
    {"the level is that of the newest hop", level_of_the_hop},
    {"samples that are not finite count as 0", not_finite},
    {"sound of any level has finite features", loud_and_quiet},
    {"bands between two bins hear nothing", bands_between_bins},
    {"triangles of neighbouring bands sum up to 1", triangles_sum_up},
    {"the pitch of tones is found, and none in silence", pitches},
    {"the shortest frames have features", least_frames},
    {"pushing allocates nothing", nothing_allocated},
    {"each allocation may fail", without_memory},
    {NULL, NULL},
};

const Suite features_suite = {"features", tests};
