/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/player.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/seen.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 64 /* UNFOLD_CHUNK */
#define PERIOD 1600
#define LONG (12 * HOST_FRAMES)

static float heard[LONG], other[LONG], sound[LONG];

static Host *open(const HostOptions *options)
{
    Host *host = host_open(options);
    for (size_t t = 0; t < LONG; ++t)
        sound[t] = host_pluck()[t % HOST_FRAMES];
    seen_begin(host);
    return host;
}

/* Pictures of so many seconds from `from` on, in cycles of `block`. */
static unsigned play(Host *host, size_t from, double seconds, uint32_t block)
{
    const unsigned before = host->pictures;
    host_play(host, sound + from, heard + from, (size_t)(seconds * HOST_RATE), &block,
              1);
    return host->pictures - before;
}

/* In cycles of a picture each, what came at every 25th frame. */
static void pairs_are_what_was_heard_and_answered(void)
{
    for (float times = 1; times <= 4; times *= 4) {
        Host *host = open(&(HostOptions){.oversampling = times});
        host->input = -6;
        const float gain = powf(10.0f, host->input / 20.0f);
        seen_ask(host, 2);
        for (size_t t = 0; t < HOST_FRAMES; t += PERIOD) {
            host_run(host, sound + t, heard + t, PERIOD);
            const size_t late = (size_t)host->latency;
            CU_ASSERT_EQUAL(late > 0, times > 1);
            CU_ASSERT_EQUAL_FATAL(shown_last.pairs, UNFOLD_CLOUD);
            for (size_t k = 0; k < shown_last.pairs; ++k) {
                const size_t at = t + PERIOD / UNFOLD_CLOUD * k;
                const float x = at < late ? 0 : sound[at - late] * gain;
                CU_ASSERT_EQUAL(shown_last.cloud[k][0], x);
                CU_ASSERT_EQUAL(shown_last.cloud[k][1], heard[at]);
            }
        }
        CU_ASSERT_EQUAL(host->pictures, HOST_FRAMES / PERIOD);
        host_close(host);
    }
}

/* A model whose answer is what it hears: nothing beside the skip. */
static const char *put_wire(void)
{
    const char *path = test_path("wire.json");
    const UnfoldShape shape = effect_shape(UNFOLD_GRU, 3, 1);
    UnfoldReal weights[256] = {0};
    UnfoldModel *model;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, HOST_RATE, weights, &model, NULL),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(
        unfold_model_save(path, &(UnfoldModelFile){.model = model}, NULL), UNFOLD_OK);
    unfold_model_free(model);
    return path;
}

/* Then a pair is twice the same, but for the ripple of the filters around the model:
   1e-4 of full scale, as the latency's own test has it. The output gain changes
   nothing. */
static void both_of_a_pair_are_equally_late(void)
{
    static const struct {
        double rate;
        float times;
    } cases[] = {{48000, 1}, {48000, 4}, {44100, 1}, {96000, 2}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        Host *host =
            open(&(HostOptions){.rate = cases[k].rate, .oversampling = cases[k].times});
        const HostState state = host_state_of(put_wire());
        CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
        host->input = 3;
        host->output = -12;
        float worst = 0;
        for (size_t t = 0; t < HOST_FRAMES; ++t)
            sound[t] = 0.5f * sinf(0.05f * (float)t);
        seen_ask(host, 2);
        for (size_t t = 0; t + 1000 <= HOST_FRAMES; t += 1000) {
            host_run(host, sound + t, heard + t, 1000);
            for (size_t p = 0; p < shown_last.pairs && t >= 4000; ++p)
                worst = fmaxf(worst,
                              fabsf(shown_last.cloud[p][0] - shown_last.cloud[p][1]));
        }
        CU_ASSERT(host->pictures > 0);
        CU_ASSERT(worst < 1e-4f);
        host_close(host);
    }
}

static const char *put_wide(uint32_t hidden)
{
    const char *path = test_path("wide.json");
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, hidden, 2);
    UnfoldModel *model = random_model(&shape, HOST_RATE, 5);
    CU_ASSERT_EQUAL_FATAL(
        unfold_model_save(path, &(UnfoldModelFile){.model = model}, NULL), UNFOLD_OK);
    unfold_model_free(model);
    return path;
}

