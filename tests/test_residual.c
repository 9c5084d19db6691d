/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/error_spectra.h"
#include "capture/residual.h"
#include "capture/swing.h"
#include "file/audio.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { RATE = 16000, FRAMES = 10 * RATE };

static float dry[FRAMES], target[FRAMES], output[FRAMES];

static void add_sine(float *samples, double frequency, double amplitude)
{
    for (size_t t = 0; t < FRAMES; ++t)
        samples[t] += (float)(amplitude * sin(2 * M_PI * frequency * (double)t / RATE));
}

/* Noise in strokes at uneven times, as playing has them: two a second or so, each dying
   away. */
static void play_strokes(void)
{
    fill_noise(dry, FRAMES, 0.5, 5);
    float times[64], level = 1;
    fill_noise(times, 64, 0.3, 6);
    size_t stroke = 0, left = 0;
    for (size_t t = 0; t < FRAMES; ++t) {
        if (!left) {
            left = (size_t)(RATE * (0.5f + times[stroke++ % 64]));
            level = 1;
        }
        --left;
        level *= 1 - 3.0f / RATE;
        dry[t] *= level;
    }
}

static void welch_keeps_the_power_where_it_is(void)
{
    memset(dry, 0, sizeof dry);
    add_sine(dry, 1000, 0.5);
    add_sine(dry, 4000, 0.1);
    UnfoldSpectrum spectrum;
    CU_ASSERT_FATAL(unfold_spectrum_new(dry, FRAMES, RATE, 0.1, &spectrum));
    /* A sine's mean square is half its amplitude's square. */
    CU_ASSERT_DOUBLE_EQUAL(unfold_spectrum_band(&spectrum, 900, 1100), 0.125, 1e-5);
    CU_ASSERT_DOUBLE_EQUAL(unfold_spectrum_band(&spectrum, 3900, 4100), 0.005, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(unfold_spectrum_band(&spectrum, 0, INFINITY), 0.13, 1e-5);
    CU_ASSERT(unfold_spectrum_band(&spectrum, 1500, 3500) < 1e-8);
    const double low = unfold_spectrum_band(&spectrum, 0, 1003);
    const double high = unfold_spectrum_band(&spectrum, 1003, RATE);
    CU_ASSERT_DOUBLE_EQUAL(low + high, 0.13, 1e-5);
    unfold_spectrum_clear(&spectrum);
}

static void short_signals_have_a_spectrum_too(void)
{
    const float few[] = {0.5f, -0.5f, 0.5f, -0.5f};
    UnfoldSpectrum spectrum;
    for (size_t n = 0; n <= 4; ++n) {
        CU_ASSERT_FATAL(unfold_spectrum_new(few, n, RATE, 0.1, &spectrum));
        CU_ASSERT(isfinite(unfold_spectrum_band(&spectrum, 0, RATE)));
        unfold_spectrum_clear(&spectrum);
    }
}

static void the_error_is_found_in_its_band(void)
{
    memset(target, 0, sizeof target);
    add_sine(target, 500, 0.5);
    add_sine(target, 3150, 0.5);
    memcpy(output, target, sizeof target);
    add_sine(output, 3150, -0.05);
    UnfoldErrorSpectra spectra;
    UnfoldErrorPart bands[UNFOLD_ERROR_BANDS];
    CU_ASSERT_FATAL(unfold_error_spectra_new(target, output, FRAMES, RATE, &spectra));
    const size_t count = unfold_error_by_frequency(&spectra, bands);
    CU_ASSERT(count > 20 && bands[count - 1].high <= RATE / 2);
    for (size_t k = 0; k < count; ++k) {
        const bool here = bands[k].low < 3150 && bands[k].high > 3150;
        CU_ASSERT(here ? bands[k].error > 0.99 : bands[k].error < 0.01);
        if (here)
            CU_ASSERT_DOUBLE_EQUAL(bands[k].esr, 0.01, 1e-5);
    }
    unfold_error_spectra_clear(&spectra);
}

/* Loud, soft, silent; the soft part is played wrong. */
static void the_error_is_found_at_its_level(void)
{
    for (size_t t = 0; t < FRAMES; ++t) {
        const float level = t < FRAMES / 2 ? 0.5f : t < FRAMES / 4 * 3 ? 0.02f : 0;
        dry[t] = target[t] = t % 2 ? level : -level;
        output[t] = level == 0.02f ? 0.5f * target[t] : target[t];
    }
    UnfoldErrorPart levels[UNFOLD_ERROR_LEVELS];
    unfold_error_by_level(dry, target, output, FRAMES, RATE, levels);
    double time = 0;
    for (size_t k = 0; k < UNFOLD_ERROR_LEVELS; ++k) {
        const double soft = 20 * log10(0.02), loud = 20 * log10(0.5);
        const UnfoldErrorPart *part = &levels[k];
        time += part->time;
        if (part->low < soft && part->high > soft) {
            CU_ASSERT_DOUBLE_EQUAL(part->esr, 0.25, 1e-6);
            CU_ASSERT_DOUBLE_EQUAL(part->error, 1, 1e-9);
            CU_ASSERT_DOUBLE_EQUAL(part->time, 0.25, 0.01);
        } else if (part->low < loud && part->high > loud) {
            CU_ASSERT_EQUAL(part->esr, 0);
            CU_ASSERT_DOUBLE_EQUAL(part->time, 0.5, 0.01);
        } else if (!k) {
            CU_ASSERT(isnan(part->esr)); /* silence */
            CU_ASSERT_DOUBLE_EQUAL(part->time, 0.25, 0.01);
        } else
            CU_ASSERT_EQUAL(part->time, 0);
    }
    CU_ASSERT_DOUBLE_EQUAL(time, 1, 1e-9);
}

static void the_worst_and_the_best_stretch_are_found(void)
{
    enum { LENGTH = 480, WORST = 100 * LENGTH, BEST = 200 * LENGTH };
    memset(target, 0, sizeof target);
    add_sine(target, 500, 0.5);
    for (size_t t = 0; t < FRAMES; ++t) {
        const bool worst = t >= WORST && t < WORST + LENGTH;
        const bool best = t >= BEST && t < BEST + LENGTH;
        output[t] = target[t] * (worst ? 0.2f : best ? 1 : 0.9f);
    }
    UnfoldErrorPlaces places;
    CU_ASSERT_FATAL(unfold_error_places(target, output, FRAMES, LENGTH, &places));
    CU_ASSERT_EQUAL(places.worst, WORST);
    CU_ASSERT_EQUAL(places.best, BEST);
    CU_ASSERT(places.typical != WORST && places.typical != BEST);
    CU_ASSERT(unfold_error_places(target, output, LENGTH - 1, LENGTH, &places));
    CU_ASSERT(places.worst == 0 && places.typical == 0 && places.best == 0);
}

static UnfoldSwing find(size_t frames)
{
    UnfoldSwing swing;
    CU_ASSERT_FATAL(unfold_find_swing(dry, target, output, frames, RATE, &swing));
    return swing;
}

/* What a network makes that has learned the gear but for its oscillator. */
static void play_gear(double rate, double depth)
{
    play_strokes();
    for (size_t t = 0; t < FRAMES; ++t) {
        const double angle = 2 * M_PI * rate * (double)t / RATE;
        output[t] = tanhf(3 * dry[t]);
        target[t] = (float)(1 - depth * (0.5 + 0.5 * sin(angle))) * output[t];
    }
}

static void a_tremolo_is_found_with_its_rate(void)
{
    static const double rates[] = {0.8, 2.3, 5.2, 12};
    for (size_t k = 0; k < sizeof rates / sizeof *rates; ++k) {
        play_gear(rates[k], 0.5);
        const UnfoldSwing swing = find(FRAMES);
        CU_ASSERT(swing.found);
        CU_ASSERT_DOUBLE_EQUAL(swing.rate, rates[k], 0.03);
        CU_ASSERT_DOUBLE_EQUAL(swing.depth, 6, 1); /* 20 log10(1 / 0.5) dB */
    }
}

static void a_tremolo_is_found_against_the_dry_itself(void)
{
    play_gear(5.2, 0.7);
    for (size_t t = 0; t < FRAMES; ++t)
        output[t] = 0.7f * dry[t];
    const UnfoldSwing swing = find(FRAMES);
    CU_ASSERT(swing.found);
    CU_ASSERT_DOUBLE_EQUAL(swing.rate, 5.2, 0.03);
}

/* Four allpass filters in turn whose corner swings, half of it dry (Smith 1984):
   notches move through the spectrum. */
static void a_phaser_is_found(void)
{
    play_strokes();
    float before[4] = {0}, after[4] = {0};
    for (size_t t = 0; t < FRAMES; ++t) {
        const double sweep = sin(2 * M_PI * 1.5 * (double)t / RATE);
        const double tangent = tan(M_PI * 800 * exp2(1.5 * sweep) / RATE);
        const float a = (float)((tangent - 1) / (tangent + 1));
        float x = dry[t];
        for (size_t k = 0; k < 4; ++k) {
            const float y = a * x + before[k] - a * after[k];
            before[k] = x;
            x = after[k] = y;
        }
        target[t] = 0.5f * (dry[t] + x);
        output[t] = 0.7f * dry[t];
    }
    const UnfoldSwing swing = find(FRAMES);
    CU_ASSERT(swing.found);
    /* Up and down a band may go once or twice as the notches pass. */
    CU_ASSERT(fabs(swing.rate - 1.5) < 0.05 || fabs(swing.rate - 3) < 0.05);
}

static void gear_that_follows_the_playing_does_not_swing(void)
{
    play_strokes();
    /* A compressor with a slow release, and a distortion, against the dry itself. */
    float level = 0;
    for (size_t t = 0; t < FRAMES; ++t) {
        const float now = fabsf(dry[t]);
        level += (now > level ? 0.01f : 0.0005f) * (now - level);
        target[t] = dry[t] / (0.05f + level);
        output[t] = dry[t];
    }
    CU_ASSERT_FALSE(find(FRAMES).found);
    for (size_t t = 0; t < FRAMES; ++t)
        target[t] = tanhf(20 * dry[t]);
    CU_ASSERT_FALSE(find(FRAMES).found);
    CU_ASSERT_FALSE(find(3 * RATE).found);
}

static void odd_signals_do_not_swing(void)
{
    play_gear(5, 0.5);
    CU_ASSERT_EQUAL(find(RATE).rate, 0); /* too short */
    CU_ASSERT_FALSE(find(0).found);
    output[FRAMES / 2] = NAN;
    CU_ASSERT_FALSE(find(FRAMES).found);
    memset(output, 0, sizeof output);
    CU_ASSERT_FALSE(find(FRAMES).found);
    memset(target, 0, sizeof target);
    CU_ASSERT_FALSE(find(FRAMES).found);
    memset(dry, 0, sizeof dry);
    CU_ASSERT_FALSE(find(FRAMES).found);
}

/* Ten seconds of real playing, against the dry itself. */
static void recorded_gear_swings_where_it_does(void)
{
    if (!shared_data())
        SKIP("no recordings beside the project");
    static const char *const names[] = {"tremolo", "sd1", "deluxe", "ts9", "fuzzface"};
    for (size_t k = 0; k < sizeof names / sizeof *names; ++k) {
        char path[2][256];
        snprintf(path[0], sizeof path[0], "%s/amp/train-dry.flac", shared_data());
        snprintf(path[1], sizeof path[1], "%s/amp/train-%s.flac", shared_data(),
                 names[k]);
        UnfoldAudio in = {0}, out = {0};
        CU_ASSERT_EQUAL_FATAL(unfold_audio_read(path[0], &in, NULL), UNFOLD_OK);
        CU_ASSERT_EQUAL_FATAL(unfold_audio_read(path[1], &out, NULL), UNFOLD_OK);
        const size_t frames = (size_t)(10 * in.rate);
        UnfoldSwing swing;
        CU_ASSERT(unfold_find_swing(in.samples, out.samples, in.samples, frames,
                                    in.rate, &swing));
        CU_ASSERT_EQUAL(swing.found, k == 0);
        if (k == 0)
            CU_ASSERT_DOUBLE_EQUAL(swing.rate, 4, 0.05);
        unfold_audio_clear(&in);
        unfold_audio_clear(&out);
    }
}

static bool analyse_all(void)
{
    UnfoldErrorSpectra spectra;
    UnfoldErrorPlaces places;
    UnfoldSwing swing;
    if (!unfold_error_spectra_new(target, output, FRAMES, RATE, &spectra))
        return false;
    unfold_error_spectra_clear(&spectra);
    return unfold_error_places(target, output, FRAMES, 480, &places) &&
           unfold_find_swing(dry, target, output, FRAMES, RATE, &swing);
}

static void lack_of_memory_is_told(void)
{
    play_gear(5, 0.5);
    allocations_reset();
    CU_ASSERT(analyse_all());
    const size_t made = allocations_made();
    CU_ASSERT(made > 10);
    for (size_t n = 0; n < made; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_FALSE(analyse_all());
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
}

static const Test tests[] = {
    {"Welch keeps the power where it is", welch_keeps_the_power_where_it_is},
    {"short signals have a spectrum too", short_signals_have_a_spectrum_too},
    {"the error is found in its band", the_error_is_found_in_its_band},
    {"the error is found at its level", the_error_is_found_at_its_level},
    {"the worst and the best stretch are found",
     the_worst_and_the_best_stretch_are_found},
    {"a tremolo is found with its rate", a_tremolo_is_found_with_its_rate},
    {"a tremolo is found against the dry itself",
     a_tremolo_is_found_against_the_dry_itself},
    {"a phaser is found", a_phaser_is_found},
    {"gear that follows the playing does not swing",
     gear_that_follows_the_playing_does_not_swing},
    {"odd signals do not swing", odd_signals_do_not_swing},
    {"recorded gear swings where it does", recorded_gear_swings_where_it_does},
    {"lack of memory is told", lack_of_memory_is_told},
    {NULL, NULL}};

const Suite residual_suite = {"residual", tests};
