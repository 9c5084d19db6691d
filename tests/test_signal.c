/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/signal.h"

#include "feature/level.h"
#include "file/audio.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 48000
#define SEED 1
#define FRAMES ((size_t)(UNFOLD_SIGNAL_SECONDS * RATE))

static UnfoldSection sections[UNFOLD_MAX_SECTIONS];

static size_t fill_sections(void)
{
    return unfold_signal_sections(UNFOLD_SIGNAL_SECONDS, sections);
}

static bool named(const UnfoldSection *section, const char *word)
{
    return strstr(section->name, word) != NULL;
}

/* The section's samples, to be freed. */
static float *render(const UnfoldSection *section, uint64_t seed, double rate,
                     size_t *frames)
{
    *frames = unfold_section_frames(section, rate);
    float *out = malloc(*frames * sizeof *out);
    CU_ASSERT_FATAL(out && unfold_section_render(section, seed, rate, out));
    return out;
}

static double rms(const float *x, size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; ++t)
        sum += (double)x[t] * x[t];
    return sqrt(sum / (double)n);
}

static const UnfoldSection *find(const char *word)
{
    const size_t count = fill_sections();
    for (size_t k = 0; k < count; ++k)
        if (named(&sections[k], word))
            return &sections[k];
    CU_FAIL_FATAL("no such section");
    return NULL;
}

static void sections_follow_each_other(void)
{
    static const double lengths[] = {180, 777.77, 1800};
    for (size_t j = 0; j < 3; ++j) {
        const size_t count = unfold_signal_sections(lengths[j], sections);
        double end = 0;
        for (size_t k = 0; k < count; ++k) {
            CU_ASSERT_DOUBLE_EQUAL(sections[k].begin, end, 1e-9);
            CU_ASSERT(sections[k].seconds >= 0.5);
            for (double rate = 8000; rate < 100000; rate += 12345.5) {
                const size_t begin = (size_t)lround(sections[k].begin * rate);
                const double next = sections[k].begin + sections[k].seconds;
                CU_ASSERT(begin + unfold_section_frames(&sections[k], rate) <=
                          (size_t)lround(next * rate));
            }
            end = sections[k].begin + sections[k].seconds;
        }
        CU_ASSERT_DOUBLE_EQUAL(end, lengths[j], 1e-9);
    }
}

static void each_tenth_holds_strings_sweeps_and_noise(void)
{
    static const char *const kinds[] = {"strings", "sweep", "noise"};
    const size_t count = fill_sections();
    for (int tenth = 0; tenth < 10; ++tenth)
        for (size_t kind = 0; kind < 3; ++kind) {
            double seconds = 0;
            for (size_t k = 0; k < count; ++k)
                if ((int)(sections[k].begin / 18) == tenth &&
                    named(&sections[k], kinds[kind]))
                    seconds += sections[k].seconds;
            CU_ASSERT(seconds >= (kind ? 1 : 9));
        }
}

static void sections_keep_their_level_and_start_and_end_at_0(void)
{
    const size_t count = fill_sections();
    for (size_t k = 0; k < count; ++k) {
        const UnfoldSection *section = &sections[k];
        size_t n;
        float *x = render(section, SEED, RATE, &n);
        const double most = pow(10, fmax(section->from, section->to) / 20);
        const double peak = unfold_level(x, n).peak;
        double mean = 0;
        for (size_t t = 0; t < n; ++t)
            mean += x[t] / (double)n;
        CU_ASSERT(peak <= UNFOLD_SIGNAL_PEAK);
        CU_ASSERT(peak <= 1.0001 * most);
        /* what is faded may have its loudest attack at the soft end */
        CU_ASSERT(peak >= (section->from == section->to ? 0.99 : 0.05) * most);
        CU_ASSERT(fabs(mean) <= 0.003 * most);
        CU_ASSERT(fabsf(x[0]) <= 1e-4f && fabsf(x[n - 1]) <= 1e-4f);
        if (named(section, "silence"))
            CU_ASSERT_EQUAL(peak, 0);
        free(x);
    }
}

