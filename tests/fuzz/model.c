/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/fit.h"
#include "file/model_file.h"
#include "listen/listener.h"
#include "net/stream.h"
#include "tests/fuzz/readers.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_STEPS 100
#define MOST_WORK 300000  /* multiply-adds of one playing */
#define MOST_WEIGHTS 1000 /* of models that are written in every format */
#define MOST_FRAMES 30    /* that a listener hears */
#define MOST_HEARD 20000  /* samples of it */
#define HEARD_RATE 8000   /* Hz: within 256 times of any that features have */
#define TAME 1e3f         /* weights below this leave all outputs finite */

/* Noise, now and then far too loud or no number at all. */
static void fill(UnfoldReal *x, size_t count)
{
    uint32_t state = 1;
    for (size_t k = 0; k < count; ++k) {
        state = state * 1664525u + 1013904223u;
        x[k] = (UnfoldReal)(state >> 8) / 8388608 - 1;
        if (k % 29 == 28)
            x[k] = k % 2 ? NAN : 1e30f;
    }
}

static bool is_tame(const UnfoldModel *model)
{
    const UnfoldReal *weights = unfold_model_weights(model);
    const size_t count = unfold_shape_weights(unfold_model_shape(model));
    size_t wild = 0;
    for (size_t k = 0; k < count; ++k) {
        CU_ASSERT(isfinite(weights[k]));
        wild += !(fabs(weights[k]) <= TAME);
    }
    return !wild;
}

/* Two channels, as a host of stereo has them. */
static void play(const UnfoldModelFile *file)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    const size_t work = MOST_WORK / unfold_shape_weights(shape) + 1;
    const size_t steps = work < MOST_STEPS ? work : MOST_STEPS;
    const size_t given = shape->inputs - file->knobs.count;
    UnfoldReal *x = malloc(steps * given * sizeof *x);
    UnfoldReal *y[2] = {calloc(steps * shape->outputs, sizeof **y),
                        calloc(steps * shape->outputs, sizeof **y)};
    UnfoldStream *stream = unfold_stream_new(file->model, 2);
    if (!x || !y[0] || !y[1] || !stream)
        abort();
    UnfoldReal values[UNFOLD_MAX_KNOBS];
    unfold_knobs_values(&file->knobs, values);
    unfold_stream_hold(stream, values, (uint32_t)file->knobs.count);
    fill(x, steps * given);
    unfold_stream_process(stream, (const UnfoldReal *const[]){x, x}, steps, y);
    size_t wrong = 0;
    for (size_t k = 0; k < steps * shape->outputs; ++k)
        wrong += !isfinite(y[0][k]) || y[0][k] != y[1][k];
    if (is_tame(file->model))
        CU_ASSERT_EQUAL(wrong, 0);
    unfold_stream_free(stream);
    free(x);
    free(y[0]);
    free(y[1]);
}

/* Whatever features a file asks for, some frames of them are heard. */
static void listen(const UnfoldModelFile *file)
{
    const UnfoldFeatureSpec *features = &file->listening->features;
    const double hop = HEARD_RATE * features->hop / features->rate;
    const size_t most = (size_t)(MOST_FRAMES * hop) + 1;
    size_t left = most < MOST_HEARD ? most : MOST_HEARD, frames = 0;
    UnfoldReal *sound = malloc(left * sizeof *sound);
    UnfoldListener *listener = unfold_listener_new(file, HEARD_RATE);
    if (!sound || !listener)
        abort();
    fill(sound, left);
    const float *x = sound;
    UnfoldHearing hearing;
    while (frames < MOST_FRAMES && unfold_listener_next(listener, &x, &left, &hearing))
        ++frames;
    CU_ASSERT(unfold_listener_latency(listener) >= 0);
    unfold_listener_free(listener);
    free(sound);
}

static void count(void *context, const char *key, const char *text)
{
    *(size_t *)context += strlen(key) + strlen(text);
}

static void look(const UnfoldModelFile *file)
{
    size_t bytes = 0;
    unfold_facts_visit(file->facts, UNFOLD_METADATA, count, &bytes);
    unfold_facts_visit(file->facts, UNFOLD_TRAINING, count, &bytes);
}

