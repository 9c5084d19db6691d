/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/pitch.h"
#include "listen/augment.h"
#include "tests/support/made_listening.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COUNT = 2000, BEFORE = 300, AFTER = 200, ROOM = 2 * COUNT + BEFORE + AFTER + 1 };
enum { STEPS = 40, MOST = STEPS * UNFOLD_MAX_FEATURES, SEEDS = 200 };

static const UnfoldAugment nothing = {0};
static const UnfoldAugment everything = {.gain = 6,
                                         .noise = 20,
                                         .pitch = 0.5,
                                         .colour = 6,
                                         .tempo = 0.5,
                                         .mask_bands = 3,
                                         .mask_frames = 5};

static void make_tone(double scale, float *x)
{
    for (size_t t = 0; t < COUNT; ++t)
        x[t] = (float)(scale * sin(2 * M_PI * 0.05 * (double)t));
}

static size_t sound_of(const UnfoldAugment *augment, unsigned seed, const float *x,
                       float *y)
{
    UnfoldRandom random = {seed};
    double noise;
    const size_t n =
        unfold_augment_sound(augment, &random, x, COUNT, BEFORE, AFTER, y, &noise);
    unfold_augment_noise(&random, noise, y, n);
    return n;
}

static void nothing_changes(void)
{
    static float x[COUNT], y[ROOM], features[MOST], kept[MOST];
    const UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    UnfoldRandom random = {1};
    fill_noise(x, COUNT, 1, 1);
    fill_noise(features, MOST, 1, 2);
    memcpy(kept, features, sizeof kept);
    CU_ASSERT_EQUAL(sound_of(&nothing, 1, x, y), BEFORE + COUNT + AFTER);
    CU_ASSERT_EQUAL(memcmp(y + BEFORE, x, sizeof x), 0);
    for (size_t t = 0; t < BEFORE + COUNT + AFTER; ++t)
        CU_ASSERT(y[t] == 0 || (t >= BEFORE && t < BEFORE + COUNT));
    unfold_augment_colour(&nothing, &random, &listening, features, STEPS);
    unfold_augment_mask(&nothing, &random, &listening.features, features, STEPS);
    CU_ASSERT_EQUAL(memcmp(features, kept, sizeof kept), 0);
}

static void features_of(unsigned seed, float *x)
{
    const UnfoldListening listening = listening_of(UNFOLD_TASK_CLIP);
    UnfoldRandom random = {seed};
    fill_noise(x, MOST, 1, 2);
    unfold_augment_colour(&everything, &random, &listening, x, STEPS);
    unfold_augment_mask(&everything, &random, &listening.features, x, STEPS);
}

static void same_seed(void)
{
    static float x[COUNT], y[2][ROOM], features[2][MOST];
    fill_noise(x, COUNT, 1, 1);
    for (unsigned seed = 1; seed < 10; ++seed) {
        const size_t n = sound_of(&everything, seed, x, y[0]);
        CU_ASSERT_EQUAL(sound_of(&everything, seed, x, y[1]), n);
        CU_ASSERT_EQUAL(memcmp(y[0], y[1], n * sizeof *y[0]), 0);
        sound_of(&everything, seed + 1, x, y[1]);
        CU_ASSERT(memcmp(y[0] + BEFORE, y[1] + BEFORE, 1000 * sizeof *y[0]) != 0);
        features_of(seed, features[0]);
        features_of(seed, features[1]);
        CU_ASSERT_EQUAL(memcmp(features[0], features[1], sizeof *features), 0);
        features_of(seed + 1, features[1]);
        CU_ASSERT(memcmp(features[0], features[1], sizeof *features) != 0);
    }
}

static void gains(void)
{
    static float x[COUNT], y[ROOM];
    const UnfoldAugment augment = {.gain = 6};
    double least = 100, most = -100;
    fill_noise(x, COUNT, 1, 1);
    for (unsigned seed = 0; seed < SEEDS; ++seed) {
        CU_ASSERT_EQUAL(sound_of(&augment, seed, x, y), BEFORE + COUNT + AFTER);
        const double gain = (double)y[BEFORE + 7] / x[7];
        double worst = 0;
        for (size_t t = 0; t < COUNT; ++t)
            worst = fmax(worst, fabs(y[BEFORE + t] - gain * x[t]));
        CU_ASSERT(worst < 1e-5); /* rounding of the gain's sample */
        CU_ASSERT_EQUAL(y[BEFORE - 1], 0);
        least = fmin(least, 20 * log10(gain));
        most = fmax(most, 20 * log10(gain));
    }
    CU_ASSERT(least >= -6.001 && least < -5 && most <= 6.001 && most > 5);
}

