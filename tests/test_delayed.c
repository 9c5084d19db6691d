/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/delayed.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES = 2400, CHANNELS = 3 };

static float noise[FRAMES + 100 * CHANNELS], alone[FRAMES], whole[CHANNELS][FRAMES];

static UnfoldModel *model_of(UnfoldCell cell)
{
    const UnfoldShape shape = effect_shape(cell, 11, 2);
    fill_noise(noise, sizeof noise / sizeof *noise, 0.8, 5);
    return random_model(&shape, 48000, 9);
}

/* Network p of a whole delay hears samples p, p + delay, .. and nothing else. */
static void a_whole_delay_is_so_many_networks_in_turn(void)
{
    static const size_t delays[] = {1, 2, 3, 4, 8, 70};
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldModel *model = model_of((UnfoldCell)cell);
        for (size_t k = 0; k < sizeof delays / sizeof *delays; ++k) {
            const size_t delay = delays[k];
            UnfoldDelayed *delayed = unfold_delayed_new(model, 1, (double)delay, 0);
            const float *x = noise;
            float *y = whole[0];
            unfold_delayed_process(delayed, &x, FRAMES, &y);
            for (size_t p = 0; p < delay; ++p) {
                UnfoldStream *stream = unfold_stream_new(model, 1);
                size_t n = 0;
                for (size_t t = p; t < FRAMES; t += delay)
                    alone[n++] = noise[t];
                stream_play(stream, alone, n, alone);
                for (size_t t = p, m = 0; t < FRAMES; t += delay)
                    CU_ASSERT_EQUAL(y[t], alone[m++]);
                unfold_stream_free(stream);
            }
            unfold_delayed_free(delayed);
        }
        unfold_model_free(model);
    }
}

static void play_split(UnfoldDelayed *delayed, size_t block, float *const y[])
{
    for (size_t t = 0; t < FRAMES; t += block) {
        const size_t n = FRAMES - t < block ? FRAMES - t : block;
        const float *x[CHANNELS];
        float *to[CHANNELS];
        for (size_t m = 0; m < CHANNELS; ++m) {
            x[m] = noise + 100 * m + t;
            to[m] = y[m] + t;
        }
        unfold_delayed_process(delayed, x, n, to);
        unfold_delayed_process(delayed, x, 0, to);
    }
}

static void splits_and_channels_change_no_byte(void)
{
    static const double delays[] = {1, 2, 5, 1.0884, 1.8375, 3.675};
    static const size_t blocks[] = {1, 7, 64, 333};
    static float split[CHANNELS][FRAMES];
    float *const to_whole[] = {whole[0], whole[1], whole[2]};
    float *const to_split[] = {split[0], split[1], split[2]};
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldModel *model = model_of((UnfoldCell)cell);
        for (size_t k = 0; k < sizeof delays / sizeof *delays; ++k) {
            UnfoldDelayed *delayed = unfold_delayed_new(model, CHANNELS, delays[k], 2);
            play_split(delayed, FRAMES, to_whole);
            for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
                unfold_delayed_reset(delayed);
                play_split(delayed, blocks[b], to_split);
                CU_ASSERT_EQUAL(memcmp(whole, split, sizeof whole), 0);
            }
            unfold_delayed_free(delayed);
            for (size_t m = 0; m < CHANNELS; ++m) {
                delayed = unfold_delayed_new(model, 1, delays[k], 2);
                float *y = alone;
                memcpy(alone, noise + 100 * m, sizeof alone);
                unfold_delayed_process(delayed, (const float *const *)&y, FRAMES, &y);
                CU_ASSERT_EQUAL(memcmp(alone, whole[m], sizeof alone), 0);
                unfold_delayed_free(delayed);
            }
        }
        unfold_model_free(model);
    }
}

/* Of any order, at a delay that is whole but for a millionth. */
static void interpolation_passes_through_the_states(void)
{
    UnfoldModel *model = model_of(UNFOLD_LSTM);
    for (unsigned order = 1; order <= UNFOLD_MAX_ORDER; ++order)
        for (int delay = 1; delay < 5; ++delay) {
            UnfoldDelayed *exact = unfold_delayed_new(model, 1, delay, 0);
            UnfoldDelayed *near = unfold_delayed_new(model, 1, delay + 1e-6, order);
            const float *x = noise;
            float *y = alone, *z = whole[0];
            unfold_delayed_process(exact, &x, FRAMES, &y);
            unfold_delayed_process(near, &x, FRAMES, &z);
            CU_ASSERT(worst_difference(y, z, FRAMES, NULL) < 1e-4);
            unfold_delayed_free(exact);
            unfold_delayed_free(near);
        }
    unfold_model_free(model);
}

static void a_settled_state_rests_at_any_delay(void)
{
    static const double delays[] = {1, 3, 2.177};
    UnfoldModel *model = model_of(UNFOLD_GRU);
    for (size_t k = 0; k < 3; ++k) {
        UnfoldDelayed *delayed = unfold_delayed_new(model, 1, delays[k], 3);
        memset(alone, 0, sizeof alone);
        float *y = alone;
        unfold_delayed_settle(delayed);
        unfold_delayed_process(delayed, (const float *const *)&y, FRAMES, &y);
        for (size_t t = 1; t < FRAMES; ++t)
            CU_ASSERT_DOUBLE_EQUAL(alone[t], alone[0], 1e-5);
        unfold_delayed_free(delayed);
    }
    unfold_model_free(model);
}

static void processing_allocates_nothing_and_lack_of_memory_is_reported(void)
{
    static const double delays[] = {1, 4, 1.5};
    UnfoldModel *model = model_of(UNFOLD_LSTM);
    for (size_t k = 0; k < 3; ++k) {
        allocations_reset();
        UnfoldDelayed *delayed = unfold_delayed_new(model, 2, delays[k], 1);
        const size_t made = allocations_made();
        const float *x[] = {noise, noise + 50};
        float *y[] = {whole[0], whole[1]};
        unfold_delayed_process(delayed, x, FRAMES, y);
        unfold_delayed_settle(delayed);
        CU_ASSERT_EQUAL(allocations_made(), made);
        CU_ASSERT(unfold_delayed_bytes(delayed) > FRAMES);
        unfold_delayed_free(delayed);
        for (size_t n = 0; n < made; ++n) {
            allocations_reset();
            allocations_fail_at(n, 0);
            CU_ASSERT_PTR_NULL(unfold_delayed_new(model, 2, delays[k], 1));
            CU_ASSERT_EQUAL(allocations_live(), 0);
        }
    }
    allocations_reset();
    unfold_model_free(model);
}

static const Test tests[] = {
    {"a whole delay is so many networks in turn",
     a_whole_delay_is_so_many_networks_in_turn},
    {"splits and channels change no byte", splits_and_channels_change_no_byte},
    {"interpolation passes through the states",
     interpolation_passes_through_the_states},
    {"a settled state rests at any delay", a_settled_state_rests_at_any_delay},
    {"processing allocates nothing, and lack of memory is reported",
     processing_allocates_nothing_and_lack_of_memory_is_reported},
    {NULL, NULL}};

const Suite delayed_suite = {"delayed", tests};