/* The states of a player that hears the same, after each chunk of 64 and the rest. */
static size_t expect_states(const char *path, double rate, uint32_t times, size_t block,
                            size_t frames, UnfoldReal *states, size_t hidden)
{
    UnfoldModelFile file;
    UnfoldPlayer *player;
    const UnfoldRateWish wish = {rate, times, UNFOLD_RATE_AUTO};
    size_t count = 0;
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(path, &file, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_player_new(file.model, 1, &wish, &player, NULL),
                          UNFOLD_OK);
    unfold_player_settle(player);
    for (size_t t = 0, n; t < frames; t += n) {
        const size_t left = block - t % block;
        n = left < CHUNK ? left : CHUNK;
        const float *x = sound + t;
        float *y = other;
        unfold_player_process(player, &x, n, &y);
        memcpy(states + count++ * hidden, unfold_player_hidden(player, 0, 1),
               hidden * sizeof *states);
    }
    unfold_player_free(player);
    unfold_model_file_clear(&file);
    return count;
}

/* Where the column is among the chunks from `at` on; `count`: nowhere. */
static size_t find_column(const float *column, const UnfoldReal *states, size_t at,
                          size_t count, size_t hidden, size_t every)
{
    for (; at < count; ++at) {
        size_t same = 0;
        for (size_t k = 0; k < shown_last.units; ++k)
            same += column[k] == states[at * hidden + k * every];
        if (same == shown_last.units)
            return at;
    }
    return count;
}

static void columns_are_the_hidden_state(void)
{
    static const struct {
        double rate;
        float times;
        uint32_t hidden, units;
    } cases[] = {{48000, 1, 12, 12}, {48000, 1, 70, 35}, {48000, 4, 12, 12},
                 {96000, 1, 64, 64}, {44100, 1, 12, 12}, {48000, 1, 129, 43}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c) {
        const size_t hidden = cases[c].hidden, block = 512, frames = 20 * block;
        UnfoldReal *states = calloc(frames / CHUNK * hidden, sizeof *states);
        CU_ASSERT_PTR_NOT_NULL_FATAL(states);
        const char *path = put_wide(cases[c].hidden);
        Host *host =
            open(&(HostOptions){.rate = cases[c].rate, .oversampling = cases[c].times});
        const HostState state = host_state_of(path);
        CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
        host->descriptor->activate(host->instance);
        const size_t count =
            expect_states(path, cases[c].rate, (uint32_t)cases[c].times, block, frames,
                          states, hidden);
        size_t at = 0, found = 0;
        seen_ask(host, 2);
        for (size_t t = 0; t < frames; t += block) {
            const unsigned before = host->pictures;
            host_run(host, sound + t, heard + t, (uint32_t)block);
            CU_ASSERT_EQUAL(shown_last.units, cases[c].units);
            for (uint32_t k = 0; k < shown_last.columns && host->pictures > before;
                 ++k) {
                at = find_column(shown_last.states + k * shown_last.units, states, at,
                                 count, hidden,
                                 (hidden + shown_last.units - 1) / shown_last.units);
                CU_ASSERT_FATAL(at < (t + block) / CHUNK);
                ++at;
                ++found;
            }
        }
        CU_ASSERT(found >= 8);
        free(states);
        host_close(host);
    }
}

static void a_network_that_is_off_is_not_shown(void)
{
    Host *host = open(&(HostOptions){0});
    seen_ask(host, 10);
    CU_ASSERT(play(host, 0, 1, 64) > 0);
    host->enabled = 0;
    CU_ASSERT(play(host, 0, 0.1, 64) <= 1); /* while it fades */
    CU_ASSERT_EQUAL(play(host, 0, 1, 64), 0);
    host->enabled = 1;
    CU_ASSERT(play(host, 0, 1, 64) >= 30);
    host_close(host);
}