static void pitches(void)
{
    static float x[COUNT], y[ROOM], room[500];
    const UnfoldAugment augment = {.pitch = 0.5};
    double least = 100, most = 0;
    make_tone(0.5, x);
    for (unsigned seed = 0; seed < SEEDS; ++seed) {
        const size_t n = sound_of(&augment, seed, x, y) - BEFORE - AFTER;
        CU_ASSERT(n <= unfold_augment_room(&augment, COUNT));
        const double speed = (double)COUNT / (double)n;
        const UnfoldPitch pitch = unfold_pitch(y + BEFORE, 800, 1, room);
        CU_ASSERT_DOUBLE_EQUAL(pitch.frequency / (0.05 * speed), 1, 3e-3);
        CU_ASSERT(pitch.clarity > 0.95f); /* periods end between samples */
        least = fmin(least, log2(speed));
        most = fmax(most, log2(speed));
    }
    CU_ASSERT(least >= -0.501 && least < -0.4 && most <= 0.501 && most > 0.4);
}

static void tempos(void)
{
    const UnfoldFeatureSpec spec = {.frame = 400, .hop = 160};
    const UnfoldAugment plain = {0}, half = {.tempo = 0.5}, vast = {.tempo = 20};
    double least = 100, most = -100;
    for (unsigned seed = 0; seed < SEEDS; ++seed) {
        UnfoldRandom random = {seed};
        CU_ASSERT_EQUAL(unfold_augment_hop(&plain, &random, &spec), spec.hop);
        const uint32_t any = unfold_augment_hop(&vast, &random, &spec);
        CU_ASSERT(any >= 1 && any <= spec.frame);
        const double speed = log2(unfold_augment_hop(&half, &random, &spec) / 160.0);
        least = fmin(least, speed);
        most = fmax(most, speed);
    }
    CU_ASSERT(least >= -0.51 && least < -0.4 && most <= 0.51 && most > 0.4);
}

/* A deviation is estimated within a dB or so from some hundred samples. */
static void noises(void)
{
    static float x[COUNT], y[ROOM];
    const UnfoldAugment augment = {.noise = 20};
    size_t noisy = 0;
    make_tone(0.5, x);
    for (unsigned seed = 0; seed < SEEDS; ++seed) {
        const size_t n = sound_of(&augment, seed, x, y);
        double sum = 0, inside = 0;
        for (size_t t = 0; t < BEFORE; ++t)
            sum += (double)y[t] * y[t] +
                   (double)y[n - 1 - t % AFTER] * y[n - 1 - t % AFTER];
        for (size_t t = 0; t < COUNT; ++t)
            inside += pow((double)y[BEFORE + t] - x[t], 2);
        CU_ASSERT_EQUAL(sum > 0, inside > 0);
        if (sum <= 0)
            continue;
        const double below = -10 * log10(inside / COUNT) + 20 * log10(0.5);
        CU_ASSERT(below > 20 - 0.5 && below < 20 + UNFOLD_NOISE_RANGE + 0.5);
        CU_ASSERT_DOUBLE_EQUAL(10 * log10(sum / (2 * BEFORE)),
                               10 * log10(inside / COUNT), 1.5);
        ++noisy;
    }
    CU_ASSERT(noisy > SEEDS / 3 && noisy < SEEDS * 2 / 3);
    memset(x, 0, sizeof x);
    for (unsigned seed = 0; seed < 20; ++seed)
        for (size_t t = sound_of(&augment, seed, x, y); t > 0; --t)
            CU_ASSERT_EQUAL(y[t - 1], 0); /* no peak, no noise */
}

