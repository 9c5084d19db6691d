/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "net/stream.h"
#include "rate/player.h"
#include "rate/resample.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double rates[] = {22050, 32000, 44100,  48000,
                               88200, 96000, 176400, 192000};
enum { RATES = sizeof rates / sizeof *rates, SECOND = 192000 };

static float x[SECOND + 8000], y[SECOND + 8000], z[SECOND + 8000];

static UnfoldPlayer *player_of(const UnfoldModel *model, double rate, uint32_t times,
                               UnfoldRateMethod method)
{
    UnfoldPlayer *player;
    const UnfoldRateWish wish = {rate, times, method};
    CU_ASSERT_EQUAL_FATAL(unfold_player_new(model, 1, &wish, &player, NULL), UNFOLD_OK);
    return player;
}

static UnfoldModel *model_at(double rate)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 8, 1);
    return random_model(&shape, rate, 4);
}

/* What the model says is 0: the input, late. */
static UnfoldModel *wire(double rate)
{
    const UnfoldShape shape = effect_shape(UNFOLD_GRU, 3, 1);
    UnfoldReal *weights = calloc(unfold_shape_weights(&shape), sizeof *weights);
    UnfoldModel *model;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, rate, weights, &model, NULL),
                          UNFOLD_OK);
    free(weights);
    return model;
}

static void play(UnfoldPlayer *player, size_t n, size_t block)
{
    for (size_t t = 0; t < n; t += block) {
        const float *from = x + t;
        float *to = y + t;
        unfold_player_process(player, &from, n - t < block ? n - t : block, &to);
    }
}

static void the_plan_is_exact_where_it_can_be(void)
{
    static const struct {
        double model, rate;
        uint32_t times;
        UnfoldRateMethod method;
        bool resampled;
        double delay;
    } cases[] = {
        {48000, 48000, 1, UNFOLD_RATE_AUTO, false, 1},
        {48000, 48000, 1, UNFOLD_RATE_RESAMPLE, false, 1},
        {48000, 96000, 1, UNFOLD_RATE_AUTO, false, 2},
        {48000, 192000, 1, UNFOLD_RATE_DELAY, false, 4},
        {48000, 96000, 1, UNFOLD_RATE_RESAMPLE, true, 1},
        {48000, 48000, 8, UNFOLD_RATE_AUTO, false, 8},
        {44100, 88200, 4, UNFOLD_RATE_AUTO, false, 8},
        {48000, 44100, 1, UNFOLD_RATE_AUTO, true, 1},
        {48000, 44100, 1, UNFOLD_RATE_DELAY, true, 1},
        {48000, 22050, 2, UNFOLD_RATE_AUTO, true, 2},
        {8000, 192000, 8, UNFOLD_RATE_AUTO, true, 8}, /* 192 samples are too many */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldModel *model = model_at(cases[k].model);
        UnfoldPlayer *player =
            player_of(model, cases[k].rate, cases[k].times, cases[k].method);
        const UnfoldRatePlan *plan = unfold_player_plan(player);
        CU_ASSERT_EQUAL(plan->resampled, cases[k].resampled);
        CU_ASSERT_EQUAL(plan->delay, cases[k].delay);
        CU_ASSERT_EQUAL(plan->order, 0);
        CU_ASSERT_EQUAL(unfold_player_latency(player) > 0,
                        cases[k].resampled || cases[k].times > 1);
        unfold_player_free(player);
        unfold_model_free(model);
    }
}

static void what_is_not_played_is_refused_by_name(void)
{
    static const struct {
        double model, rate;
        uint32_t times;
        const char *word;
    } cases[] = {{0, 48000, 1, "no sample rate"}, {48000, 100, 1, "100 Hz"},
                 {48000, 1e6, 1, "1e+06 Hz"},     {100, 48000, 1, "100 Hz"},
                 {48000, NAN, 1, "nan Hz"},       {48000, 48000, 3, "3 times"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldModel *model = model_at(cases[k].model);
        const UnfoldRateWish wish = {cases[k].rate, cases[k].times, UNFOLD_RATE_AUTO};
        UnfoldPlayer *player;
        UnfoldError error = {""};
        CU_ASSERT_EQUAL(unfold_player_new(model, 1, &wish, &player, &error),
                        UNFOLD_UNSUPPORTED);
        CU_ASSERT_PTR_NULL(player);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[k].word));
        unfold_model_free(model);
    }
}

