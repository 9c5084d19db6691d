/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "file/model_file.h"
#include "learn/start.h"
#include "net/stream.h"
#include "tests/support/networks.h"
#include "tests/support/reference.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Ten seconds of guitar through every kernel, against double precision. */

#define SECONDS 10
#define TOLERANCE 2e-5

/* The demo's guitar: it is in the tree. */
static UnfoldAudio guitar(void)
{
    UnfoldAudio audio;
    UnfoldError error;
    if (unfold_audio_read("presets/demo/dry.flac", &audio, &error)) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    const size_t frames = (size_t)(SECONDS * audio.rate);
    CU_ASSERT_FATAL(audio.channels == 1 && audio.frames >= frames);
    audio.frames = frames;
    return audio;
}

static void compare(const UnfoldModel *model, const UnfoldAudio *audio,
                    const float *expected, const char *what)
{
    UnfoldStream *stream = unfold_stream_new(model, 1);
    float *y = malloc(audio->frames * sizeof *y);
    CU_ASSERT_FATAL(stream && y);
    stream_play(stream, audio->samples, audio->frames, y);
    size_t at;
    const double worst = worst_difference(y, expected, audio->frames, &at);
    if (!(worst <= TOLERANCE))
        printf("%s %s: %g at %zu\n", what, unfold_model_steps(model)->name, worst, at);
    CU_ASSERT(worst <= TOLERANCE);
    free(y);
    unfold_stream_free(stream);
}

/* A kernel is chosen when a model is made. */
static void with_every_kernel(const UnfoldModel *model, const UnfoldAudio *audio,
                              const char *what)
{
    float *expected = malloc(audio->frames * sizeof *expected);
    CU_ASSERT_FATAL(expected != NULL);
    reference_play(model, audio->samples, audio->frames, expected);
    const UnfoldSteps *steps;
    for (size_t k = 0; (steps = unfold_steps_at(k)); ++k) {
        UnfoldModel *made;
        setenv("UNFOLD_KERNEL", steps->name, 1);
        CU_ASSERT_EQUAL_FATAL(
            unfold_model_new(unfold_model_shape(model), unfold_model_sample_rate(model),
                             unfold_model_weights(model), &made, NULL),
            UNFOLD_OK);
        compare(made, audio, expected, what);
        unfold_model_free(made);
    }
    unsetenv("UNFOLD_KERNEL");
    free(expected);
}

/* A vanilla RNN that forgets: one that does not keeps all rounding, and one of larger
   weights is chaotic; then no precision is enough. */
static UnfoldModel *forgetful_rnn(const UnfoldShape *shape)
{
    float *weights = calloc(unfold_shape_weights(shape), sizeof *weights);
    UnfoldModel *model = NULL;
    if (weights && !unfold_start_weights(shape, 3, 1, weights)) {
        const UnfoldLayer layer = unfold_layer_in(shape, weights, 0);
        for (size_t k = 0; k < shape->hidden * shape->hidden; ++k)
            layer.recurrent[k] *= 0.95f;
        unfold_model_new(shape, 48000, weights, &model, NULL);
    }
    free(weights);
    return model;
}

static void random_networks(void)
{
    static const uint32_t sizes[] = {16, 40};
    UnfoldAudio audio = guitar();
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
            const UnfoldShape shape = effect_shape((UnfoldCell)cell, sizes[k], 1);
            UnfoldModel *model = cell == UNFOLD_RNN ? forgetful_rnn(&shape)
                                                    : random_model(&shape, 48000, 3);
            with_every_kernel(model, &audio, unfold_cell_name((UnfoldCell)cell));
            unfold_model_free(model);
        }
    unfold_audio_clear(&audio);
}

static void a_trained_network(void)
{
    UnfoldAudio audio = guitar();
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(
        unfold_model_load("presets/overdrive-sd1-lstm16.json", &file, NULL), UNFOLD_OK);
    with_every_kernel(file.model, &audio, "overdrive");
    unfold_model_file_clear(&file);
    unfold_audio_clear(&audio);
}

static const Test tests[] = {
    {"ten seconds of guitar are double precision's within 2e-5", random_networks},
    {"and so they are through an overdrive that was learned", a_trained_network},
    {NULL, NULL},
};

const Suite precision_suite = {"precision", tests};
