/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/denormal.h"
#include "net/play.h"
#include "net/stream.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES = 3000 };

static void any_split_gives_the_same_bytes(void)
{
    static const size_t blocks[] = {1, 7, 64, 1000, FRAMES};
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldShape shape = effect_shape((UnfoldCell)cell, 13, 3);
        shape.inputs = 2;
        UnfoldModel *model = random_model(&shape, 48000, 7);
        static float x[FRAMES * 2], whole[FRAMES], split[FRAMES];
        fill_noise(x, FRAMES * 2, 0.8, 1);
        UnfoldStream *stream = unfold_stream_new(model, 1);
        stream_play(stream, x, FRAMES, whole);
        for (size_t k = 0; k < sizeof blocks / sizeof *blocks; ++k) {
            unfold_stream_reset(stream);
            for (size_t t = 0; t < FRAMES; t += blocks[k]) {
                const size_t some = FRAMES - t < blocks[k] ? FRAMES - t : blocks[k];
                stream_play(stream, x + 2 * t, some, split + t);
                stream_play(stream, x, 0, NULL);
            }
            CU_ASSERT_EQUAL(memcmp(whole, split, sizeof whole), 0);
        }
        unfold_stream_free(stream);
        unfold_model_free(model);
    }
}

static void in_place(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_GRU, 8, 1);
    UnfoldModel *model = random_model(&shape, 48000, 2);
    static float x[FRAMES], y[FRAMES];
    fill_noise(x, FRAMES, 0.8, 3);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    stream_play(stream, x, FRAMES, y);
    unfold_stream_reset(stream);
    stream_play(stream, x, FRAMES, x);
    CU_ASSERT_EQUAL(memcmp(x, y, sizeof x), 0);
    unfold_stream_free(stream);
    unfold_model_free(model);
}

/* What channel m hears; channels are apart by more than a sample. */
static const float *channel_input(const float *noise, size_t m)
{
    return noise + 77 * m;
}

static void channels_alone_and_together(void)
{
    static const uint32_t sizes[] = {1, 8, 13, 16, 20, 33, 40, 70};
    static float noise[FRAMES], alone[FRAMES], together[3][FRAMES];
    fill_noise(noise, FRAMES, 0.8, 21);
    const size_t steps = 300;
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; ++s) {
            const UnfoldShape shape =
                effect_shape((UnfoldCell)cell, sizes[s], 1 + s % 2);
            UnfoldModel *model = random_model(&shape, 48000, 22);
            const float *x[3];
            float *y[3];
            for (uint32_t channels = 2; channels <= 3; ++channels) {
                UnfoldStream *stream = unfold_stream_new(model, channels);
                for (size_t m = 0; m < channels; ++m) {
                    /* The last one in place. */
                    y[m] = together[m];
                    x[m] = channel_input(noise, m);
                    if (m + 1 == channels)
                        x[m] = memcpy(y[m], x[m], steps * sizeof *noise);
                }
                unfold_stream_process(stream, x, steps, y);
                unfold_stream_free(stream);
                for (size_t m = 0; m < channels; ++m) {
                    stream = unfold_stream_new(model, 1);
                    stream_play(stream, channel_input(noise, m), steps, alone);
                    CU_ASSERT_EQUAL(memcmp(alone, y[m], steps * sizeof *alone), 0);
                    unfold_stream_free(stream);
                }
            }
            unfold_model_free(model);
        }
}

static void channels_play_what_each_plays_alone(void)
{
    const UnfoldSteps *steps;
    for (size_t k = 0; (steps = unfold_steps_at(k)); ++k) {
        setenv("UNFOLD_KERNEL", steps->name, 1);
        channels_alone_and_together();
    }
    unsetenv("UNFOLD_KERNEL");
}

