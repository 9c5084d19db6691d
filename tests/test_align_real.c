/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/align.h"
#include "capture/shift.h"
#include "file/audio.h"
#include "net/random.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Real pairs, moved by known amounts: what is found must move with them. By default a
   few of the shorter ones; UNFOLD_ALIGN_TRIALS=200 makes so many trials with all, and
   prints what each pair came to. UNFOLD_ALIGN_NOISE changes the noise, in dB. */
#define MAX_SHIFT 20000
#define MAX_ERROR 0.5 /* samples */
#define NOISE -40.0   /* dB relative to wet */

static const struct {
    const char *dry, *wet;
    bool is_short;
} files[] = {
    {"amp/test-dry.flac", "amp/test-sd1.flac", true},
    {"amp/test-dry.flac", "amp/test-deluxe.flac", true},
    {"amp/test-dry.flac", "amp/test-amp12ax7.flac", true},
    {"amp/test-dry.flac", "amp/test-fuzzface.flac", true},
    {"amp/test-dry.flac", "amp/test-tremolo.flac", true},
    {"amp/test-dry.flac", "amp/test-ts9.flac", true},
    {"real/cl1b_compressor-hybrid-20s-dry.flac",
     "real/cl1b_compressor-hybrid-20s-wet.flac", true},
    {"real/od_cond_overdrive-drive10_bright10-clipB-dry.flac",
     "real/od_cond_overdrive-drive10_bright10-clipB-wet.flac", true},
    {"real/od_cond_overdrive-drive45_bright45-clipB-dry.flac",
     "real/od_cond_overdrive-drive45_bright45-clipB-wet.flac", true},
    {"amp/train-dry.flac", "amp/train-sd1.flac", false},
    {"amp/train-dry.flac", "amp/train-deluxe.flac", false},
    {"amp/train-dry.flac", "amp/train-ts9.flac", false},
    {"amp/train-dry.flac", "amp/train-amp12ax7.flac", false},
    {"amp/train-dry.flac", "amp/train-fuzzface.flac", false},
    {"amp/train-dry.flac", "amp/train-tremolo.flac", false},
};
#define FILES (sizeof files / sizeof *files)

typedef struct {
    UnfoldAudio dry, wet;
} Pair;

/* What the trials with one pair came to. */
typedef struct {
    size_t trials, onsets_off;
    double sum, worst;
    double least_confidence;
} Outcome;

static UnfoldAudio read_audio(const char *name)
{
    char path[512];
    UnfoldAudio audio;
    snprintf(path, sizeof path, "%s/%s", shared_data(), name);
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(path, &audio, NULL), UNFOLD_OK);
    return audio;
}

static UnfoldAlignment align(const float *dry, size_t dry_frames, const float *wet,
                             size_t wet_frames, double rate)
{
    const UnfoldPairView pair = {dry, wet, dry_frames, wet_frames, rate};
    UnfoldAlignment alignment;
    CU_ASSERT_FATAL(unfold_align(&pair, &alignment));
    return alignment;
}

/* White noise and a gain, of either sign, onto y [n]. */
static void spoil(float *y, size_t n, double gain, double noise, UnfoldRandom *random)
{
    double energy = 0;
    for (size_t t = 0; t < n; ++t)
        energy += (double)y[t] * (double)y[t];
    const double deviation = sqrt(energy / (double)n) * pow(10, noise / 20);
    for (size_t t = 0; t < n; ++t)
        y[t] =
            (float)(gain * ((double)y[t] + deviation * unfold_random_normal(random)));
}

static void try_once(const Pair *pair, const UnfoldAlignment *straight, double noise,
                     UnfoldRandom *random, Outcome *outcome)
{
    const UnfoldAudio *dry = &pair->dry, *wet = &pair->wet;
    double by = MAX_SHIFT * (2 * unfold_random_uniform(random) - 1);
    if (unfold_random(random) % 2)
        by = round(by);
    const size_t crop = unfold_random(random) % 2 && by > 0 ? (size_t)by : 0;
    const bool invert = unfold_random(random) % 2;
    const double gain = 0.05 * pow(80, unfold_random_uniform(random));
    /* Either wet begins later, or dry is cut at its begin; the rest in wet. */
    const double moved = by - (double)crop;
    const size_t n = wet->frames + (moved > 0 ? (size_t)moved : 0);
    float *y = malloc(n * sizeof *y);
    CU_ASSERT_PTR_NOT_NULL_FATAL(y);
    unfold_shift(wet->samples, wet->frames, -moved, invert, y, n);
    spoil(y, n, gain, noise, random);
    const UnfoldAlignment a =
        align(dry->samples + crop, dry->frames - crop, y, n, dry->rate);
    free(y);
    const double error = a.delay - straight->delay - by;
    CU_ASSERT(fabs(error) <= MAX_ERROR);
    CU_ASSERT_EQUAL(a.inverted, straight->inverted ^ invert);
    CU_ASSERT(a.confidence > UNFOLD_CONFIDENT);
    CU_ASSERT_EQUAL(a.drift_ppm, 0);
    outcome->trials++;
    outcome->sum += error;
    outcome->worst = fmax(outcome->worst, fabs(error));
    outcome->onsets_off += fabs((double)(a.onset - straight->onset) - by) > 2;
    outcome->least_confidence = fmin(outcome->least_confidence, a.confidence);
}

static double setting(const char *name, double otherwise)
{
    const char *text = getenv(name);
    return text ? atof(text) : otherwise;
}

static void what_is_found_moves_with_the_recording(void)
{
    if (!shared_data())
        SKIP("needs the recordings beside the project");
    const size_t trials = (size_t)setting("UNFOLD_ALIGN_TRIALS", 0);
    const double noise = setting("UNFOLD_ALIGN_NOISE", NOISE);
    UnfoldRandom random = {2024};
    for (size_t k = 0; k < FILES; ++k) {
        const size_t times =
            trials ? (trials + FILES - 1) / FILES : k < 9 && k % 2 == 0;
        if (!times)
            continue;
        const Pair pair = {read_audio(files[k].dry), read_audio(files[k].wet)};
        const UnfoldAlignment straight =
            align(pair.dry.samples, pair.dry.frames, pair.wet.samples, pair.wet.frames,
                  pair.dry.rate);
        Outcome outcome = {.least_confidence = 1};
        for (size_t n = 0; n < times; ++n)
            try_once(&pair, &straight, noise, &random, &outcome);
        if (trials)
            printf(
                "%-52s delay %7.3f onset %3ld  worst %.3f bias %+.3f  onsets off %zu "
                "of %zu  confidence %.2f\n",
                files[k].wet, straight.delay, (long)straight.onset, outcome.worst,
                outcome.sum / (double)outcome.trials, outcome.onsets_off,
                outcome.trials, outcome.least_confidence);
        free(pair.dry.samples);
        free(pair.wet.samples);
    }
}

static void other_takes_are_unrelated(void)
{
    if (!shared_data())
        SKIP("needs the recordings beside the project");
    UnfoldAudio dry = read_audio("amp/test-dry.flac");
    UnfoldAudio wet = read_audio("real/cl1b_compressor-hybrid-20s-wet.flac");
    CU_ASSERT(
        align(dry.samples, dry.frames, wet.samples, wet.frames, dry.rate).confidence <
        UNFOLD_CONFIDENT);
    unfold_audio_clear(&dry);
    unfold_audio_clear(&wet);
}

static const Test tests[] = {
    {"what is found moves with the recording", what_is_found_moves_with_the_recording},
    {"other takes are unrelated", other_takes_are_unrelated},
    {NULL, NULL}};

const Suite align_real_suite = {"align_real", tests};
