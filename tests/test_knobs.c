/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/reach.h"
#include "net/play.h"
#include "tests/support/allocations.h"
#include "tests/support/knobs.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES = 2000, KNOBS = 2, WIDTH = 1 + KNOBS };

static float x[FRAMES], y[FRAMES], z[FRAMES], wide[FRAMES * WIDTH];

/* wide [FRAMES][WIDTH]: x and, from step `from` on, these knobs. */
static void widen(const float *knobs, size_t from)
{
    for (size_t t = from; t < FRAMES; ++t) {
        wide[t * WIDTH] = x[t];
        memcpy(wide + t * WIDTH + 1, knobs, KNOBS * sizeof *knobs);
    }
}

static void held_inputs_are_as_if_given_with_every_step(void)
{
    static const size_t blocks[] = {1, 7, 64, 1000};
    const float before[] = {0.2f, 0.9f}, after[] = {1, 0.4f};
    const size_t turn = FRAMES / 2;
    fill_noise(x, FRAMES, 0.8, 1);
    widen(before, 0);
    widen(after, turn);
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldModelFile file = knob_model((UnfoldCell)cell, KNOBS, 7);
        UnfoldStream *stream = unfold_stream_new(file.model, 1);
        stream_play(stream, wide, FRAMES, y);
        for (size_t k = 0; k < sizeof blocks / sizeof *blocks; ++k) {
            unfold_stream_hold(stream, before, KNOBS);
            unfold_stream_reset(stream);
            for (size_t t = 0; t < FRAMES;) {
                if (t == turn)
                    unfold_stream_hold(stream, after, KNOBS);
                const size_t end = t < turn ? turn : FRAMES;
                const size_t some = end - t < blocks[k] ? end - t : blocks[k];
                stream_play(stream, x + t, some, z + t);
                t += some;
            }
            CU_ASSERT_EQUAL(memcmp(y, z, sizeof y), 0);
        }
        unfold_stream_hold(stream, NULL, 0);
        unfold_stream_reset(stream);
        stream_play(stream, wide, FRAMES, z);
        CU_ASSERT_EQUAL(memcmp(y, z, sizeof y), 0);
        unfold_stream_free(stream);
        unfold_model_file_clear(&file);
    }
}

static void channels_share_what_is_held(void)
{
    static float other[FRAMES], out[3][FRAMES];
    UnfoldModelFile file = knob_model(UNFOLD_GRU, KNOBS, 3);
    UnfoldReal knobs[UNFOLD_MAX_KNOBS];
    unfold_knobs_values(&file.knobs, knobs);
    fill_noise(x, FRAMES, 0.8, 1);
    fill_noise(other, FRAMES, 0.8, 2);
    UnfoldStream *stream = unfold_stream_new(file.model, 3);
    unfold_stream_hold(stream, knobs, KNOBS);
    unfold_stream_settle(stream);
    unfold_stream_process(stream, (const float *const[]){x, other, x}, FRAMES,
                          (float *const[]){out[0], out[1], out[2]});
    unfold_stream_free(stream);
    play_file(&file, x, FRAMES, y);
    play_file(&file, other, FRAMES, z);
    CU_ASSERT_EQUAL(memcmp(out[0], y, sizeof y), 0);
    CU_ASSERT_EQUAL(memcmp(out[1], z, sizeof z), 0);
    CU_ASSERT_EQUAL(memcmp(out[2], y, sizeof y), 0);
    unfold_model_file_clear(&file);
}

static void a_settled_stream_rests_at_its_knobs(void)
{
    UnfoldModelFile file = knob_model(UNFOLD_LSTM, KNOBS, 11);
    memset(x, 0, sizeof x);
    for (int k = 0; k < 3; ++k) {
        file.knobs.list[0].value = 0.5 * k;
        play_file(&file, x, FRAMES, y);
        for (size_t t = 1; t < FRAMES; ++t)
            CU_ASSERT_DOUBLE_EQUAL(y[t], y[0], 1e-6);
        CU_ASSERT(k == 0 || fabsf(y[0] - z[0]) > 1e-4f); /* and hears them */
        z[0] = y[0];
    }
    unfold_model_file_clear(&file);
}

