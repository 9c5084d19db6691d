/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "net/denormal.h"
#include "rate/player.h"
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static float out[HOST_FRAMES], expected[HOST_FRAMES];

/* What a model gives by itself at a rate; it is freed. */
static uint32_t play_model(UnfoldModel *model, double rate, uint32_t oversampling,
                           float *y)
{
    UnfoldPlayer *player;
    const UnfoldRateWish wish = {rate, oversampling, UNFOLD_RATE_AUTO};
    CU_ASSERT_EQUAL_FATAL(unfold_player_new(model, 1, &wish, &player, NULL), UNFOLD_OK);
    const uint64_t mode = unfold_denormals_off();
    const float *x = host_pluck();
    unfold_player_settle(player);
    unfold_player_process(player, &x, HOST_FRAMES, &y);
    unfold_denormals_restore(mode);
    const uint32_t latency = unfold_player_latency(player);
    unfold_player_free(player);
    unfold_model_free(model);
    return latency;
}

static uint32_t play(unsigned seed, double rate, uint32_t oversampling, float *y)
{
    return play_model(host_make_model(seed), rate, oversampling, y);
}

static void play_host(Host *host)
{
    static const uint32_t blocks[] = {64, 1, 333, 1024};
    host_play(host, host_pluck(), out, HOST_FRAMES, blocks, 4);
}

static void it_plays_as_players_do_and_says_how_late(void)
{
    static const struct {
        double rate;
        uint32_t oversampling;
    } cases[] = {{48000, 1}, {44100, 1}, {96000, 1}, {48000, 4}, {44100, 2}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        Host *host = host_open(&(HostOptions){
            .rate = cases[k].rate, .oversampling = (float)cases[k].oversampling});
        play_host(host);
        const uint32_t latency =
            play(1, cases[k].rate, cases[k].oversampling, expected);
        CU_ASSERT_EQUAL(host->latency, (float)latency);
        CU_ASSERT_EQUAL(memcmp(out, expected, sizeof out), 0);
        host_close(host);
    }
}

static void dry_is_as_late_as_wet(void)
{
    for (int off = 0; off < 2; ++off) {
        Host *host = host_open(&(HostOptions){.oversampling = 8});
        host->enabled = !off;
        host->mix = 0;
        play_host(host);
        const size_t late = (size_t)host->latency;
        CU_ASSERT(late > 0);
        for (size_t t = 0; t < late; ++t)
            CU_ASSERT_EQUAL(out[t], 0);
        CU_ASSERT_EQUAL(
            memcmp(out + late, host_pluck(), (HOST_FRAMES - late) * sizeof *out), 0);
        host_close(host);
    }
}

static float largest_step(const float *x, size_t n)
{
    float most = 0;
    for (size_t t = 1; t < n; ++t)
        most = fmaxf(most, fabsf(x[t] - x[t - 1]));
    return most;
}

static void oversampling_changes_while_it_plays_without_a_click(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    play(1, HOST_RATE, 1, expected);
    const float usual = largest_step(expected, HOST_FRAMES);
    const float *x = host_pluck();
    const unsigned told = host->changes;
    for (uint32_t t = 0; t < HOST_FRAMES; t += 64) {
        if (t == 64 * 100)
            host->oversampling = 4;
        host_run(host, x + t, out + t, HOST_FRAMES - t < 64 ? HOST_FRAMES - t : 64);
        if (t == 64 * 120)
            CU_ASSERT_EQUAL(host_work(host), 1);
    }
    CU_ASSERT_EQUAL(host->latency, 69);
    CU_ASSERT(largest_step(out, HOST_FRAMES) <= 1.05f * usual);
    CU_ASSERT_EQUAL(host->changes, told); /* the host knows: it is its control */
    host_close(host);
}

static void without_a_worker_it_changes_when_activated(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WITHOUT_WORKER});
    host->oversampling = 2;
    play_host(host);
    CU_ASSERT_EQUAL(host->latency, 0);
    host->descriptor->activate(host->instance);
    play_host(host);
    CU_ASSERT_EQUAL(host->latency, 63);
    play(1, HOST_RATE, 2, expected);
    CU_ASSERT_EQUAL(memcmp(out, expected, sizeof out), 0);
    host_close(host);
}