static void any_split_of_channels_gives_the_same_bytes(void)
{
    static const size_t blocks[] = {1, 7, 64, 1000, FRAMES};
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        const UnfoldShape shape = effect_shape((UnfoldCell)cell, 40, 2);
        UnfoldModel *model = random_model(&shape, 48000, 7);
        static float noise[2 * FRAMES], whole[2][FRAMES], split[2][FRAMES];
        fill_noise(noise, 2 * FRAMES, 0.8, 1);
        UnfoldStream *stream = unfold_stream_new(model, 2);
        const float *x[] = {noise, noise + FRAMES};
        unfold_stream_process(stream, x, FRAMES, (float *[]){whole[0], whole[1]});
        for (size_t k = 0; k < sizeof blocks / sizeof *blocks; ++k) {
            unfold_stream_reset(stream);
            for (size_t t = 0; t < FRAMES; t += blocks[k])
                unfold_stream_process(stream, (const float *[]){x[0] + t, x[1] + t},
                                      FRAMES - t < blocks[k] ? FRAMES - t : blocks[k],
                                      (float *[]){split[0] + t, split[1] + t});
            CU_ASSERT_EQUAL(memcmp(whole, split, sizeof whole), 0);
        }
        unfold_stream_free(stream);
        unfold_model_free(model);
    }
}

/* A stored state is where the stream starts: it goes on as a stream that reached it. */
static void starts_from_the_stored_state(void)
{
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_GRU; ++cell) {
        UnfoldShape shape = effect_shape((UnfoldCell)cell, 6, 1);
        UnfoldModel *plain = random_model(&shape, 48000, 4);
        static float x[200], first[200], again[100];
        fill_noise(x, 200, 0.8, 5);
        UnfoldStream *stream = unfold_stream_new(plain, 1);
        stream_play(stream, x, 100, first);

        float weights[1024];
        const UnfoldLayer from =
            unfold_layer_in(&shape, (float *)unfold_model_weights(plain), 0);
        const UnfoldHead head =
            unfold_dense_in(&shape, (float *)unfold_model_weights(plain), 0);
        const size_t gates = unfold_cell_gates(shape.cell) * 6;
        UnfoldShape stored = shape;
        stored.stored_state = true;
        const UnfoldLayer to = unfold_layer_in(&stored, weights, 0);
        memcpy(to.input, from.input, gates * sizeof *weights);
        memcpy(to.recurrent, from.recurrent, 6 * gates * sizeof *weights);
        memcpy(to.bias, from.bias, gates * sizeof *weights);
        if (to.candidate_bias)
            memcpy(to.candidate_bias, from.candidate_bias, 6 * sizeof *weights);
        memcpy(to.h0, unfold_stream_hidden(stream, 0, 0), 6 * sizeof *weights);
        memcpy(unfold_dense_in(&stored, weights, 0).weights, head.weights,
               7 * sizeof *weights);
        stream_play(stream, x + 100, 100, first + 100);

        UnfoldModel *later;
        CU_ASSERT_EQUAL_FATAL(unfold_model_new(&stored, 48000, weights, &later, NULL),
                              UNFOLD_OK);
        UnfoldStream *other = unfold_stream_new(later, 1);
        stream_play(other, x + 100, 100, again);
        CU_ASSERT_EQUAL(memcmp(again, first + 100, sizeof again), 0);
        unfold_stream_reset(other);
        stream_play(other, x + 100, 100, again);
        CU_ASSERT_EQUAL(memcmp(again, first + 100, sizeof again), 0);
        unfold_stream_free(stream);
        unfold_stream_free(other);
        unfold_model_free(plain);
        unfold_model_free(later);
    }
}

static void output_at_the_last_step(void)
{
    UnfoldShape shape = {.cell = UNFOLD_LSTM,
                         .inputs = 3,
                         .hidden = 5,
                         .layers = 2,
                         .outputs = 4,
                         .output = UNFOLD_SOFTMAX};
    UnfoldModel *every = random_model(&shape, 0, 6);
    shape.output_at = UNFOLD_LAST_STEP;
    UnfoldModel *last = random_model(&shape, 0, 6);
    float x[30], all[40], one[4], sum = 0;
    fill_noise(x, 30, 1, 8);
    UnfoldStream *a = unfold_stream_new(every, 1), *b = unfold_stream_new(last, 1);
    stream_play(a, x, 10, all);
    stream_play(b, x, 10, one);
    CU_ASSERT_EQUAL(memcmp(all + 36, one, sizeof one), 0);
    for (int k = 0; k < 4; ++k)
        sum += one[k];
    CU_ASSERT_DOUBLE_EQUAL(sum, 1, 1e-6);
    unfold_stream_free(a);
    unfold_stream_free(b);
    unfold_model_free(every);
    unfold_model_free(last);
}

