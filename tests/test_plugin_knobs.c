/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "tests/support/allocations.h"
#include "tests/support/host.h"
#include "tests/support/knobs.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Two streams agree that began at different times, once their memory has faded. */
#define FORGOTTEN 1e-4

static float expected[HOST_FRAMES], plain[HOST_FRAMES], heard[HOST_FRAMES];
static char knobs_path[256], plain_path[256];

/* The model with knobs, and in `expected` what the tool renders through it. */
static void put_models(void)
{
    snprintf(knobs_path, sizeof knobs_path, "%s", test_path("knobs.json"));
    snprintf(plain_path, sizeof plain_path, "%s", host_model("plain.json", 2));
    put_knob_model(knobs_path, 4);
    UnfoldAudio audio;
    const char *in = test_path("in.wav"), *out = test_path("out.wav");
    put_wav(in, host_pluck(), HOST_FRAMES, 1, HOST_RATE);
    const ToolRun run = RUN_TOOL("render", knobs_path, in, out);
    CU_ASSERT_EQUAL_FATAL(run.status, 0);
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(out, &audio, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(audio.frames, HOST_FRAMES);
    memcpy(expected, audio.samples, sizeof expected);
    unfold_audio_clear(&audio);
    UnfoldModelFile file = {.model = host_make_model(2)};
    play_file(&file, host_pluck(), HOST_FRAMES, plain);
    unfold_model_file_clear(&file);
}

/* An instance that plays the model at `path` from its first sample. */
static Host *open_with(const char *path, const HostOptions *options)
{
    Host *host = host_open(options);
    const HostState state = host_state_of(path);
    host_restore(host, &state);
    return host;
}

static void test_render(void)
{
    static const uint32_t ones[] = {1}, sevens[] = {7}, usual[] = {64},
                          large[] = {8192},
                          mixed[] = {3, 8192, 0, 1, 64, 65, 1000, 7, 4096};
    static const struct {
        const uint32_t *blocks;
        size_t count;
    } splits[] = {{ones, 1}, {sevens, 1}, {usual, 1}, {large, 1}, {mixed, 9}};
    put_models();
    for (int built = 0; built < 2; ++built)
        for (size_t k = 0; k < sizeof splits / sizeof *splits; ++k) {
            Host *host = open_with(knobs_path, &(HostOptions){.built = built});
            host_play(host, host_pluck(), heard, HOST_FRAMES, splits[k].blocks,
                      splits[k].count);
            CU_ASSERT_TRUE(worst_difference(heard, expected, HOST_FRAMES, NULL) == 0);
            host->descriptor->activate(host->instance);
            host_play(host, host_pluck(), heard, HOST_FRAMES, splits[k].blocks,
                      splits[k].count);
            CU_ASSERT_TRUE(worst_difference(heard, expected, HOST_FRAMES, NULL) == 0);
            host_close(host);
        }
}

/* What the tool renders with the knobs at these values. */
static void render(const char *knobs, float *y)
{
    UnfoldAudio audio;
    const char *in = test_path("in.wav"), *out = test_path("turned.wav");
    const ToolRun run = RUN_TOOL("render", knobs_path, in, out, "--knobs", knobs);
    CU_ASSERT_EQUAL_FATAL(run.status, 0);
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(out, &audio, NULL), UNFOLD_OK);
    memcpy(y, audio.samples, sizeof heard);
    unfold_audio_clear(&audio);
}

/* Halfway up from the default is halfway from there to 1, and below likewise. */
static void test_turned(void)
{
    static const struct {
        float gain, tone;
        const char *values;
    } cases[] = {{0, 1, "gain=0,tone=1"},
                 {1, 0, "gain=1,tone=0"},
                 {0.25f, 0.75f, "gain=0.15,tone=0.875"},
                 {0.75f, 0.5f, "gain=0.65,tone=0.75"}};
    put_models();
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        render(cases[k].values, expected);
        Host *host = open_with(knobs_path, &(HostOptions){0});
        host->knobs[0] = cases[k].gain;
        host->knobs[1] = cases[k].tone;
        host->descriptor->activate(host->instance);
        host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64, 5}, 2);
        CU_ASSERT(worst_difference(heard, expected, HOST_FRAMES, NULL) == 0);
        host_close(host);
    }
}

static double largest_step(const float *x)
{
    return worst_difference(x + 1, x, HOST_FRAMES - 1, NULL);
}

