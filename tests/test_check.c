/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/check.h"
#include "capture/shift.h"
#include "feature/level.h"
#include "net/random.h"
#include "tests/support/allocations.h"
#include "tests/support/playing.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 12000.0
#define N 120000
#define DELAY 120

static float dry[N], wet[N];

/* Sound gear: soft distortion and a delay, both at good levels. */
static void play(void)
{
    fill_playing(dry, N, RATE, 1);
    memset(wet, 0, DELAY * sizeof *wet);
    for (size_t t = DELAY; t < N; ++t)
        wet[t] = 0.3f * tanhf(3 * dry[t - DELAY] + 0.2f * wet[t - 1]);
}

static UnfoldFindings check_length(size_t wet_frames)
{
    const UnfoldPairView pair = {dry, wet, N, wet_frames, RATE};
    UnfoldAlignment alignment;
    UnfoldFindings findings;
    CU_ASSERT_FATAL(unfold_align(&pair, &alignment));
    CU_ASSERT_FATAL(unfold_check_pair(&pair, &alignment, &findings));
    return findings;
}

static UnfoldFindings check(void)
{
    return check_length(N);
}

static bool has(const UnfoldFindings *findings, const char *topic,
                UnfoldSeverity severity)
{
    for (size_t k = 0; k < findings->count; ++k)
        if (!strcmp(findings->list[k].topic, topic))
            return findings->list[k].severity == severity;
    return false;
}

/* Whether there is this finding and nothing else that is as grave. */
static void expect(const UnfoldFindings found, const char *topic,
                   UnfoldSeverity severity)
{
    size_t grave = 0;
    for (size_t k = 0; k < found.count; ++k)
        grave += found.list[k].severity >= UNFOLD_FINDING_WARNING;
    const bool alone = grave == (severity >= UNFOLD_FINDING_WARNING);
    for (size_t k = 0; k < found.count && !(alone && has(&found, topic, severity)); ++k)
        printf("%s wanted, found %s\n", topic, found.list[k].text);
    CU_ASSERT(alone);
    CU_ASSERT(has(&found, topic, severity));
    CU_ASSERT_EQUAL(unfold_findings_worst(&found), severity);
}

static void a_sound_pair_yields_its_delay_alone(void)
{
    play();
    const UnfoldFindings found = check();
    CU_ASSERT_EQUAL(found.count, 1);
    expect(found, "delay", UNFOLD_FINDING_NOTE);
    CU_ASSERT_EQUAL(found.figures.gap_seconds, 0);
    CU_ASSERT(isnan(found.figures.self_esr) && isnan(found.figures.noise_floor_db));
}

static void silence_and_low_level(void)
{
    play();
    memset(wet, 0, sizeof wet);
    expect(check(), "silence", UNFOLD_FINDING_ERROR);
    play();
    for (size_t t = 0; t < N; ++t)
        wet[t] *= 0.01f;
    expect(check(), "level", UNFOLD_FINDING_WARNING);
}

static void clip(float *x, float limit, float gain)
{
    for (size_t t = 0; t < N; ++t)
        x[t] = gain * fminf(limit, fmaxf(-limit, x[t]));
}

static void clipping_at_full_scale_and_below(void)
{
    play();
    clip(wet, 0.15f, 1 / 0.15f);
    expect(check(), "clipping", UNFOLD_FINDING_WARNING);
    play();
    clip(dry, 0.15f, 1);
    const UnfoldFindings found = check();
    expect(found, "clipping", UNFOLD_FINDING_WARNING);
    CU_ASSERT(found.figures.dry_clipped > 100);
    play();
    clip(wet, 0.15f, 2);
    expect(check(), "clipping", UNFOLD_FINDING_NOTE); /* it may be the gear's */
}

static void tones_have_no_flat_tops(void)
{
    for (double pitch = 20; pitch < 3000; pitch *= 1.7) {
        for (size_t t = 0; t < N; ++t) {
            const double y = 0.3 * sin(2 * M_PI * pitch * (double)t / 48000);
            dry[t] = (float)(round(32768 * y) / 32768); /* 16 bits */
        }
        CU_ASSERT_EQUAL(unfold_flat_tops(dry, N), 0);
        clip(dry, 0.2f, 0.7f);
        CU_ASSERT(unfold_flat_tops(dry, N) > 100);
    }
    CU_ASSERT_EQUAL(unfold_flat_tops(dry, 0), 0);
}

static void an_offset_is_found(void)
{
    play();
    for (size_t t = 0; t < N; ++t)
        wet[t] += 0.02f;
    const UnfoldFindings found = check();
    expect(found, "offset", UNFOLD_FINDING_WARNING);
    CU_ASSERT_DOUBLE_EQUAL(found.figures.wet_offset, 0.02, 0.005);
}

static void polarity_and_lengths(void)
{
    play();
    for (size_t t = 0; t < N; ++t)
        wet[t] = -wet[t];
    const UnfoldFindings inverted = check();
    CU_ASSERT(has(&inverted, "polarity", UNFOLD_FINDING_NOTE));
    play();
    expect(check_length(N / 2), "length", UNFOLD_FINDING_WARNING);
    const UnfoldFindings nearly = check_length(N - 3000);
    CU_ASSERT(has(&nearly, "length", UNFOLD_FINDING_NOTE));
}