static void hostile_inputs(void)
{
    static const float hostile[] = {NAN, INFINITY, -INFINITY, 1e30f, -3e38f, 1e-42f};
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        const UnfoldShape shape = effect_shape((UnfoldCell)cell, 16, 2);
        UnfoldModel *model = random_model(&shape, 48000, 9);
        UnfoldStream *stream = unfold_stream_new(model, 1);
        for (size_t k = 0; k < 6 * 50; ++k) {
            float y;
            stream_play(stream, &hostile[k % 6], 1, &y);
            CU_ASSERT(isfinite(y));
            for (uint32_t l = 0; l < 2; ++l)
                for (size_t j = 0; j < 16; ++j)
                    CU_ASSERT(isfinite(unfold_stream_hidden(stream, 0, l)[j]));
        }
        unfold_stream_free(stream);
        unfold_model_free(model);
    }
}

static void settled_streams_rest(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 16, 1);
    UnfoldModel *model = random_model(&shape, 48000, 11);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    unfold_stream_settle(stream);
    static float x[1000], y[1000];
    stream_play(stream, x, 1000, y);
    for (size_t t = 1; t < 1000; ++t)
        CU_ASSERT_DOUBLE_EQUAL(y[t], y[0], 1e-6);
    unfold_stream_free(stream);
    unfold_model_free(model);
}

static void processing_allocates_nothing(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 16, 2);
    UnfoldModel *model = random_model(&shape, 48000, 12);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    static float x[FRAMES];
    allocations_reset();
    stream_play(stream, x, FRAMES, x);
    unfold_stream_reset(stream);
    unfold_stream_settle(stream);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    unfold_stream_free(stream);
    allocations_fail_at(0, 1);
    CU_ASSERT_PTR_NULL(unfold_stream_new(model, 1));
    CU_ASSERT_FALSE(unfold_play(model, x, FRAMES, x));
    allocations_reset();
    unfold_model_free(model);
}

static void memory_is_little(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 40, 1);
    UnfoldModel *model = random_model(&shape, 48000, 1);
    UnfoldStream *stream = unfold_stream_new(model, 2);
    CU_ASSERT(unfold_model_bytes(model) + unfold_stream_bytes(stream) < 200 * 1024);
    unfold_stream_free(stream);
    unfold_model_free(model);
}

static void denormal_mode_comes_back(void)
{
    volatile float tiny = 1e-38f;
    const uint64_t mode = unfold_denormals_off();
    const float flushed = tiny * 0.01f;
    CU_ASSERT_EQUAL(flushed, 0);
    unfold_denormals_restore(mode);
    const float kept = tiny * 0.01f;
    CU_ASSERT(kept > 0);
}

static const Test tests[] = {
    {"any split into blocks gives the same bytes", any_split_gives_the_same_bytes},
    {"in place equals out of place", in_place},
    {"channels play what each plays alone", channels_play_what_each_plays_alone},
    {"any split of channels gives the same bytes",
     any_split_of_channels_gives_the_same_bytes},
    {"a stream starts from the stored state", starts_from_the_stored_state},
    {"a many-to-one network answers after the last step", output_at_the_last_step},
    {"no input leaves a state or output that is not finite", hostile_inputs},
    {"a settled stream rests in silence", settled_streams_rest},
    {"processing allocates nothing, and new reports lack of memory",
     processing_allocates_nothing},
    {"a model of 40 units and two channels of it take less than 200 KiB",
     memory_is_little},
    {"switching denormals off is undone", denormal_mode_comes_back},
    {NULL, NULL},
};

const Suite stream_suite = {"stream", tests};