static void without_knobs_playing_is_what_it_was(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 8, 1);
    UnfoldModel *model = random_model(&shape, 48000, 2);
    fill_noise(x, FRAMES, 0.8, 1);
    CU_ASSERT(unfold_play(model, x, FRAMES, y));
    CU_ASSERT(unfold_play_knobs(model, x, NULL, FRAMES, z));
    CU_ASSERT_EQUAL(memcmp(y, z, sizeof y), 0);
    unfold_model_free(model);
}

static void playing_with_knobs_can_be_in_place(void)
{
    UnfoldModelFile file = knob_model(UNFOLD_LSTM, KNOBS, 2);
    fill_noise(x, FRAMES, 0.8, 1);
    play_file(&file, x, FRAMES, y);
    play_file(&file, x, FRAMES, x);
    CU_ASSERT_EQUAL(memcmp(x, y, sizeof y), 0);
    unfold_model_file_clear(&file);
}

static void no_held_value_leaves_an_output_that_is_not_finite(void)
{
    static const float hostile[] = {NAN, INFINITY, -INFINITY, 1e30f};
    UnfoldModelFile file = knob_model(UNFOLD_GRU, KNOBS, 9);
    fill_noise(x, FRAMES, 0.8, 1);
    for (size_t k = 0; k < sizeof hostile / sizeof *hostile; ++k) {
        const float knobs[KNOBS] = {0.5f, hostile[k]};
        CU_ASSERT(unfold_play_knobs(file.model, x, knobs, FRAMES, y));
        for (size_t t = 0; t < FRAMES; ++t)
            CU_ASSERT(isfinite(y[t]));
    }
    unfold_model_file_clear(&file);
}

static void holding_allocates_nothing(void)
{
    UnfoldModelFile file = knob_model(UNFOLD_LSTM, KNOBS, 12);
    UnfoldStream *stream = unfold_stream_new(file.model, 1);
    allocations_reset();
    unfold_stream_hold(stream, (const float[]){0, 1}, KNOBS);
    stream_play(stream, x, FRAMES, y);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    unfold_stream_free(stream);
    allocations_fail_at(0, 1);
    CU_ASSERT_FALSE(unfold_play_knobs(file.model, x, (const float[]){0, 1}, FRAMES, y));
    allocations_reset();
    unfold_model_file_clear(&file);
}

static void gradients_reach_as_far_as_with_the_knobs_in_every_step(void)
{
    enum { BACK = 50 };
    double given[BACK + 1], held[BACK + 1];
    const float knobs[] = {0.2f, 0.9f};
    UnfoldModelFile file = knob_model(UNFOLD_GRU, KNOBS, 5);
    fill_noise(x, FRAMES, 0.8, 1);
    fill_noise(z, FRAMES, 0.8, 2);
    widen(knobs, 0);
    CU_ASSERT_EQUAL(unfold_gradient_reach(file.model, wide, z, FRAMES, BACK, given),
                    UNFOLD_OK);
    CU_ASSERT_EQUAL(
        unfold_gradient_reach_knobs(file.model, x, knobs, z, FRAMES, BACK, held),
        UNFOLD_OK);
    CU_ASSERT_EQUAL(memcmp(given, held, sizeof given), 0);
    CU_ASSERT(held[0] > 0);
    unfold_model_file_clear(&file);
}

static const Test tests[] = {
    {"held inputs are as if given with every step",
     held_inputs_are_as_if_given_with_every_step},
    {"channels share what is held", channels_share_what_is_held},
    {"a settled stream rests at its knobs", a_settled_stream_rests_at_its_knobs},
    {"without knobs playing is what it was", without_knobs_playing_is_what_it_was},
    {"playing with knobs can be in place", playing_with_knobs_can_be_in_place},
    {"no held value leaves an output that is not finite",
     no_held_value_leaves_an_output_that_is_not_finite},
    {"holding allocates nothing", holding_allocates_nothing},
    {"gradients reach as far as with the knobs in every step",
     gradients_reach_as_far_as_with_the_knobs_in_every_step},
    {NULL, NULL}};

const Suite knobs_suite = {"knobs", tests};
