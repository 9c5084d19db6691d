/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/play.h"
#include "tests/support/allocations.h"
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The same code on the same numbers: nothing but the compiler's freedom to round. */
#define SAME 1e-6
#define COUNT(array) (sizeof(array) / sizeof *(array))

static float expected[HOST_FRAMES], heard[HOST_FRAMES], input[HOST_FRAMES];

/* What `unfold render` writes for the bundled model of host_bundle(). */
static void render(const float *in, float *out)
{
    UnfoldModel *model = host_make_model(1);
    CU_ASSERT_TRUE_FATAL(unfold_play(model, in, HOST_FRAMES, out));
    unfold_model_free(model);
}

static void equals_render(bool built, bool in_place)
{
    static const uint32_t ones[] = {1}, sevens[] = {7}, usual[] = {64},
                          large[] = {8192},
                          mixed[] = {3, 8192, 0, 1, 64, 65, 1000, 7, 4096};
    static const struct {
        const uint32_t *blocks;
        size_t count;
    } splits[] = {
        {ones, 1}, {sevens, 1}, {usual, 1}, {large, 1}, {mixed, COUNT(mixed)}};
    render(host_pluck(), expected);
    for (size_t k = 0; k < COUNT(splits); ++k) {
        Host *host = host_open(&(HostOptions){.built = built, .bundle = host_bundle()});
        memcpy(input, host_pluck(), sizeof input);
        host_play(host, input, in_place ? input : heard, HOST_FRAMES, splits[k].blocks,
                  splits[k].count);
        host_close(host);
        const float *out = in_place ? input : heard;
        CU_ASSERT_TRUE(worst_difference(out, expected, HOST_FRAMES, NULL) <= SAME);
    }
}

static void test_render(void)
{
    equals_render(false, false);
}

static void test_in_place(void)
{
    equals_render(false, true);
}

static void test_built(void)
{
    equals_render(true, false);
    equals_render(true, true);
}

static void test_activate(void)
{
    Host *host = host_open(&(HostOptions){0});
    render(host_pluck(), expected);
    for (int pass = 0; pass < 3; ++pass) {
        host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){512}, 1);
        CU_ASSERT_TRUE(worst_difference(heard, expected, HOST_FRAMES, NULL) <= SAME);
        host->descriptor->activate(host->instance);
    }
    host_close(host);
}

static void test_not_finite(void)
{
    const float bad[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 3.4e38f};
    render(host_pluck(), expected);
    for (size_t k = 0; k < COUNT(bad); ++k) {
        for (int mix = 0; mix <= 100; mix += 50) {
            Host *host = host_open(&(HostOptions){0});
            host->mix = (float)mix;
            host->output = 24;
            Host *clean = host_open(&(HostOptions){0});
            clean->mix = host->mix;
            clean->output = host->output;
            memcpy(input, host_pluck(), sizeof input);
            for (size_t t = 10000; t < 10100; ++t)
                input[t] = bad[k];
            host_play(host, input, heard, HOST_FRAMES, (uint32_t[]){512}, 1);
            host_play(clean, host_pluck(), expected, HOST_FRAMES, (uint32_t[]){512}, 1);
            host_close(host);
            host_close(clean);
            bool finite = true;
            for (size_t t = 0; t < HOST_FRAMES; ++t)
                finite = finite && isfinite(heard[t]);
            CU_ASSERT_TRUE(finite);
            const size_t back = 10100 + (size_t)(HOST_RATE / 10);
            CU_ASSERT_TRUE(worst_difference(heard + back, expected + back,
                                            HOST_FRAMES - back, NULL) < 1e-3);
        }
    }
}

static void test_controls_not_finite(void)
{
    Host *host = host_open(&(HostOptions){0});
    host->input = host->output = host->mix = host->enabled = NAN;
    render(host_pluck(), expected);
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){256}, 1);
    CU_ASSERT_TRUE(worst_difference(heard, expected, HOST_FRAMES, NULL) <= SAME);
    host->input = INFINITY;
    host->output = -INFINITY;
    host->mix = 1e30f;
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){256}, 1);
    for (size_t t = 0; t < HOST_FRAMES; ++t)
        CU_ASSERT_TRUE_FATAL(isfinite(heard[t]));
    host_close(host);
}