static void a_model_that_is_no_effect_is_refused(void)
{
    for (int last = 0; last < 2; ++last) {
        UnfoldShape shape = effect_shape(UNFOLD_LSTM, 4, 1);
        shape.outputs = last ? 1 : 6;
        shape.output_at = last ? UNFOLD_LAST_STEP : UNFOLD_EVERY_STEP;
        UnfoldModel *model = random_model(&shape, 48000, 2);
        for (size_t k = 0; k < RATES; ++k) {
            const UnfoldRateWish wish = {rates[k], 1, UNFOLD_RATE_AUTO};
            UnfoldPlayer *player;
            UnfoldError error = {""};
            CU_ASSERT_EQUAL(unfold_player_new(model, 1, &wish, &player, &error),
                            UNFOLD_UNSUPPORTED);
            CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "one output at every step"));
        }
        unfold_model_free(model);
    }
}

static void at_its_own_rate_it_is_the_stream(void)
{
    UnfoldModel *model = model_at(44100);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    UnfoldPlayer *player = player_of(model, 44100, 1, UNFOLD_RATE_AUTO);
    fill_noise(x, 5000, 0.7, 3);
    stream_play(stream, x, 5000, z);
    play(player, 5000, 100);
    CU_ASSERT_EQUAL(memcmp(y, z, 5000 * sizeof *y), 0);
    unfold_player_free(player);
    unfold_stream_free(stream);
    unfold_model_free(model);
}

/* At twice the rate two networks take turns; each hears every second sample. */
static void the_hidden_state_is_that_after_the_last_step(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 8, 2);
    UnfoldModel *model = random_model(&shape, 44100, 4);
    fill_noise(x, 300, 0.7, 3);
    for (size_t turns = 1; turns <= 4; ++turns) {
        UnfoldPlayer *player =
            player_of(model, 44100.0 * (double)turns, 1, UNFOLD_RATE_DELAY);
        for (size_t n = 1; n < 100; ++n) {
            UnfoldStream *stream = unfold_stream_new(model, 1);
            size_t count = 0;
            unfold_player_reset(player);
            play(player, n, 13);
            for (size_t t = (n - 1) % turns; t < n; t += turns)
                z[count++] = x[t];
            stream_play(stream, z, count, z);
            for (uint32_t l = 0; l < 2; ++l)
                CU_ASSERT_EQUAL(memcmp(unfold_player_hidden(player, 0, l),
                                       unfold_stream_hidden(stream, 0, l),
                                       8 * sizeof(UnfoldReal)),
                                0);
            unfold_stream_free(stream);
        }
        unfold_player_free(player);
    }
    unfold_model_free(model);
}

/* Whatever surrounds the network: its answer to silence at rest is its head's of the
   state, to rounding. */
static void the_hidden_state_is_what_is_answered_from(void)
{
    static const struct {
        double rate;
        uint32_t times;
    } cases[] = {{48000, 1}, {96000, 1}, {44100, 1}, {48000, 4}, {88200, 2}};
    const UnfoldShape shape = effect_shape(UNFOLD_GRU, 8, 1);
    UnfoldModel *model = random_model(&shape, 48000, 6);
    const UnfoldHead head =
        unfold_dense_in(&shape, (UnfoldReal *)unfold_model_weights(model), 0);
    memset(x, 0, sizeof x);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldPlayer *player =
            player_of(model, cases[k].rate, cases[k].times, UNFOLD_RATE_AUTO);
        unfold_player_settle(player);
        play(player, 20000, 64);
        const UnfoldReal *h = unfold_player_hidden(player, 0, 0);
        double sum = head.bias[0];
        for (uint32_t j = 0; j < 8; ++j)
            sum += (double)h[j] * head.weights[j];
        CU_ASSERT(fabs(sum) > 1e-3);
        CU_ASSERT(fabs(y[19999] - sum) < 1e-4 * fabs(sum) + 1e-5);
        unfold_player_free(player);
    }
    unfold_model_free(model);
}

static void the_latency_is_what_it_says(void)
{
    UnfoldModel *model = wire(48000);
    for (size_t k = 0; k < RATES; ++k)
        for (uint32_t times = 1; times <= 8; times *= 2)
            for (int method = UNFOLD_RATE_AUTO; method <= UNFOLD_RATE_RESAMPLE;
                 ++method) {
                UnfoldPlayer *player =
                    player_of(model, rates[k], times, (UnfoldRateMethod)method);
                const size_t n = 6000, late = unfold_player_latency(player);
                for (size_t t = 0; t < n; ++t)
                    x[t] = (float)sin(0.05 * (double)t + 1e-5 * (double)(t * t));
                play(player, n, 64);
                CU_ASSERT(worst_difference(y + 2 * late + 100, x + late + 100,
                                           n - 2 * late - 100, NULL) < 1e-4);
                unfold_player_free(player);
            }
    unfold_model_free(model);
}