static void dry_itself_teaches_nothing(void)
{
    play();
    for (size_t t = DELAY; t < N; ++t)
        wet[t] = 0.7f * dry[t - DELAY];
    const UnfoldFindings found = check();
    expect(found, "identical", UNFOLD_FINDING_WARNING);
    CU_ASSERT(found.figures.gain_esr < 1e-9);
}

static void another_take_is_an_error(void)
{
    play();
    fill_playing(wet, N, RATE, 99);
    expect(check(), "unrelated", UNFOLD_FINDING_ERROR);
}

static void gaps_are_found(void)
{
    play();
    memset(wet + 36000, 0, 6000 * sizeof *wet);
    const UnfoldFindings found = check();
    expect(found, "gaps", UNFOLD_FINDING_WARNING);
    CU_ASSERT_DOUBLE_EQUAL(found.figures.gap_seconds, 0.5, 0.1);
}

static void the_noise_floor_is_measured_where_dry_is_silent(void)
{
    play();
    memset(dry + 48000, 0, 18000 * sizeof *dry);
    memset(wet + 48000 + DELAY, 0, 18000 * sizeof *wet);
    UnfoldRandom random = {1};
    const UnfoldFindings silent = check();
    CU_ASSERT_EQUAL(silent.figures.noise_floor_db, -INFINITY);
    for (size_t t = 0; t < N; ++t)
        wet[t] += 1e-3f * (float)unfold_random_normal(&random);
    const UnfoldFindings found = check();
    expect(found, "noise", UNFOLD_FINDING_WARNING);
    CU_ASSERT_DOUBLE_EQUAL(found.figures.noise_floor_db, -60, 1.5);
    CU_ASSERT(found.figures.signal_to_noise_db < 40);
}

static void a_repeated_passage_tells_what_can_be_hoped_for(void)
{
    play();
    memcpy(dry + 80000, dry + 20000, 24000 * sizeof *dry);
    memcpy(wet + 80000 + DELAY, wet + 20000 + DELAY, 24000 * sizeof *wet);
    const UnfoldFindings steady = check();
    CU_ASSERT(has(&steady, "repeat", UNFOLD_FINDING_NOTE));
    CU_ASSERT_EQUAL(steady.figures.self_esr, 0);
    CU_ASSERT_DOUBLE_EQUAL(steady.figures.repeat_begin, 20000 / RATE, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(steady.figures.repeat_again, 80000 / RATE, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(steady.figures.repeat_seconds, 2, 1e-9);
    for (size_t t = 80000; t < 104000 + DELAY; ++t)
        wet[t] *= 0.8f; /* ESR 2 (1 - 0.8)^2 / (1 + 0.8^2) */
    const UnfoldFindings moody = check();
    expect(moody, "repeat", UNFOLD_FINDING_WARNING);
    CU_ASSERT_DOUBLE_EQUAL(moody.figures.self_esr, 0.08 / 1.64, 1e-3);
}

static void drift_is_told_in_samples(void)
{
    const size_t n = 480000;
    float *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y);
    fill_playing(x, n, RATE, 4);
    memcpy(x + 400000, x + 100000, 24000 * sizeof *x);
    for (size_t t = 0; t < n; ++t)
        y[t] = (float)tanh(3 * unfold_interpolate(x, n, (double)t * (1 - 50e-6)));
    const UnfoldPairView pair = {x, y, n, n, RATE};
    UnfoldAlignment alignment;
    UnfoldFindings found;
    CU_ASSERT(unfold_align(&pair, &alignment));
    CU_ASSERT(unfold_check_pair(&pair, &alignment, &found));
    expect(found, "drift", UNFOLD_FINDING_WARNING);
    CU_ASSERT_DOUBLE_EQUAL(found.figures.drift_samples, 24, 0.5);
    CU_ASSERT(found.figures.self_esr < 1e-3); /* not the clocks' but the gear's */
    free(x);
    free(y);
}

static void each_allocation_that_fails_is_told(void)
{
    play();
    memcpy(dry + 80000, dry + 20000, 24000 * sizeof *dry);
    const UnfoldPairView pair = {dry, wet, N, N, RATE};
    UnfoldAlignment alignment;
    UnfoldFindings findings;
    CU_ASSERT(unfold_align(&pair, &alignment));
    allocations_reset();
    CU_ASSERT(unfold_check_pair(&pair, &alignment, &findings));
    const size_t made = allocations_made();
    CU_ASSERT(made >= 4);
    for (size_t n = 0; n < made; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_FALSE(unfold_check_pair(&pair, &alignment, &findings));
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
}

static const Test tests[] = {
    {"a sound pair yields its delay alone", a_sound_pair_yields_its_delay_alone},
    {"silence and low level", silence_and_low_level},
    {"clipping at full scale and below", clipping_at_full_scale_and_below},
    {"tones have no flat tops", tones_have_no_flat_tops},
    {"an offset is found", an_offset_is_found},
    {"polarity and lengths", polarity_and_lengths},
    {"dry itself teaches nothing", dry_itself_teaches_nothing},
    {"another take is an error", another_take_is_an_error},
    {"gaps are found", gaps_are_found},
    {"the noise floor is measured where dry is silent",
     the_noise_floor_is_measured_where_dry_is_silent},
    {"a repeated passage tells what can be hoped for",
     a_repeated_passage_tells_what_can_be_hoped_for},
    {"drift is told in samples", drift_is_told_in_samples},
    {"each allocation that fails is told", each_allocation_that_fails_is_told},
    {NULL, NULL}};

const Suite check_suite = {"check", tests};