static void test_denormals(void)
{
    Host *host = host_open(&(HostOptions){0});
    volatile float tiny = 1e-39f, one = 1;
    CU_ASSERT_TRUE_FATAL(tiny * one != 0);
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){256}, 1);
    CU_ASSERT_TRUE(tiny * one != 0); /* the host's mode is back */
    for (size_t t = 0; t < HOST_FRAMES; ++t)
        input[t] = t < 100 ? 1e-39f : 0;
    host->mix = 50;
    for (int second = 0; second < 3; ++second)
        host_play(host, input, heard, HOST_FRAMES, (uint32_t[]){256}, 1);
    bool normal = true;
    for (size_t t = 0; t < HOST_FRAMES; ++t)
        normal = normal && fpclassify(heard[t]) != FP_SUBNORMAL;
    CU_ASSERT_TRUE(normal);
    host_close(host);
}

static void test_no_frames(void)
{
    Host *host = host_open(&(HostOptions){0});
    host_run(host, host_pluck(), heard, 0);
    host_run(host, NULL, NULL, 0);
    host->descriptor->connect_port(host->instance, 1000, heard);
    render(host_pluck(), expected);
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){0, 100}, 2);
    CU_ASSERT_TRUE(worst_difference(heard, expected, HOST_FRAMES, NULL) <= SAME);
    host_close(host);
}

static double largest_step(const float *y, size_t n)
{
    return worst_difference(y + 1, y, n - 1, NULL);
}

static void test_enabled(void)
{
    Host *host = host_open(&(HostOptions){0});
    const float *in = host_pluck();
    render(in, expected);
    const double limit =
        fmax(largest_step(in, HOST_FRAMES), largest_step(expected, HOST_FRAMES)) +
        2.0 / (0.01 * HOST_RATE);
    for (size_t t = 0; t < HOST_FRAMES; t += 100) {
        host->enabled = t < 12000 || t >= 30000;
        host_run(host, in + t, heard + t, 100);
    }
    host_close(host);
    CU_ASSERT_TRUE(largest_step(heard, HOST_FRAMES) <= limit);
    CU_ASSERT_TRUE(worst_difference(heard, expected, 12000, NULL) <= SAME);
    CU_ASSERT_TRUE(memcmp(heard + 12600, in + 12600, 17400 * sizeof *in) == 0);
    CU_ASSERT_TRUE(worst_difference(heard + 35000, expected + 35000, 13000, NULL) <
                   1e-3);
}

static void test_starts_off(void)
{
    Host *host = host_open(&(HostOptions){0});
    host->enabled = 0;
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){100}, 1);
    CU_ASSERT_TRUE(memcmp(heard, host_pluck(), sizeof heard) == 0);
    host_close(host);
}

static void test_gain(void)
{
    const float *in = host_pluck();
    for (int which = 0; which < 3; ++which) {
        Host *host = host_open(&(HostOptions){0});
        host->mix = which == 2 ? 0 : 100;
        float *const knob = which == 0 ? &host->input : &host->output;
        float *const moved = which == 2 ? &host->mix : knob;
        const float from = which == 2 ? 0 : -24, to = which == 2 ? 100 : 12;
        *moved = to;
        host_play(host, in, expected, HOST_FRAMES, (uint32_t[]){64}, 1);
        double limit = largest_step(expected, HOST_FRAMES);
        host->descriptor->activate(host->instance);
        *moved = from;
        host_play(host, in, heard, 24000, (uint32_t[]){64}, 1);
        *moved = to;
        host_play(host, in + 24000, heard + 24000, 24000, (uint32_t[]){64}, 1);
        host_close(host);
        limit = fmax(limit, largest_step(heard, 24000)) + 4.0 / (0.02 * HOST_RATE);
        CU_ASSERT_TRUE(largest_step(heard, HOST_FRAMES) <= limit);
        CU_ASSERT_TRUE(worst_difference(heard + 40000, expected + 40000, 8000, NULL) <
                       1e-4);
    }
}

static void test_gain_is_exact(void)
{
    Host *host = host_open(&(HostOptions){0});
    host->output = 20;
    render(host_pluck(), expected);
    for (size_t t = 0; t < HOST_FRAMES; ++t)
        expected[t] *= 10;
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    CU_ASSERT_TRUE(worst_difference(heard, expected, HOST_FRAMES, NULL) <= 1e-5);
    host_close(host);
}