static void any_split_gives_the_same_bytes(void)
{
    static const size_t blocks[] = {1, 13, 64, 1000};
    UnfoldModel *model = model_at(48000);
    fill_noise(x, 9000, 0.7, 8);
    for (size_t k = 0; k < RATES; ++k)
        for (uint32_t times = 1; times <= 4; times *= 4) {
            UnfoldPlayer *player = player_of(model, rates[k], times, UNFOLD_RATE_AUTO);
            play(player, 9000, 9000);
            memcpy(z, y, 9000 * sizeof *y);
            for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
                unfold_player_reset(player);
                play(player, 9000, blocks[b]);
                CU_ASSERT_EQUAL(memcmp(z, y, 9000 * sizeof *y), 0);
            }
            unfold_player_free(player);
        }
    unfold_model_free(model);
}

/* Strings that decay, in the band that all rates have. */
static void fill_strings(double rate, size_t n)
{
    for (size_t t = 0; t < n; ++t) {
        const double s = (double)t / rate, part = fmod(s, 0.25);
        double sum = 0;
        for (int k = 1; k < 20; ++k)
            sum += exp(-(6 + k) * part) *
                   sin(2 * M_PI * (110 + 200 * floor(4 * s)) * k * part) / k;
        x[t] = (float)(0.35 * sum * fmin(part / 0.002, 1));
    }
}

/* A trained model, at all rates: against its own output, resampled. */
static void a_model_sounds_the_same_at_all_rates(void)
{
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(
        unfold_model_load("presets/overdrive-sd1-lstm16.json", &file, NULL), UNFOLD_OK);
    static float own[48000];
    UnfoldPlayer *player = player_of(file.model, 48000, 1, UNFOLD_RATE_AUTO);
    fill_strings(48000, 48000);
    unfold_player_settle(player);
    play(player, 48000, 64);
    memcpy(own, y, sizeof own);
    unfold_player_free(player);
    for (size_t k = 0; k < RATES; ++k) {
        player = player_of(file.model, rates[k], 1, UNFOLD_RATE_AUTO);
        const size_t n = (size_t)rates[k], late = unfold_player_latency(player);
        fill_strings(rates[k], n + late);
        unfold_player_settle(player);
        play(player, n + late, 64);
        CU_ASSERT(unfold_resample(y + late, n, rates[k], z, 48000, 48000));
        double error = 0, energy = 0;
        for (size_t t = 1000; t < 47000; ++t) {
            error += pow(z[t] - own[t], 2);
            energy += pow(own[t], 2);
        }
        CU_ASSERT(error < (rates[k] < 48000 ? 1e-2 : 1e-3) * energy);
        unfold_player_free(player);
    }
    unfold_model_file_clear(&file);
}

static void processing_allocates_nothing_and_lack_of_memory_is_reported(void)
{
    UnfoldModel *model = model_at(48000);
    static const struct {
        double rate;
        uint32_t times;
    } cases[] = {{48000, 1}, {44100, 1}, {48000, 4}, {88200, 1}};
    for (size_t k = 0; k < 4; ++k) {
        const UnfoldRateWish wish = {cases[k].rate, cases[k].times, UNFOLD_RATE_AUTO};
        UnfoldPlayer *player;
        UnfoldError error;
        allocations_reset();
        CU_ASSERT_EQUAL_FATAL(unfold_player_new(model, 2, &wish, &player, &error),
                              UNFOLD_OK);
        const size_t made = allocations_made();
        const float *from[] = {x, x + 3};
        float *to[] = {y, z};
        unfold_player_process(player, from, 3000, to);
        unfold_player_settle(player);
        CU_ASSERT_EQUAL(allocations_made(), made);
        unfold_player_free(player);
        for (size_t n = 0; n < made; ++n) {
            allocations_reset();
            allocations_fail_at(n, 0);
            CU_ASSERT_EQUAL(unfold_player_new(model, 2, &wish, &player, &error),
                            UNFOLD_NO_MEMORY);
            CU_ASSERT_EQUAL(allocations_live(), 0);
        }
    }
    allocations_reset();
    unfold_model_free(model);
}

static const Test tests[] = {
    {"the plan is exact where it can be", the_plan_is_exact_where_it_can_be},
    {"what is not played is refused by name", what_is_not_played_is_refused_by_name},
    {"a model that is no effect is refused", a_model_that_is_no_effect_is_refused},
    {"at its own rate it is the stream", at_its_own_rate_it_is_the_stream},
    {"the hidden state is that after the last step",
     the_hidden_state_is_that_after_the_last_step},
    {"the hidden state is what is answered from",
     the_hidden_state_is_what_is_answered_from},
    {"the latency is what it says", the_latency_is_what_it_says},
    {"any split gives the same bytes", any_split_gives_the_same_bytes},
    {"a model sounds the same at all rates", a_model_sounds_the_same_at_all_rates},
    {"processing allocates nothing, and lack of memory is reported",
     processing_allocates_nothing_and_lack_of_memory_is_reported},
    {NULL, NULL}};

const Suite player_suite = {"player", tests};
