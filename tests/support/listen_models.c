/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/listen_models.h"

#include "net/random.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BANDS 12
#define SHARP 6 /* factor of the head's weights, so that labels differ */

static UnfoldListening *make_spec(UnfoldTask task)
{
    static const char *const names[] = {"nothing", "kick", "snare", "hat"};
    UnfoldListening *listening = calloc(1, sizeof *listening);
    CU_ASSERT_PTR_NOT_NULL_FATAL(listening);
    listening->task = task;
    listening->features = (UnfoldFeatureSpec){.rate = 16000,
                                              .frame = 400,
                                              .hop = 160,
                                              .kinds = UNFOLD_MEL | UNFOLD_ENERGY,
                                              .bands = BANDS,
                                              .low = 60,
                                              .high = 7000};
    for (int k = 0; k < BANDS + 1; ++k) {
        listening->mean[k] = -10;
        listening->deviation[k] = 4;
    }
    if (task == UNFOLD_TASK_CLIP)
        listening->events = (UnfoldEventSpec){
            .rise = 12, .floor = -50, .lead = 0.02, .pause = 0.03, .longest = 0.3};
    listening->nothing = -1;
    listening->threshold = 0.6f;
    if (task == UNFOLD_TASK_CLIP || task == UNFOLD_TASK_FRAME) {
        listening->label_count = LISTENING_LABELS;
        listening->nothing = 0;
        for (int k = 0; k < LISTENING_LABELS; ++k)
            strcpy(listening->labels[k], names[k]);
    }
    if (task == UNFOLD_TASK_VALUE) {
        strcpy(listening->value_name, "brightness");
        listening->value_mean = 3;
        listening->value_deviation = 2;
    }
    return listening;
}

static UnfoldModel *make_network(UnfoldTask task, unsigned seed)
{
    const bool labels = task == UNFOLD_TASK_CLIP || task == UNFOLD_TASK_FRAME;
    const UnfoldShape shape = {
        .cell = UNFOLD_GRU,
        .inputs = BANDS + 1,
        .hidden = 8,
        .layers = 1,
        .outputs = labels                      ? LISTENING_LABELS
                   : task == UNFOLD_TASK_VALUE ? 1
                                               : BANDS + 1,
        .output = labels ? UNFOLD_SOFTMAX : UNFOLD_LINEAR,
        .output_at = task == UNFOLD_TASK_CLIP ? UNFOLD_LAST_STEP : UNFOLD_EVERY_STEP,
    };
    UnfoldReal weights[2048];
    const size_t count = unfold_shape_weights(&shape);
    CU_ASSERT_TRUE_FATAL(count <= sizeof weights / sizeof *weights);
    fill_noise(weights, count, 0.6, seed);
    const UnfoldHead head = unfold_dense_in(&shape, weights, shape.dense_count);
    for (size_t k = 0; k < (size_t)shape.hidden * shape.outputs && labels; ++k)
        head.weights[k] *= SHARP;
    UnfoldModel *model = NULL;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, 0, weights, &model, NULL),
                          UNFOLD_OK);
    return model;
}

UnfoldModelFile make_listening(UnfoldTask task, unsigned seed)
{
    return (UnfoldModelFile){.model = make_network(task, seed),
                             .listening = make_spec(task)};
}

const char *put_listening(const char *name, UnfoldTask task, unsigned seed)
{
    const char *path = test_path(name);
    UnfoldModelFile file = make_listening(task, seed);
    UnfoldError error = {""};
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, &error), UNFOLD_OK);
    CU_ASSERT_STRING_EQUAL_FATAL(error.text, "");
    unfold_model_file_clear(&file);
    return path;
}

float *make_bursts(double seconds, double rate, size_t *frames)
{
    *frames = (size_t)(seconds * rate);
    float *sound = calloc(*frames, sizeof *sound);
    CU_ASSERT_PTR_NOT_NULL_FATAL(sound);
    UnfoldRandom random = {7};
    for (size_t t = 0; t < *frames; ++t) {
        const double now = (double)t / rate, at = fmod(now, 0.2);
        const unsigned which = (unsigned)(now / 0.2);
        const double loud =
            0.9 * pow(0.75, which % 7) * exp(-at * (15 + which % 3 * 20));
        const double tone = sin(6.283185307 * (90 << which % 5) * at);
        const double noise = 2 * unfold_random_uniform(&random) - 1;
        sound[t] =
            (float)(1e-5 * noise + (at < 0.15 ? loud : 0) * (which % 3 ? tone : noise));
    }
    return sound;
}