static void compare_listening(const UnfoldListening *a, const UnfoldListening *b)
{
    CU_ASSERT_EQUAL(a->task, b->task);
    CU_ASSERT_EQUAL(a->features.rate, b->features.rate);
    CU_ASSERT_EQUAL(a->features.range, b->features.range);
    CU_ASSERT_EQUAL(unfold_feature_count(&a->features),
                    unfold_feature_count(&b->features));
    CU_ASSERT_EQUAL(memcmp(a->mean, b->mean, sizeof a->mean), 0);
    CU_ASSERT_EQUAL(memcmp(a->deviation, b->deviation, sizeof a->deviation), 0);
    CU_ASSERT_EQUAL(a->events.longest, b->events.longest);
    CU_ASSERT_EQUAL(a->label_count, b->label_count);
    CU_ASSERT_EQUAL(memcmp(a->labels, b->labels, sizeof a->labels), 0);
    CU_ASSERT_EQUAL(a->nothing, b->nothing);
    CU_ASSERT_EQUAL(a->threshold, b->threshold);
    CU_ASSERT_STRING_EQUAL(a->value_name, b->value_name);
    CU_ASSERT_EQUAL(a->value_mean, b->value_mean);
    CU_ASSERT_EQUAL(a->value_deviation, b->value_deviation);
}

/* Whatever was read can be written as ours, and is the same then. */
static void write_and_read(const UnfoldModelFile *file)
{
    UnfoldModelFile again;
    const char *path = test_path("again.json");
    const UnfoldShape *shape = unfold_model_shape(file->model);
    CU_ASSERT_EQUAL_FATAL(unfold_model_save(path, file, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(path, &again, NULL), UNFOLD_OK);
    CU_ASSERT(unfold_shape_same(shape, unfold_model_shape(again.model)));
    CU_ASSERT_EQUAL(memcmp(unfold_model_weights(file->model),
                           unfold_model_weights(again.model),
                           unfold_shape_weights(shape) * sizeof(UnfoldReal)),
                    0);
    CU_ASSERT_EQUAL(unfold_model_sample_rate(file->model),
                    unfold_model_sample_rate(again.model));
    CU_ASSERT_EQUAL(file->knobs.count, again.knobs.count);
    CU_ASSERT_EQUAL(!file->listening, !again.listening);
    if (file->listening && again.listening)
        compare_listening(file->listening, again.listening);
    unfold_model_file_clear(&again);
}

static void write_as(const UnfoldModelFile *file, UnfoldFormat format)
{
    UnfoldModelFile again;
    const char *path = test_path("other.json");
    CU_ASSERT_EQUAL_FATAL(unfold_model_save_as(path, file, format, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(path, &again, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL(again.format, format);
    unfold_model_file_clear(&again);
}

/* What fits a format, or can be made to, is a model there too. */
static void write_others(UnfoldModelFile *file)
{
    const size_t weights = unfold_shape_weights(unfold_model_shape(file->model));
    if (weights > MOST_WEIGHTS)
        return;
    for (UnfoldFormat k = UNFOLD_FORMAT_NAM; k <= UNFOLD_FORMAT_PROTEUS; ++k)
        if (unfold_fits(file, k, NULL) == UNFOLD_OK)
            write_as(file, k);
    const UnfoldFormat lossy = (UnfoldFormat)(UNFOLD_FORMAT_NAM + weights % 3);
    if (unfold_model_fit(file, lossy, true, NULL) == UNFOLD_OK)
        write_as(file, lossy);
}

int fuzz_model(const uint8_t *data, size_t size)
{
    UnfoldModelFile file;
    UnfoldError error = {""};
    if (unfold_model_parse((const char *)data, size, &file, &error)) {
        CU_ASSERT_PTR_NULL(file.model);
        CU_ASSERT_PTR_NULL(file.facts);
        CU_ASSERT_PTR_NULL(file.listening);
        CU_ASSERT_NOT_EQUAL(error.text[0], '\0');
        return 0;
    }
    play(&file);
    if (file.listening)
        listen(&file);
    look(&file);
    write_and_read(&file);
    write_others(&file);
    unfold_model_file_clear(&file);
    return 0;
}