static void one_passage_comes_twice(void)
{
    static const double rates[] = {44100, 47999};
    const size_t count = fill_sections();
    size_t first = 0, second = 0;
    for (size_t k = 0; k < count; ++k)
        for (size_t j = k + 1; j < count; ++j)
            if (sections[j].content == sections[k].content &&
                sections[j].from == sections[k].from && sections[k].seconds >= 5) {
                first = k;
                second = j;
            }
    CU_ASSERT_FATAL(second > first);
    CU_ASSERT(sections[first].begin >= 0.8 * UNFOLD_SIGNAL_SECONDS);
    CU_ASSERT(named(&sections[first - 1], "silence"));
    CU_ASSERT(named(&sections[second - 1], "silence"));
    for (size_t k = 0; k < 2; ++k) {
        size_t n, m;
        float *x = render(&sections[first], SEED, rates[k], &n);
        float *y = render(&sections[second], SEED, rates[k], &m);
        CU_ASSERT_EQUAL_FATAL(n, m);
        CU_ASSERT_EQUAL(memcmp(x, y, n * sizeof *x), 0);
        free(x);
        free(y);
    }
}

static void other_seeds_play_otherwise(void)
{
    const UnfoldSection *section = find("chords");
    size_t n;
    float *x = render(section, 1, RATE, &n), *y = render(section, 2, RATE, &n);
    CU_ASSERT(worst_difference(x, y, n, NULL) > 0.1);
    free(x);
    free(y);
}

static void all_rates_sound_the_same(void)
{
    static const char *const kinds[] = {"mutes", "steps", "sweep", "marker"};
    static const double rates[] = {44100, 88200, 192000, 32000.5};
    for (size_t k = 0; k < 4; ++k) {
        const UnfoldSection *section = find(kinds[k]);
        size_t n, m;
        float *x = render(section, SEED, RATE, &n);
        float *y = render(section, SEED, 2 * RATE, &m);
        for (size_t t = 0; t < n; ++t) /* the same moments, the same samples */
            y[t] = y[2 * t];
        CU_ASSERT_EQUAL(m, 2 * n);
        /* but for the last 3 % of the band, which a click has and the filter cuts */
        CU_ASSERT_DOUBLE_EQUAL(worst_difference(x, y, n, NULL), 0, 2e-3);
        free(y);
        for (size_t j = 0; j < 4; ++j) {
            y = render(section, SEED, rates[j], &m);
            const double tolerance = named(section, "sweep") && rates[j] < 44000
                                         ? 0.05 /* its end is beyond Nyquist */
                                         : 0.005;
            CU_ASSERT_DOUBLE_EQUAL(rms(y, m) / rms(x, n), 1, tolerance);
            free(y);
        }
        free(x);
    }
}

static void a_low_rate_keeps_the_limit(void)
{
    const size_t count = fill_sections();
    for (size_t k = 0; k < count; ++k) {
        if (sections[k].to < -1)
            continue;
        size_t n;
        float *x = render(&sections[k], SEED, 8000, &n);
        CU_ASSERT(unfold_level(x, n).peak <= UNFOLD_SIGNAL_PEAK);
        free(x);
    }
}

/* The energy's part about `hz`: a band-pass an octave wide. */
static double part_about(const float *x, size_t n, double hz)
{
    const double w = 6.283185307179586 * hz / RATE, alpha = sin(w) / (2 * 1.41);
    double s1 = 0, s2 = 0, sum = 0, all = 0;
    for (size_t t = 0; t < n; ++t) {
        const double y = (alpha * x[t] + s1) / (1 + alpha);
        s1 = 2 * cos(w) * y + s2;
        s2 = -alpha * x[t] - (1 - alpha) * y;
        sum += y * y;
        all += (double)x[t] * x[t];
    }
    return sum / all;
}

