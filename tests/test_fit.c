/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/aidax_test.h"
#include "file/facts_json.h"
#include "file/fit.h"
#include "net/stream.h"
#include "tests/support/allocations.h"
#include "tests/support/knobs.h"
#include "tests/support/networks.h"
#include "tests/support/reference.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 500
#define ROUNDING 1e-5 /* what other sums of the same come to, in single precision */

enum { NAM = 1, AIDAX = 2, PROTEUS = 4 };

/* An effect, and the formats that can hold it. */
static const struct {
    const char *what;
    UnfoldShape shape;
    double rate;
    size_t knobs;
    int held_by;
} effects[] = {
#define BASE(kind, units, count)                                                       \
    .cell = kind, .hidden = units, .layers = count, .outputs = 1
    {"an LSTM", {BASE(UNFOLD_LSTM, 5, 1)}, 44100, 0, NAM | AIDAX | PROTEUS},
    {"two layers", {BASE(UNFOLD_LSTM, 4, 2)}, 44100, 0, NAM | AIDAX | PROTEUS},
    {"another rate", {BASE(UNFOLD_LSTM, 4, 1)}, 48000.5, 0, NAM | AIDAX},
    {"a state", {BASE(UNFOLD_LSTM, 4, 2), .stored_state = true}, 44100, 0, NAM},
    {"a skip", {BASE(UNFOLD_LSTM, 4, 1), .skip = 1}, 44100, 0, AIDAX | PROTEUS},
    {"a GRU", {BASE(UNFOLD_GRU, 5, 3), .skip = 1}, 44100, 0, AIDAX | PROTEUS},
    {"an RNN", {BASE(UNFOLD_RNN, 5, 2)}, 44100, 0, PROTEUS},
    {"knobs", {BASE(UNFOLD_GRU, 5, 1)}, 44100, 2, AIDAX | PROTEUS},
    {"a tanh", {BASE(UNFOLD_LSTM, 4, 1), .output = UNFOLD_TANH}, 44100, 0, AIDAX},
    {"gains", {BASE(UNFOLD_GRU, 4, 1), .skip = 1, .gains = true}, 44100, 0, AIDAX},
    {"dense layers",
     {BASE(UNFOLD_LSTM, 4, 1), .dense_count = 2,
      .dense = {{3, UNFOLD_ELU}, {5, UNFOLD_LINEAR}}},
     44100,
     0,
     AIDAX},
};
#define EFFECTS (sizeof effects / sizeof *effects)

static UnfoldModelFile make_effect(size_t k)
{
    UnfoldShape shape = effects[k].shape;
    UnfoldModelFile file = {0};
    shape.inputs = 1 + (uint32_t)effects[k].knobs;
    const size_t count = unfold_shape_weights(&shape);
    UnfoldReal *weights = malloc(count * sizeof *weights);
    fill_noise(weights, count, 0.9, (unsigned)k);
    if (shape.gains) {
        weights[count - 2] = 0.7f;
        weights[count - 1] = 1.9f;
    }
    CU_ASSERT_EQUAL_FATAL(
        unfold_model_new(&shape, effects[k].rate, weights, &file.model, NULL),
        UNFOLD_OK);
    free(weights);
    for (size_t n = 0; n < effects[k].knobs; ++n)
        unfold_knobs_add(&file.knobs, n ? "tone" : "gain", n ? 0.75 : 0.3, NULL);
    return file;
}