static void colours(void)
{
    static float x[MOST];
    const UnfoldAugment augment = {.colour = 6};
    const UnfoldListening listening = listening_of(UNFOLD_TASK_FRAME);
    const size_t width = unfold_feature_count(&listening.features);
    const uint32_t bands = listening.features.bands;
    /* a tilt, and waves of a whole, a half, a third, a quarter of it, in log power */
    const double most = 6 * (1 + 1 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4) * log(10) / 10;
    double largest = 0;
    for (unsigned seed = 0; seed < SEEDS; ++seed) {
        UnfoldRandom random = {seed};
        memset(x, 0, sizeof x);
        unfold_augment_colour(&augment, &random, &listening, x, STEPS);
        for (size_t k = 0; k < STEPS * width; ++k) {
            CU_ASSERT_EQUAL(x[k], x[k % width]);
            CU_ASSERT(k % width < bands || x[k] == 0);
        }
        for (uint32_t b = 0; b < bands; ++b)
            largest = fmax(largest, fabs((double)x[b]) * listening.deviation[b]);
    }
    CU_ASSERT(largest > most / 3 && largest <= most);
    UnfoldListening other = listening;
    UnfoldRandom random = {1};
    other.features.kinds = UNFOLD_ENERGY;
    memset(x, 0, sizeof x);
    unfold_augment_colour(&augment, &random, &other, x, STEPS);
    CU_ASSERT_EQUAL(x[0], 0);
}

/* Masks ones; asserts that what is hidden are whole frames, and the same numbers below
   `maskable` of the features, their slopes and the slopes of those. */
static void check_mask(const UnfoldAugment *augment, const UnfoldFeatureSpec *spec,
                       size_t maskable, unsigned seed, size_t *bands, size_t *frames)
{
    static float x[MOST];
    const size_t width = unfold_feature_count(spec), base = width / (1 + spec->deltas);
    size_t shown = 0;
    UnfoldRandom random = {seed};
    for (size_t k = 0; k < MOST; ++k)
        x[k] = 1;
    unfold_augment_mask(augment, &random, spec, x, STEPS);
    *bands = *frames = 0;
    for (size_t t = 0; t < STEPS; ++t) {
        size_t hidden = 0;
        for (size_t k = 0; k < width; ++k)
            hidden += x[t * width + k] == 0;
        if (hidden == width) {
            ++*frames;
            continue;
        }
        CU_ASSERT(!shown || hidden == *bands * (1 + spec->deltas));
        *bands = hidden / (1 + spec->deltas);
        ++shown;
        for (size_t k = 0; k < width; ++k) {
            CU_ASSERT_EQUAL(x[t * width + k], x[t * width + k % base]);
            CU_ASSERT(k % base < maskable || x[t * width + k] == 1);
        }
    }
    for (size_t k = STEPS * width; k < MOST; ++k)
        CU_ASSERT_EQUAL(x[k], 1);
}

static void masks(void)
{
    const UnfoldAugment augment = {.mask_bands = 3, .mask_frames = 5};
    UnfoldFeatureSpec spec = listening_of(UNFOLD_TASK_FRAME).features;
    size_t bands, frames, most_bands = 0, most_frames = 0, least = 100;
    for (unsigned seed = 0; seed < SEEDS; ++seed) {
        spec.deltas = seed % 3;
        check_mask(&augment, &spec, spec.bands, seed, &bands, &frames);
        most_bands = bands > most_bands ? bands : most_bands;
        most_frames = frames > most_frames ? frames : most_frames;
        least = bands + frames < least ? bands + frames : least;
    }
    CU_ASSERT_EQUAL(most_bands, 6);
    CU_ASSERT_EQUAL(most_frames, 10);
    CU_ASSERT(least <= 2);
    const UnfoldAugment vast = {.mask_bands = 1000, .mask_frames = 1000};
    for (unsigned seed = 0; seed < SEEDS; ++seed)
        check_mask(&vast, &spec, spec.bands, seed, &bands, &frames);
    spec.kinds = UNFOLD_ENERGY | UNFOLD_PITCH;
    spec.mfcc = 0;
    for (unsigned seed = 0; seed < SEEDS; ++seed)
        check_mask(&augment, &spec, 3, seed, &bands, &frames);
    UnfoldRandom random = {1};
    float none = 1;
    unfold_augment_mask(&vast, &random, &spec, &none, 0);
    CU_ASSERT_EQUAL(none, 1);
}

static const Test tests[] = {
    {"no augmentation changes nothing", nothing_changes},
    {"the same seed gives the same bytes", same_seed},
    {"gains are drawn evenly either way", gains},
    {"pitches change with the length", pitches},
    {"tempos change the hop within a frame", tempos},
    {"half of the sounds are noisy, as far below the peak as is said", noises},
    {"colours bend the mel bands alone, all frames alike", colours},
    {"masks hide frames, and bands with their slopes", masks},
    {NULL, NULL},
};

const Suite augment_suite = {"augment", tests};