static void strings_fill_the_octaves_of_a_guitar(void)
{
    static const struct {
        double hz, least;
    } octaves[] = {{113, 0.01}, {226, 0.05},  {453, 0.1},
                   {905, 0.1},  {1810, 0.02}, {3620, 0.003}};
    const UnfoldSection *section = find("all styles");
    size_t n;
    float *x = render(section, SEED, RATE, &n);
    for (size_t k = 0; k < 6; ++k) {
        const double part = part_about(x, n, octaves[k].hz);
        if (part < octaves[k].least)
            printf("%g Hz: %g\n", octaves[k].hz, part);
        CU_ASSERT(part >= octaves[k].least);
    }
    free(x);
}

static void lack_of_memory_is_reported(void)
{
    static float out[2 * RATE];
    UnfoldSection section = *find("sweep");
    section.seconds = 1;
    allocations_reset();
    allocations_fail_at(0, 0);
    CU_ASSERT_FALSE(unfold_section_render(&section, SEED, 44100, out));
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
}

static void the_tool_writes_all_sections(void)
{
    const ToolRun run = RUN_TOOL("signal", "-o", test_path("signal.wav"), "--json");
    CU_ASSERT_EQUAL_FATAL(run.status, 0);
    CU_ASSERT_STRING_EQUAL(run.err, "");
    UnfoldAudio audio;
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(test_path("signal.wav"), &audio, NULL),
                          UNFOLD_OK);
    CU_ASSERT_FATAL(audio.frames == FRAMES && audio.channels == 1 &&
                    audio.rate == RATE);
    const size_t count = fill_sections();
    json_t *root = json_loads(run.out, 0, NULL);
    const json_t *list = json_object_get(root, "sections");
    CU_ASSERT_EQUAL(json_array_size(list), count);
    for (size_t k = 0; k < count; ++k) {
        const json_t *item = json_array_get(list, k);
        CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(item, "name")),
                               sections[k].name);
        CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_object_get(item, "begin")),
                               sections[k].begin, 1e-6);
        if (k % 7) /* some are enough */
            continue;
        size_t n;
        float *x = render(&sections[k], SEED, RATE, &n);
        const float *written = audio.samples + lround(sections[k].begin * RATE);
        CU_ASSERT_EQUAL(memcmp(x, written, n * sizeof *x), 0);
        free(x);
    }
    json_decref(root);
    unfold_audio_clear(&audio);
}

static void the_tool_refuses_bad_options(void)
{
    const char *path = test_path("refused.wav");
    const ToolRun wrong[] = {
        RUN_TOOL("signal"),
        RUN_TOOL("signal", "-o", path, "--rate", "7999"),
        RUN_TOOL("signal", "-o", path, "--rate", "44100.5"),
        RUN_TOOL("signal", "-o", path, "--seconds", "60"),
        RUN_TOOL("signal", "-o", path, "--seed", "-1"),
    };
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; ++k) {
        CU_ASSERT_EQUAL(wrong[k].status, 2);
        CU_ASSERT(is_one_sentence(&wrong[k]));
    }
    const ToolRun lost = RUN_TOOL("signal", "-o", test_path("no/folder.wav"));
    CU_ASSERT_EQUAL(lost.status, 1);
    CU_ASSERT(is_one_sentence(&lost));
    size_t size;
    CU_ASSERT_PTR_NULL(get_bytes(path, &size));
}

static const Test tests[] = {
    {"sections follow each other to the end", sections_follow_each_other},
    {"each tenth holds strings, sweeps and noise",
     each_tenth_holds_strings_sweeps_and_noise},
    {"sections keep their level, and start and end at 0",
     sections_keep_their_level_and_start_and_end_at_0},
    {"one passage comes twice, bit by bit", one_passage_comes_twice},
    {"other seeds play otherwise", other_seeds_play_otherwise},
    {"all rates sound the same", all_rates_sound_the_same},
    {"a low rate keeps the limit", a_low_rate_keeps_the_limit},
    {"strings fill the octaves of a guitar", strings_fill_the_octaves_of_a_guitar},
    {"lack of memory is reported", lack_of_memory_is_reported},
    {"the tool writes all sections", the_tool_writes_all_sections},
    {"the tool refuses bad options", the_tool_refuses_bad_options},
    {NULL, NULL}};

const Suite signal_suite = {"signal", tests};