static void play(const UnfoldModelFile *file, const UnfoldReal *knobs, float y[STEPS])
{
    float x[STEPS];
    fill_noise(x, STEPS, 0.8, 3);
    UnfoldStream *stream = unfold_stream_new(file->model, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    unfold_stream_hold(stream, knobs, (uint32_t)file->knobs.count);
    stream_play(stream, x, STEPS, y);
    unfold_stream_free(stream);
}

static UnfoldModelFile there_and_back(const UnfoldModelFile *file, UnfoldFormat format)
{
    UnfoldModelFile back;
    UnfoldError error = {""};
    if (unfold_model_save_as(test_path("there"), file, format, &error) ||
        unfold_model_load(test_path("there"), &back, &error))
        printf("%s: %s\n", unfold_format_name(format), error.text);
    CU_ASSERT_STRING_EQUAL_FATAL(error.text, "");
    CU_ASSERT_EQUAL(back.format, format);
    CU_ASSERT_EQUAL(back.warning_count, format == UNFOLD_FORMAT_PROTEUS);
    return back;
}

static void what_a_format_holds_comes_back_to_the_bit(void)
{
    const UnfoldReal knobs[] = {0.2f, 0.9f};
    for (size_t k = 0; k < EFFECTS; ++k)
        for (int f = UNFOLD_FORMAT_NAM; f <= UNFOLD_FORMAT_PROTEUS; ++f) {
            UnfoldModelFile file = make_effect(k);
            UnfoldError error = {""};
            const UnfoldStatus status = unfold_fits(&file, (UnfoldFormat)f, &error);
            const bool held = effects[k].held_by & 1 << (f - 1);
            if ((status == UNFOLD_OK) != held)
                printf("%s, %s: '%s'\n", effects[k].what,
                       unfold_format_name((UnfoldFormat)f), error.text);
            CU_ASSERT_EQUAL(status, held ? UNFOLD_OK : UNFOLD_UNSUPPORTED);
            if (held) {
                UnfoldModelFile back = there_and_back(&file, (UnfoldFormat)f);
                float y[STEPS], z[STEPS];
                CU_ASSERT_EQUAL(unfold_model_sample_rate(back.model), effects[k].rate);
                play(&file, knobs, y);
                play(&back, knobs, z);
                CU_ASSERT_EQUAL(memcmp(y, z, sizeof y), 0);
                unfold_model_file_clear(&back);
            }
            unfold_model_file_clear(&file);
        }
}

static void numbers_that_are_hard_to_write_come_back(void)
{
    static const float hard[] = {0.1f,   -1e-30f, 1.17549435e-38f, 3.40282347e38f,
                                 1e-45f, 1.0f,    16777217.0f,     -1.0f / 3};
    const UnfoldShape shape = {BASE(UNFOLD_LSTM, 2, 1), .inputs = 1};
    UnfoldReal weights[64];
    UnfoldModelFile file = {0};
    const size_t count = unfold_shape_weights(&shape);
    for (size_t k = 0; k < count; ++k)
        weights[k] = hard[k % 8];
    unfold_model_new(&shape, 44100, weights, &file.model, NULL);
    for (int f = UNFOLD_FORMAT_OWN; f <= UNFOLD_FORMAT_PROTEUS; ++f) {
        UnfoldModelFile back = there_and_back(&file, (UnfoldFormat)f);
        CU_ASSERT_EQUAL(
            memcmp(unfold_model_weights(back.model), weights, count * sizeof *weights),
            0);
        unfold_model_file_clear(&back);
    }
    unfold_model_file_clear(&file);
}

static void files_test_themselves_by_what_double_precision_plays(void)
{
    UnfoldModelFile file = make_effect(5);
    UnfoldModelFile back = there_and_back(&file, UNFOLD_FORMAT_AIDAX);
    json_t *root = json_load_file(test_path("there"), 0, NULL);
    const json_t *in = json_object_get(root, "input_batch");
    const json_t *out = json_object_get(root, "output_batch");
    const size_t samples = json_array_size(in);
    float x[UNFOLD_AIDAX_TEST_SAMPLES], y[UNFOLD_AIDAX_TEST_SAMPLES];
    double worst = 0, loudest = 0;
    CU_ASSERT_EQUAL_FATAL(samples, UNFOLD_AIDAX_TEST_SAMPLES);
    CU_ASSERT_EQUAL_FATAL(samples, json_array_size(out));
    for (size_t t = 0; t < samples; ++t)
        x[t] = (float)json_number_value(json_array_get(in, t));
    reference_play(back.model, x, samples, y);
    for (size_t t = 0; t < samples; ++t) {
        const double said = json_number_value(json_array_get(out, t));
        worst = fmax(worst, fabs(said - (double)y[t]));
        loudest = fmax(loudest, fabs(said));
    }
    CU_ASSERT(worst < ROUNDING);
    CU_ASSERT(loudest > 0.1);
    json_decref(root);
    unfold_model_file_clear(&back);
    unfold_model_file_clear(&file);
}

static void facts_survive_the_way_there_and_back(void)
{
    UnfoldModelFile file = make_effect(0);
    file.facts = unfold_facts_new();
    unfold_facts_set_text(file.facts, UNFOLD_METADATA, "name", "A \"name\"");
    unfold_facts_set_text(file.facts, UNFOLD_METADATA, "author", "somebody");
    unfold_facts_set_text(file.facts, UNFOLD_METADATA, "gear", "Maker, model");
    unfold_facts_set_text(file.facts, UNFOLD_METADATA, "licence", "ISC");
    unfold_facts_set_text(file.facts, UNFOLD_METADATA, "date", "2024-02-03");
    unfold_facts_set_number(file.facts, UNFOLD_METADATA, "loudness", -17.123456789012);
    unfold_facts_set_number(file.facts, UNFOLD_TRAINING, "esr_validation", 0.0123);
    unfold_facts_set_number(file.facts, UNFOLD_TRAINING, "esr_test", 0.02);
    unfold_facts_set_text(file.facts, UNFOLD_TRAINING, "dry", "dry.wav");
    for (int f = UNFOLD_FORMAT_NAM; f <= UNFOLD_FORMAT_AIDAX; ++f) {
        static const char *const sections[] = {UNFOLD_METADATA, UNFOLD_TRAINING};
        UnfoldModelFile back = there_and_back(&file, (UnfoldFormat)f);
        for (size_t k = 0; k < 2; ++k)
            CU_ASSERT(json_equal(unfold_facts_section(file.facts, sections[k]),
                                 unfold_facts_section(back.facts, sections[k])));
        unfold_model_file_clear(&back);
    }
    size_t size;
    char *text = get_bytes(test_path("there"), &size);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"license\": \"ISC\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"based\": \"Maker, model\""));
    free(text);
    CU_ASSERT_EQUAL(unfold_model_fit(&file, UNFOLD_FORMAT_PROTEUS, false, NULL),
                    UNFOLD_OK);
    CU_ASSERT_EQUAL(file.warning_count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(file.warnings[0].text, "no place for metadata"));
    unfold_model_file_clear(&file);
}

