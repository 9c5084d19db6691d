/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "net/stream.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Single precision against double, over some hundred steps. */
#define TOLERANCE 1e-5
#define STEPS 120
#define GOLDEN "tests/golden/formats/"

/* All of a flat array. */
static void fill(const json_t *array, float *numbers, size_t count)
{
    CU_ASSERT_EQUAL_FATAL(json_array_size(array), count);
    for (size_t k = 0; k < count; ++k)
        numbers[k] = (float)json_number_value(json_array_get(array, k));
}

/* As it starts, with knobs held. */
static void play_unsettled(const UnfoldModel *model, const float *knobs, uint32_t count,
                           const float *x, size_t steps, float *y)
{
    UnfoldStream *stream = unfold_stream_new(model, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    unfold_stream_hold(stream, knobs, count);
    stream_play(stream, x, steps, y);
    unfold_stream_free(stream);
}

static void each_format_plays_as_an_independent_script_says(void)
{
    float x[STEPS], y[STEPS], wanted[STEPS], knobs[UNFOLD_MAX_KNOBS];
    json_t *golden = json_load_file(GOLDEN "outputs.json", 0, NULL);
    const json_t *models = json_object_get(golden, "models");
    CU_ASSERT_FATAL(json_array_size(models) >= 9);
    fill(json_object_get(golden, "input"), x, STEPS);
    for (size_t k = 0; k < json_array_size(models); ++k) {
        const json_t *model = json_array_get(models, k);
        const char *name = json_string_value(json_object_get(model, "file"));
        const json_t *held = json_object_get(model, "knobs");
        char path[256];
        UnfoldModelFile file;
        UnfoldError error = {""};
        size_t at;
        snprintf(path, sizeof path, GOLDEN "%s", name);
        if (unfold_model_load(path, &file, &error))
            printf("%s: %s\n", name, error.text);
        CU_ASSERT_PTR_NOT_NULL_FATAL(file.model);
        CU_ASSERT_EQUAL(file.knobs.count, unfold_model_shape(file.model)->inputs - 1);
        CU_ASSERT_EQUAL(file.warning_count, file.format == UNFOLD_FORMAT_PROTEUS);
        fill(held, knobs, json_array_size(held));
        fill(json_object_get(model, "output"), wanted, STEPS);
        play_unsettled(file.model, knobs, (uint32_t)json_array_size(held), x, STEPS, y);
        const double worst = worst_difference(y, wanted, STEPS, &at);
        if (worst > TOLERANCE)
            printf("%s: %.2g at %zu\n", name, worst, at);
        CU_ASSERT(worst <= TOLERANCE);
        unfold_model_file_clear(&file);
    }
    json_decref(golden);
}

/* The smallest of each, with more members. */
#define NAM(members)                                                                   \
    "{\"architecture\":\"LSTM\",\"config\":{\"input_size\":1,\"hidden_size\":1,"       \
    "\"num_layers\":1},\"weights\":[1,2,3,4,5,6,7,8,9,10,11,12,0,0,13,14]" members "}"
#define AIDAX(members)                                                                 \
    "{\"in_shape\":[null,null,1],\"layers\":[{\"type\":\"lstm\",\"activation\":\"\","  \
    "\"shape\":[null,null,1],\"weights\":[[[1,2,3,4]],[[5,6,7,8]],[9,10,11,12]]},{"    \
    "\"type\":\"dense\",\"activation\":\"\",\"shape\":[null,null,1],\"weights\":[[["   \
    "13]],[14]]}]" members "}"
#define PROTEUS(members)                                                               \
    "{\"model_data\":{\"model\":\"SimpleRNN\",\"input_size\":1,\"skip\":0,"            \
    "\"output_size\":1,\"unit_type\":\"LSTM\",\"num_layers\":1,\"hidden_size\":1,"     \
    "\"bias_fl\":true},\"state_dict\":{\"rec.weight_ih_l0\":[[1],[2],[3],[4]],"        \
    "\"rec.weight_hh_l0\":[[5],[6],[7],[8]],\"rec.bias_ih_l0\":[8,8,8,8],"             \
    "\"rec.bias_hh_l0\":[1,2,3,4],\"lin.weight\":[[13]],\"lin.bias\":[14]}" members    \
    "}"

static UnfoldModelFile parse_at(const char *text, double rate)
{
    UnfoldModelFile file;
    UnfoldError error = {""};
    if (unfold_model_parse_at(text, strlen(text), rate, &file, &error))
        printf("%s\n", error.text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file.model);
    return file;
}

static void gates_and_biases_come_to_their_places(void)
{
    static const char *const texts[] = {NAM(",\"version\":\"0.5.0\""), AIDAX(""),
                                        PROTEUS("")};
    static const float nam[] = {1, 3, 5, 7, 2, 4, 6, 8, 9, 10, 11, 12, 13, 14};
    static const float others[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    for (size_t k = 0; k < 3; ++k) {
        UnfoldModelFile file = parse_at(texts[k], 0);
        CU_ASSERT_EQUAL(file.format, (UnfoldFormat)(k + 1));
        CU_ASSERT_FALSE(unfold_model_shape(file.model)->stored_state);
        CU_ASSERT_EQUAL(
            memcmp(unfold_model_weights(file.model), k ? others : nam, sizeof nam), 0);
        unfold_model_file_clear(&file);
    }
}

static void rates_are_found_where_files_have_them(void)
{
    static const struct {
        const char *text;
        double said, rate;
    } cases[] = {
        {NAM(",\"version\":\"0.5.0\""), 0, 48000},
        {NAM(",\"version\":\"0.5.0\",\"sample_rate\":null"), 0, 48000},
        {NAM(",\"version\":\"0.5.0\",\"sample_rate\":44100.0"), 0, 44100},
        {NAM(",\"version\":\"0.5.0\",\"sample_rate\":44100"), 96000, 96000},
        {AIDAX(""), 0, 48000},
        {AIDAX(",\"samplerate\":96000"), 0, 96000},
        {AIDAX(",\"samplerate\":\"96000\""), 0, 96000},
        {AIDAX(",\"metadata\":{\"samplerate\":\"44100\"}"), 0, 44100},
        {AIDAX(",\"metadata\":{\"samplerate\":88200}"), 0, 88200},
        {AIDAX(",\"metadata\":{\"samplerate\":88200},\"samplerate\":32000"), 0, 32000},
        {PROTEUS(""), 0, 44100},
        {PROTEUS(""), 48000, 48000},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldModelFile file = parse_at(cases[k].text, cases[k].said);
        CU_ASSERT_EQUAL(unfold_model_sample_rate(file.model), cases[k].rate);
        CU_ASSERT_EQUAL(file.warning_count,
                        file.format == UNFOLD_FORMAT_PROTEUS && cases[k].said == 0);
        unfold_model_file_clear(&file);
    }
}

static void what_is_odd_about_a_file_is_said(void)
{
    static const struct {
        const char *text, *word; /* NULL: nothing is odd */
    } cases[] = {
        {NAM(",\"version\":\"0.6.3\""), NULL},
        {NAM(",\"version\":\"0.7.0\""), NULL},
        {NAM(",\"version\":\"0.7.1\""), "0.7.1"},
        {PROTEUS(""), "44100 Hz is assumed"},
        {AIDAX(",\"input_batch\":[0,1],\"output_batch\":[13.9,27]"), "by up to 10"},
        {AIDAX(",\"input_batch\":[0],\"output_batch\":[23.899989]"), NULL},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldModelFile file = parse_at(cases[k].text, 0);
        CU_ASSERT_EQUAL(file.warning_count, cases[k].word != NULL);
        if (file.warning_count && cases[k].word)
            CU_ASSERT_PTR_NOT_NULL(strstr(file.warnings[0].text, cases[k].word));
        if (!cases[k].word && file.warning_count)
            printf("%s\n", file.warnings[0].text);
        unfold_model_file_clear(&file);
    }
}

static void expect_text(const UnfoldModelFile *file, const char *key, const char *text)
{
    const char *found = unfold_facts_text(file->facts, UNFOLD_METADATA, key);
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    CU_ASSERT_STRING_EQUAL(found, text);
}

static void expect_number(const UnfoldModelFile *file, const char *section,
                          const char *key, double value)
{
    double found = NAN;
    CU_ASSERT(unfold_facts_number(file->facts, section, key, &found));
    CU_ASSERT_EQUAL(found, value);
}

static void what_files_say_of_themselves_becomes_our_facts(void)
{
    UnfoldModelFile nam = parse_at(
        NAM(",\"version\":\"0.5.4\",\"metadata\":{\"name\":\"N\",\"modeled_by\":\"A\","
            "\"gear_make\":\"Make\",\"gear_model\":\"Model\",\"gear_type\":\"amp\","
            "\"tone_type\":null,\"loudness\":-12.5,\"gain\":0.25,\"input_level_dbu\":"
            "18.3,\"date\":{\"year\":2024,\"month\":1,\"day\":9,\"hour\":8,\"minute\":"
            "5,\"second\":3},\"mine\":[1],\"training\":{\"validation_esr\":0.01}}"),
        0);
    expect_text(&nam, "name", "N");
    expect_text(&nam, "author", "A");
    expect_text(&nam, "gear", "Make Model");
    expect_text(&nam, "gear_type", "amp");
    expect_text(&nam, "date", "2024-01-09 08:05:03");
    expect_number(&nam, UNFOLD_METADATA, "loudness", -12.5);
    expect_number(&nam, UNFOLD_METADATA, "input_level_dbu", 18.3);
    expect_number(&nam, UNFOLD_METADATA, "gain", 0.25);
    expect_number(&nam, UNFOLD_TRAINING, "esr_validation", 0.01);
    CU_ASSERT_PTR_NULL(unfold_facts_text(nam.facts, UNFOLD_METADATA, "modeled_by"));
    unfold_model_file_clear(&nam);
    UnfoldModelFile aidax =
        parse_at(AIDAX(",\"metadata\":{\"name\":\"N\",\"license\":\"L\",\"based\":\"G\""
                       ",\"style\":\"clean\",\"esr\":0.02,\"samplerate\":\"48000\"}"),
                 0);
    expect_text(&aidax, "name", "N");
    expect_text(&aidax, "licence", "L");
    expect_text(&aidax, "gear", "G");
    expect_text(&aidax, "style", "clean");
    expect_number(&aidax, UNFOLD_TRAINING, "esr_test", 0.02);
    CU_ASSERT_PTR_NULL(unfold_facts_text(aidax.facts, UNFOLD_METADATA, "samplerate"));
    unfold_model_file_clear(&aidax);
}

static void inputs_without_names_become_knobs_at_zero(void)
{
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(
        unfold_model_load(GOLDEN "proteus-rnn-knobs.json", &file, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL(file.knobs.count, 2);
    CU_ASSERT_STRING_EQUAL(file.knobs.list[0].name, "knob 1");
    CU_ASSERT_STRING_EQUAL(file.knobs.list[1].name, "knob 2");
    CU_ASSERT_EQUAL(file.knobs.list[1].value, 0);
    unfold_model_file_clear(&file);
}

static void a_said_rate_is_not_for_sequence_models(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_RNN, 2, 1);
    UnfoldModel *model = random_model(&shape, 0, 1);
    UnfoldModelFile file;
    UnfoldError error;
    CU_ASSERT_EQUAL(unfold_model_save(test_path("sequence.json"),
                                      &(UnfoldModelFile){.model = model}, NULL),
                    UNFOLD_OK);
    unfold_model_free(model);
    CU_ASSERT_EQUAL(
        unfold_model_load_at(test_path("sequence.json"), 48000, &file, &error),
        UNFOLD_UNSUPPORTED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "sequence"));
    CU_ASSERT_EQUAL(unfold_model_parse_at("{}", 2, 1e9, &file, &error),
                    UNFOLD_UNSUPPORTED);
}

static const Test tests[] = {
    {"each format plays as an independent script says",
     each_format_plays_as_an_independent_script_says},
    {"gates and biases come to their places", gates_and_biases_come_to_their_places},
    {"rates are found where files have them", rates_are_found_where_files_have_them},
    {"what is odd about a file is said", what_is_odd_about_a_file_is_said},
    {"what files say of themselves becomes our facts",
     what_files_say_of_themselves_becomes_our_facts},
    {"inputs without names become knobs at zero",
     inputs_without_names_become_knobs_at_zero},
    {"a said rate is not for sequence models", a_said_rate_is_not_for_sequence_models},
    {NULL, NULL}};

const Suite formats_suite = {"formats", tests};