static void test_mix_is_dry(void)
{
    Host *host = host_open(&(HostOptions){0});
    host->mix = 0;
    host->output = 12;
    host->input = -3;
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    CU_ASSERT_TRUE(worst_difference(heard, host_pluck(), HOST_FRAMES, NULL) == 0);
    host_close(host);
}

static void test_no_bundled_model(void)
{
    Host *host = host_open(&(HostOptions){.bundle = "/nowhere"});
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "/nowhere/"));
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    CU_ASSERT_TRUE(worst_difference(heard, host_pluck(), HOST_FRAMES, NULL) == 0);
    host_close(host);
}

static void test_nothing_mapped(void)
{
    const LV2_Descriptor *plugin = lv2_descriptor(0);
    const LV2_Feature *none = NULL;
    CU_ASSERT_PTR_NULL(plugin->instantiate(plugin, 48000, host_bundle(), &none));
    CU_ASSERT_STRING_EQUAL(plugin->URI, UNFOLD_EFFECT_URI);
    CU_ASSERT_STRING_EQUAL(lv2_descriptor(1)->URI, UNFOLD_STEREO_URI);
    CU_ASSERT_PTR_NULL(lv2_descriptor(3));
}

static void test_other_rate(void)
{
    Host *host = host_open(&(HostOptions){.rate = 44100});
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "48000"));
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "44100"));
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    host_close(host);
}

static void test_allocations(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    const char *path = host_model("quiet.json", 2);
    allocations_reset();
    host_set_model(host, path);
    host_get(host);
    host_play(host, host_pluck(), heard, 4800, (uint32_t[]){64}, 1);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    host_work(host);
    CU_ASSERT_TRUE(allocations_made() > 0);
    const size_t made = allocations_made();
    const long live = allocations_live();
    host_play(host, host_pluck(), heard, 24000, (uint32_t[]){64}, 1);
    CU_ASSERT_EQUAL(allocations_made(), made);
    CU_ASSERT_EQUAL(allocations_live(), live);
    host_close(host);
}

static void test_nothing_leaks(void)
{
    host_bundled_model();
    const char *path = host_model("leak.json", 2);
    host_close(host_open(&(HostOptions){0})); /* maps the URIs */
    allocations_reset();
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    for (int k = 0; k < 4; ++k) {
        host_set_model(host, path);
        host_play(host, host_pluck(), heard, 300, (uint32_t[]){64}, 1);
        host_work(host);
        host_play(host, host_pluck(), heard, 300, (uint32_t[]){64}, 1);
    }
    host_close(host);
    CU_ASSERT_EQUAL(allocations_live(), 0);
}

static void test_each_allocation_fails(void)
{
    host_bundled_model();
    const LV2_Descriptor *plugin = lv2_descriptor(0);
    Host *host = host_open(&(HostOptions){0}); /* for its features */
    for (size_t n = 0;; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        const LV2_Handle instance =
            plugin->instantiate(plugin, HOST_RATE, host_bundle(), host->list);
        const bool failed = allocations_made() > n;
        if (instance)
            plugin->cleanup(instance);
        CU_ASSERT_EQUAL(allocations_live(), 0);
        if (!failed)
            break;
    }
    allocations_reset();
    host_close(host);
}

const Suite plugin_suite = {
    "plugin",
    (const Test[]){
        {"the output is what render writes, for any block size", test_render},
        {"in place is the same as out of place", test_in_place},
        {"the built bundle plays the same", test_built},
        {"activating starts again from rest", test_activate},
        {"what is not finite at the input never gets out and is soon forgotten",
         test_not_finite},
        {"controls that are no numbers do no harm", test_controls_not_finite},
        {"denormals are flushed and the host's mode is restored", test_denormals},
        {"a block may be empty", test_no_frames},
        {"switching off and on fades, and off is bit exact", test_enabled},
        {"it can start switched off", test_starts_off},
        {"gains and mix move without a click and arrive", test_gain},
        {"20 dB is a factor of 10 from the first sample", test_gain_is_exact},
        {"mix at 0 is the input, whatever the gains", test_mix_is_dry},
        {"without its bundled model the plugin passes audio and says why",
         test_no_bundled_model},
        {"without urid:map there is no instance", test_nothing_mapped},
        {"another sample rate is logged with both rates", test_other_rate},
        {"run allocates nothing", test_allocations},
        {"nothing leaks", test_nothing_leaks},
        {"each allocation may fail", test_each_allocation_fails},
        {NULL, NULL},
    },
};