static void what_finds_no_room_is_dropped(void)
{
    Host *host = open(&(HostOptions){0});
    unsigned whole = 0;
    seen_ask(host, 10);
    for (uint32_t room = 0; room < 3000; room += 4) {
        memset(host->notify.bytes, 0x55, sizeof host->notify);
        host->notify_room = room;
        host_run(host, sound, heard, PERIOD);
        const uint32_t end = room < 8 ? 8 : room;
        for (uint32_t k = end; k < end + 64; ++k)
            CU_ASSERT_EQUAL(host->notify.bytes[k], 0x55);
        whole += host->pictures > 0;
        if (room % 400 == 0)
            seen_ask(host, 10);
    }
    CU_ASSERT(whole > 0 && host->pictures < 700);
    host->notify_room = 8;
    seen_ask(host, 10);
    CU_ASSERT_EQUAL(play(host, 0, 1, PERIOD), 0);
    host_connect(host, UNFOLD_PORT_NOTIFY, NULL);
    host->notify_room = 0;
    CU_ASSERT_EQUAL(play(host, 0, 1, PERIOD), 0);
    host_connect(host, UNFOLD_PORT_NOTIFY, &host->notify);
    host->notify_room = 8192;
    CU_ASSERT_EQUAL(play(host, 0, 0.1, PERIOD), 3); /* nothing has piled up */
    host_close(host);
}

static void cycles_of_any_length_stay_within_limits(void)
{
    static const uint32_t blocks[] = {1, 4096, 7, 0, 8192, 33, 100, 16384, 64};
    Host *host = open(&(HostOptions){.stereo = true});
    float *right = other;
    for (size_t t = 0, k = 0; t + 16384 < LONG; t += blocks[k++ % 9]) {
        seen_ask(host, 1);
        const float *const in[] = {sound + t, sound + t};
        float *const out[] = {heard + t, right};
        host_run_stereo(host, in, out, blocks[k % 9]);
    }
    CU_ASSERT(host->pictures > 50);
    host_close(host);
}

static void play_and_swap(Host *host, bool watches, float *out)
{
    static const uint32_t blocks[] = {64, 100, 1000, 1, 333};
    for (size_t t = 0, k = 0; t + 1000 < 2 * HOST_FRAMES; t += blocks[k++ % 5]) {
        if (watches && k % 50 == 0)
            seen_ask(host, 1);
        if (k == 60)
            host_set_model(host, test_path("wide.json"));
        if (k == 120)
            host_set_model(host, host_bundled_model());
        host->input = k % 90 < 45 ? 0 : 6;
        host->enabled = k % 200 < 170;
        host_run(host, sound + t, out + t, blocks[k % 5]);
    }
}

static void who_watches_changes_no_sample(void)
{
    for (float times = 1; times <= 2; ++times) {
        const HostOptions options = {.oversampling = times,
                                     .worker = HOST_WORKS_AT_ONCE};
        put_wide(20);
        memset(heard, 0, sizeof heard);
        memset(other, 0, sizeof other);
        Host *host = open(&options);
        play_and_swap(host, false, other);
        CU_ASSERT_EQUAL(host->pictures, 0);
        host_close(host);
        host = open(&options);
        play_and_swap(host, true, heard);
        CU_ASSERT(host->pictures > 20);
        CU_ASSERT_EQUAL(memcmp(heard, other, 2 * HOST_FRAMES * sizeof *heard), 0);
        host_close(host);
    }
}

static void watching_allocates_nothing(void)
{
    Host *host = open(&(HostOptions){0});
    host_run(host, sound, heard, 64);
    seen_ask(host, 5);
    host->see = NULL;
    allocations_reset();
    CU_ASSERT(play(host, 0, 1, 100) > 20);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    host_close(host);
}

static const Test tests[] = {
    {"pairs are what was heard and answered", pairs_are_what_was_heard_and_answered},
    {"both of a pair are equally late", both_of_a_pair_are_equally_late},
    {"columns are the hidden state", columns_are_the_hidden_state},
    {"a network that is off is not shown", a_network_that_is_off_is_not_shown},
    {"what finds no room is dropped", what_finds_no_room_is_dropped},
    {"cycles of any length stay within limits",
     cycles_of_any_length_stay_within_limits},
    {"who watches changes no sample", who_watches_changes_no_sample},
    {"watching allocates nothing", watching_allocates_nothing},
    {NULL, NULL},
};

const Suite pictures_suite = {"pictures", tests};