static void knobs_keep_their_names_where_there_is_a_place(void)
{
    UnfoldModelFile file = knob_model(UNFOLD_GRU, UNFOLD_MAX_KNOBS, 1);
    UnfoldModelFile back = there_and_back(&file, UNFOLD_FORMAT_AIDAX);
    CU_ASSERT_EQUAL(back.knobs.count, UNFOLD_MAX_KNOBS);
    for (size_t k = 0; k < back.knobs.count; ++k) {
        CU_ASSERT_STRING_EQUAL(back.knobs.list[k].name, file.knobs.list[k].name);
        CU_ASSERT_EQUAL(back.knobs.list[k].value, file.knobs.list[k].value);
    }
    unfold_model_file_clear(&back);
    unfold_model_file_clear(&file);
}

/* Made to fit, or refused with `word` in the sentence. */
static void fit(UnfoldModelFile *file, UnfoldFormat format, bool lossy,
                const char *refusal, const char *warning)
{
    UnfoldError error = {""};
    const UnfoldStatus status = unfold_model_fit(file, format, lossy, &error);
    CU_ASSERT_EQUAL(status, refusal ? UNFOLD_UNSUPPORTED : UNFOLD_OK);
    if (refusal && !strstr(error.text, refusal))
        printf("'%s' lacks '%s'\n", error.text, refusal);
    CU_ASSERT(!refusal || strstr(error.text, refusal));
    CU_ASSERT(!warning ||
              (file->warning_count && strstr(file->warnings[0].text, warning)));
}

