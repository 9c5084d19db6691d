/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <math.h>
#include <string.h>

/* The stereo effect, and what both effects tell of themselves. */

static float left[HOST_FRAMES], right[HOST_FRAMES], expected[HOST_FRAMES];
static float heard[2][HOST_FRAMES];

static void put_input(void)
{
    memcpy(left, host_pluck(), sizeof left);
    for (size_t t = 0; t < HOST_FRAMES; ++t)
        right[t] = -0.5f * left[(t + 7777) % HOST_FRAMES];
}

static void play_mono(const float *in, const HostOptions *options, float *out)
{
    Host *host = host_open(options);
    host->input = 3;
    host->mix = 70;
    host_play(host, in, out, HOST_FRAMES, (uint32_t[]){64, 1, 100}, 3);
    host_close(host);
}

static void play_stereo(Host *host, const uint32_t *blocks, size_t count)
{
    host->input = 3;
    host->mix = 70;
    for (size_t t = 0, k = 0; t < HOST_FRAMES; ++k) {
        const size_t left_over = HOST_FRAMES - t;
        const uint32_t block = blocks[k % count];
        const uint32_t n = block < left_over ? block : (uint32_t)left_over;
        host_run_stereo(host, (const float *const[]){left + t, right + t},
                        (float *const[]){heard[0] + t, heard[1] + t}, n);
        t += n;
    }
}

static void each_side_is_as_the_mono_effect(void)
{
    static const struct {
        double rate;
        float oversampling;
    } cases[] = {{48000, 1}, {48000, 4}, {44100, 1}, {96000, 1}, {88200, 1}};
    put_input();
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        HostOptions options = {.rate = cases[k].rate,
                               .oversampling = cases[k].oversampling};
        for (int side = 0; side < 2; ++side) {
            options.stereo = true;
            Host *host = host_open(&options);
            play_stereo(host, (uint32_t[]){64, 333, 1}, 3);
            host_close(host);
            options.stereo = false;
            play_mono(side ? right : left, &options, expected);
            CU_ASSERT(worst_difference(heard[side], expected, HOST_FRAMES, NULL) <
                      2e-6);
        }
    }
}

static void buffers_may_be_shared_crosswise(void)
{
    put_input();
    Host *host = host_open(&(HostOptions){.stereo = true});
    play_stereo(host, (uint32_t[]){256}, 1);
    host_close(host);
    static float sides[2][HOST_FRAMES];
    memcpy(sides[0], left, sizeof left);
    memcpy(sides[1], right, sizeof right);
    host = host_open(&(HostOptions){.stereo = true});
    host->input = 3;
    host->mix = 70;
    for (uint32_t t = 0; t < HOST_FRAMES; t += 256) {
        const uint32_t n = HOST_FRAMES - t < 256 ? HOST_FRAMES - t : 256;
        host_run_stereo(host, (const float *const[]){sides[0] + t, sides[1] + t},
                        (float *const[]){sides[1] + t, sides[0] + t}, n);
    }
    host_close(host);
    CU_ASSERT_EQUAL(memcmp(sides[1], heard[0], sizeof left), 0);
    CU_ASSERT_EQUAL(memcmp(sides[0], heard[1], sizeof right), 0);
}

static void a_side_without_a_buffer_does_no_harm(void)
{
    put_input();
    Host *host = host_open(&(HostOptions){.stereo = true});
    host_run_stereo(host, (const float *const[]){left, NULL},
                    (float *const[]){heard[0], heard[1]}, 64);
    host_run_stereo(host, (const float *const[]){left, right},
                    (float *const[]){heard[0], NULL}, 64);
    host_close(host);
}

static void meters_show_peaks_that_fall(void)
{
    for (int stereo = 0; stereo < 2; ++stereo) {
        Host *host = host_open(&(HostOptions){.stereo = stereo});
        float *const out[] = {heard[0], heard[1]};
        memset(left, 0, sizeof left);
        memset(right, 0, sizeof right);
        host->mix = 0;
        host_run_stereo(host, (const float *const[]){left, right}, out, 64);
        CU_ASSERT_EQUAL(host->input_peak, -90);
        CU_ASSERT_EQUAL(host->output_peak, -90);
        left[10] = 0.1f;
        right[20] = -0.5f;
        host_run_stereo(host, (const float *const[]){left, right}, out, 64);
        const double peak = 20 * log10(stereo ? 0.5 : 0.1);
        CU_ASSERT_DOUBLE_EQUAL(host->input_peak, peak, 1e-3);
        CU_ASSERT_DOUBLE_EQUAL(host->output_peak, peak, 1e-3);
        memset(left, 0, sizeof left);
        memset(right, 0, sizeof right);
        for (int k = 0; k < 375; ++k) /* half a second */
            host_run_stereo(host, (const float *const[]){left, right}, out, 64);
        CU_ASSERT_DOUBLE_EQUAL(host->input_peak, peak - 10, 0.1);
        left[0] = 1e30f;
        host_run_stereo(host, (const float *const[]){left, right}, out, 64);
        CU_ASSERT_EQUAL(host->input_peak, 24);
        host_close(host);
    }
}

static void the_load_is_a_share_of_the_time(void)
{
    Host *host = host_open(&(HostOptions){0});
    host_run(host, host_pluck(), heard[0], 0);
    CU_ASSERT_EQUAL(host->load, 0);
    host_play(host, host_pluck(), heard[0], HOST_FRAMES, (uint32_t[]){256}, 1);
    CU_ASSERT(host->load > 0 && host->load <= 100);
    host_close(host);
}

static const Test tests[] = {
    {"each side is as the mono effect", each_side_is_as_the_mono_effect},
    {"buffers may be shared crosswise", buffers_may_be_shared_crosswise},
    {"a side without a buffer does no harm", a_side_without_a_buffer_does_no_harm},
    {"meters show peaks that fall", meters_show_peaks_that_fall},
    {"the load is a share of the time", the_load_is_a_share_of_the_time},
    {NULL, NULL},
};

const Suite plugin_stereo_suite = {"plugin-stereo", tests};