/* A change of oversampling and of the model, in either order, ends with both. */
static void a_model_and_a_wish_do_not_lose_each_other(void)
{
    for (int model_first = 0; model_first < 2; ++model_first) {
        Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
        const char *path = host_model("other.json", 5);
        for (int k = 0; k < 2; ++k) {
            if (k != model_first)
                host_set_model(host, path);
            else
                host->oversampling = 4;
            host_run(host, host_pluck(), out, 64);
            if (k)
                while (host_work(host))
                    host_run(host, host_pluck(), out, 64);
        }
        for (int k = 0; k < 100; ++k) {
            host_run(host, host_pluck(), out, 64);
            host_work(host);
        }
        CU_ASSERT_STRING_EQUAL(host->told, path);
        CU_ASSERT_EQUAL(host->latency, 69);
        host_close(host);
    }
}

static void a_model_plays_at_the_rate_that_it_is_said_to_be_made_at(void)
{
    UnfoldModel *stated = host_make_model(1), *model;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(unfold_model_shape(stated), HOST_RATE / 2,
                                           unfold_model_weights(stated), &model, NULL),
                          UNFOLD_OK);
    unfold_model_free(stated);
    play_model(model, HOST_RATE, 1, expected);
    for (int worker = 0; worker < 2; ++worker) {
        Host *host = host_open(&(HostOptions){.worker = worker ? HOST_WORKS_AT_ONCE
                                                               : HOST_WITHOUT_WORKER});
        host_set_model_rate(host, HOST_RATE / 2);
        play_host(host);
        host->descriptor->activate(host->instance);
        play_host(host);
        CU_ASSERT_EQUAL(memcmp(out, expected, sizeof out), 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "made at 24000 Hz"));
        host_close(host);
    }
}

/* A wire, which says that it is 6 dB too loud and was made for 6 dBu. */
static const char *levelled(void)
{
    const UnfoldShape shape = {.cell = UNFOLD_GRU,
                               .inputs = 1,
                               .hidden = 1,
                               .layers = 1,
                               .outputs = 1,
                               .skip = 1};
    UnfoldReal weights[32] = {0};
    UnfoldModelFile file = {.facts = unfold_facts_new()};
    CU_ASSERT_FATAL(unfold_shape_weights(&shape) <= 32);
    unfold_facts_set_number(file.facts, UNFOLD_METADATA, "loudness", -12);
    unfold_facts_set_number(file.facts, UNFOLD_METADATA, "input_level_dbu", 6);
    CU_ASSERT_EQUAL(unfold_model_new(&shape, HOST_RATE, weights, &file.model, NULL),
                    UNFOLD_OK);
    const char *path = test_path("levelled.json");
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
    return path;
}

static void levels_are_evened_out_where_the_model_says_them(void)
{
    static const struct {
        float normalise, calibrate, interface_level, decibels;
    } cases[] = {{0, 0, 12, 0}, {1, 0, 12, -6}, {0, 1, 12, 6}, {1, 1, 3, -9}};
    for (size_t k = 0; k < 4; ++k) {
        Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
        host_set_model(host, levelled());
        host->normalise = cases[k].normalise;
        host->calibrate = cases[k].calibrate;
        host->interface_level = cases[k].interface_level;
        play_host(host);
        const double factor = pow(10, cases[k].decibels / 20);
        for (size_t t = 10000; t < HOST_FRAMES; ++t) /* ramps and swap are over */
            CU_ASSERT_DOUBLE_EQUAL(out[t], factor * host_pluck()[t], 1e-5);
        host_close(host);
        host = host_open(&(HostOptions){.worker = HOST_WITHOUT_WORKER});
        host->normalise = host->calibrate = 1; /* a model that says nothing */
        play_host(host);
        play(1, HOST_RATE, 1, expected);
        CU_ASSERT_EQUAL(memcmp(out, expected, sizeof out), 0);
        host_close(host);
    }
}

static const Test tests[] = {{"it plays as players do, and says how late",
                              it_plays_as_players_do_and_says_how_late},
                             {"dry is as late as wet", dry_is_as_late_as_wet},
                             {"oversampling changes while it plays, without a click",
                              oversampling_changes_while_it_plays_without_a_click},
                             {"without a worker it changes when activated",
                              without_a_worker_it_changes_when_activated},
                             {"a model and a wish do not lose each other",
                              a_model_and_a_wish_do_not_lose_each_other},
                             {"a model plays at the rate that it is said to be made at",
                              a_model_plays_at_the_rate_that_it_is_said_to_be_made_at},
                             {"levels are evened out where the model says them",
                              levels_are_evened_out_where_the_model_says_them},
                             {NULL, NULL}};

const Suite plugin_rates_suite = {"plugin-rates", tests};