static void what_cannot_be_held_is_refused_by_name(void)
{
    static const struct {
        size_t effect;
        UnfoldFormat format;
        const char *word;
        bool stays; /* refused with lossy too */
    } cases[] = {
        {2, UNFOLD_FORMAT_PROTEUS, "the sample rate, 48000.5 Hz", false},
        {3, UNFOLD_FORMAT_AIDAX, "an initial state", false},
        {3, UNFOLD_FORMAT_PROTEUS, "an initial state", false},
        {4, UNFOLD_FORMAT_NAM, "a skip", true},
        {5, UNFOLD_FORMAT_NAM, "the cell 'gru'", true},
        {6, UNFOLD_FORMAT_AIDAX, "the cell 'rnn'", true},
        {8, UNFOLD_FORMAT_PROTEUS, "the output 'tanh'", true},
        {9, UNFOLD_FORMAT_PROTEUS, "gains", true}, /* the skip passes them by */
        {10, UNFOLD_FORMAT_NAM, "dense layers", true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldModelFile file = make_effect(cases[k].effect);
        UnfoldError error;
        fit(&file, cases[k].format, false, cases[k].word, NULL);
        CU_ASSERT_EQUAL(unfold_model_save_as(test_path("unwritten"), &file,
                                             cases[k].format, &error),
                        UNFOLD_UNSUPPORTED);
        CU_ASSERT_PTR_NULL(fopen(test_path("unwritten"), "r"));
        fit(&file, cases[k].format, true, cases[k].stays ? cases[k].word : NULL,
            cases[k].stays ? NULL : "");
        unfold_model_file_clear(&file);
    }
}

static void gains_that_are_no_decibels_are_refused(void)
{
    static const float wrong[] = {-1, 1e-6f, 1e12f};
    for (size_t k = 0; k < 3; ++k) {
        UnfoldShape shape = effects[9].shape;
        UnfoldReal weights[256] = {0};
        UnfoldModelFile file = {0};
        shape.inputs = 1;
        const size_t count = unfold_shape_weights(&shape);
        weights[count - 2] = 1;
        weights[count - 1] = wrong[k];
        unfold_model_new(&shape, 48000, weights, &file.model, NULL);
        fit(&file, UNFOLD_FORMAT_AIDAX, true, "gains 1 and", NULL);
        unfold_model_file_clear(&file);
    }
}

static void frozen_knobs_sound_as_they_stood(void)
{
    for (int cell = UNFOLD_GRU; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldModelFile file = knob_model((UnfoldCell)cell, 2, 5);
        UnfoldModelFile bare = {0};
        UnfoldShape shape = *unfold_model_shape(file.model);
        UnfoldReal knobs[UNFOLD_MAX_KNOBS];
        float y[STEPS], z[STEPS];
        unfold_knobs_values(&file.knobs, knobs);
        /* The same without the skip, which .nam cannot hold. */
        shape.skip = 0;
        unfold_model_new(&shape, 48000, unfold_model_weights(file.model), &bare.model,
                         NULL);
        bare.knobs = file.knobs;
        unfold_model_file_clear(&file);
        play(&bare, knobs, y);
        if (cell == UNFOLD_GRU) {
            fit(&bare, UNFOLD_FORMAT_NAM, true, "'gru'", NULL);
        } else {
            fit(&bare, UNFOLD_FORMAT_NAM, true, NULL,
                "the knob 'gain' is frozen at 0.3");
            CU_ASSERT_EQUAL(bare.knobs.count, 0);
            UnfoldModelFile back = there_and_back(&bare, UNFOLD_FORMAT_NAM);
            play(&back, NULL, z);
            CU_ASSERT(worst_difference(y, z, STEPS, NULL) < ROUNDING);
            unfold_model_file_clear(&back);
        }
        unfold_model_file_clear(&bare);
    }
}

static void all_that_is_dropped_is_said(void)
{
    const UnfoldShape shape = {BASE(UNFOLD_LSTM, 3, 1), .inputs = 9, .gains = true};
    UnfoldModelFile file = {.model = random_model(&shape, 44100, 4)};
    for (int k = 0; k < UNFOLD_MAX_KNOBS; ++k) {
        const char name[] = {(char)('a' + k), '\0'};
        unfold_knobs_add(&file.knobs, name, 0.5, NULL);
    }
    fit(&file, UNFOLD_FORMAT_NAM, true, NULL, "part of the weights");
    CU_ASSERT_EQUAL(file.warning_count, 1 + UNFOLD_MAX_KNOBS);
    CU_ASSERT_PTR_NOT_NULL(strstr(file.warnings[8].text, "'h' is frozen at 0.5"));
    unfold_model_file_clear(&file);
}

static void gains_become_part_of_the_weights(void)
{
    UnfoldShape shape = {BASE(UNFOLD_LSTM, 6, 2), .inputs = 1, .gains = true};
    UnfoldModelFile file = {.model = random_model(&shape, 44100, 4)};
    float y[STEPS], z[STEPS];
    play(&file, NULL, y);
    fit(&file, UNFOLD_FORMAT_NAM, false, "gains", NULL);
    fit(&file, UNFOLD_FORMAT_NAM, true, NULL, "part of the weights");
    play(&file, NULL, z);
    CU_ASSERT_FALSE(unfold_model_shape(file.model)->gains);
    CU_ASSERT(worst_difference(y, z, STEPS, NULL) < ROUNDING);
    unfold_model_file_clear(&file);
}

static void each_failed_allocation_keeps_the_old_file(void)
{
    for (int f = UNFOLD_FORMAT_OWN; f <= UNFOLD_FORMAT_PROTEUS; ++f) {
        const char *path = test_path("keep");
        UnfoldModelFile file = make_effect(0);
        file.facts = unfold_facts_new();
        unfold_facts_set_text(file.facts, UNFOLD_METADATA, "gear", "gear");
        unfold_facts_set_text(file.facts, UNFOLD_METADATA, "date", "2024-02-03");
        unfold_facts_set_number(file.facts, UNFOLD_TRAINING, "esr_validation", 1);
        put_model(path, 48000);
        size_t size, size_after, n = 0;
        char *before = get_bytes(path, &size);
        watch_jansson();
        /* All of the first, then ever fewer: a file has thousands of numbers. */
        for (UnfoldStatus status = UNFOLD_NO_MEMORY; status; n += 1 + n / 32) {
            allocations_reset();
            allocations_fail_at(n, 1);
            status = unfold_model_save_as(path, &file, (UnfoldFormat)f, NULL);
            const long live = allocations_live();
            allocations_reset();
            CU_ASSERT_EQUAL(live, 0);
            char *after = get_bytes(path, &size_after);
            const bool kept = size == size_after && !memcmp(before, after, size);
            CU_ASSERT_EQUAL(kept, status == UNFOLD_NO_MEMORY);
            free(after);
        }
        CU_ASSERT(n > 50);
        free(before);
        unfold_model_file_clear(&file);
    }
}

static const Test tests[] = {
    {"what a format holds comes back to the bit",
     what_a_format_holds_comes_back_to_the_bit},
    {"numbers that are hard to write come back",
     numbers_that_are_hard_to_write_come_back},
    {"files test themselves by what double precision plays",
     files_test_themselves_by_what_double_precision_plays},
    {"facts survive the way there and back", facts_survive_the_way_there_and_back},
    {"knobs keep their names where there is a place",
     knobs_keep_their_names_where_there_is_a_place},
    {"what cannot be held is refused by name", what_cannot_be_held_is_refused_by_name},
    {"gains that are no decibels are refused", gains_that_are_no_decibels_are_refused},
    {"frozen knobs sound as they stood", frozen_knobs_sound_as_they_stood},
    {"all that is dropped is said", all_that_is_dropped_is_said},
    {"gains become part of the weights", gains_become_part_of_the_weights},
    {"each failed allocation keeps the old file",
     each_failed_allocation_keeps_the_old_file},
    {NULL, NULL}};

const Suite fit_suite = {"fit", tests};