/* Any split into blocks hears the same glide. */
static void test_glide(void)
{
    put_models();
    render("gain=1,tone=0", plain);
    const double step = fmax(largest_step(expected), largest_step(plain));
    const double apart = worst_difference(plain, expected, HOST_FRAMES, NULL);
    static const uint32_t blocks[] = {1, 40, 500, 2000};
    static float first[HOST_FRAMES];
    for (size_t k = 0; k < 4; ++k) {
        Host *host = open_with(knobs_path, &(HostOptions){0});
        for (size_t t = 0; t < HOST_FRAMES; t += 2000) {
            host->knobs[0] = t / 2000 % 2 ? 1 : 0.5f;
            host->knobs[1] = t / 2000 % 2 ? 0 : 0.5f;
            host_play(host, host_pluck() + t, heard + t, 2000, &blocks[k], 1);
        }
        host_close(host);
        CU_ASSERT(largest_step(heard) <= step + 1.1 * apart / (0.02 * HOST_RATE));
        if (k == 0)
            memcpy(first, heard, sizeof first);
        CU_ASSERT_EQUAL(memcmp(first, heard, sizeof first), 0);
    }
}

static void test_no_knobs(void)
{
    put_models();
    Host *host = open_with(plain_path, &(HostOptions){0});
    host->knobs[0] = 0;
    host->knobs[3] = 1;
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    CU_ASSERT(worst_difference(heard, plain, HOST_FRAMES, NULL) == 0);
    CU_ASSERT_STRING_EQUAL(host->told_knobs, "");
    host_close(host);
}

/* From one model to the other in the middle of the sound. */
static void swap(const char *from, const char *to, const float *of_from,
                 const float *of_to)
{
    enum { AT = 6000 };
    Host *host = open_with(from, &(HostOptions){.worker = HOST_WORKS_LATER});
    host_play(host, host_pluck(), heard, AT, (uint32_t[]){25}, 1);
    CU_ASSERT_TRUE(worst_difference(heard, of_from, AT, NULL) == 0);
    host_set_model(host, to);
    for (size_t t = AT; t < HOST_FRAMES; t += 25) {
        host_run(host, host_pluck() + t, heard + t, 25);
        host_work(host);
    }
    CU_ASSERT_STRING_EQUAL(host->told, to);
    const double step =
        fmax(worst_difference(of_from + 1, of_from, HOST_FRAMES - 1, NULL),
             worst_difference(of_to + 1, of_to, HOST_FRAMES - 1, NULL));
    const double fade =
        1.1 * worst_difference(of_from, of_to, HOST_FRAMES, NULL) / (0.02 * HOST_RATE);
    CU_ASSERT_TRUE(worst_difference(heard + 1, heard, HOST_FRAMES - 1, NULL) <=
                   step + fade);
    CU_ASSERT_TRUE(worst_difference(heard + 2 * AT, of_to + 2 * AT,
                                    HOST_FRAMES - 2 * AT, NULL) < FORGOTTEN);
    host_close(host);
}

static void test_swap(void)
{
    put_models();
    swap(plain_path, knobs_path, plain, expected);
    swap(knobs_path, plain_path, expected, plain);
}

static void test_allocations(void)
{
    put_models();
    Host *host = open_with(plain_path, &(HostOptions){.worker = HOST_WORKS_LATER});
    host_set_model(host, knobs_path);
    host_play(host, host_pluck(), heard, 64, (uint32_t[]){64}, 1);
    CU_ASSERT_EQUAL(host_work(host), 1);
    allocations_reset();
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    host_close(host);
    allocations_reset();
}

static void test_each_allocation_fails(void)
{
    put_models();
    for (size_t n = 0;; ++n) {
        Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
        host_set_model(host, knobs_path);
        host_run(host, host_pluck(), heard, 64);
        allocations_reset();
        allocations_fail_at(n, 0);
        host_work(host);
        const bool failed = allocations_made() > n;
        allocations_reset();
        host_run(host, host_pluck(), heard, 64);
        const bool refused = strstr(host->log, "memory") != NULL;
        CU_ASSERT_TRUE(failed || !refused);
        CU_ASSERT_STRING_EQUAL(host->told, refused ? host_bundled_model() : knobs_path);
        host_close(host);
        if (!failed)
            break;
    }
}

const Suite plugin_knobs_suite = {
    "plugin-knobs",
    (const Test[]){
        {"the output is what render writes at the defaults, to the bit", test_render},
        {"and wherever the knobs are turned", test_turned},
        {"knobs glide without a click", test_glide},
        {"a model without knobs passes them over", test_no_knobs},
        {"models with and without knobs take turns without a click", test_swap},
        {"run allocates nothing", test_allocations},
        {"each allocation of a load may fail", test_each_allocation_fails},
        {NULL, NULL},
    },
};
