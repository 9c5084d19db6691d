/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/allocations.h"
#include "tests/support/edits.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The field's formats, spoiled. */
#define GOLDEN "tests/golden/formats/"

static const char *const files[] = {
    GOLDEN "nam-1x3-state.nam", GOLDEN "aidax-lstm.json",
    GOLDEN "aidax-gru-gains-knobs.json", GOLDEN "proteus-lstm.json",
    GOLDEN "proteus-gru-stack.json"};
#define FILES (sizeof files / sizeof *files)

static char *read_golden(const char *path, size_t *size)
{
    char *text = get_bytes(path, size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

static void a_text_cut_at_any_byte_is_refused(void)
{
    for (size_t k = 0; k < FILES; ++k) {
        size_t size;
        char *text = read_golden(files[k], &size);
        refuse_cuts(text, size);
        free(text);
    }
}

static void any_changed_byte_is_refused_or_read_without_harm(void)
{
    for (size_t k = 0; k < FILES; ++k) {
        size_t size;
        char *text = read_golden(files[k], &size);
        survive_changes(text, size);
        free(text);
    }
}

static bool is_among(const char *key, const char *const *keys)
{
    while (*keys && strcmp(*keys, key) != 0)
        ++keys;
    return *keys;
}

static void refuse_tree(const json_t *root, const char *key, const char *what)
{
    char *text = json_dumps(root, 0);
    UnfoldError error;
    if (parse_text(text, strlen(text), &error) == UNFOLD_OK)
        printf("accepted: '%s' %s\n", key, what);
    CU_ASSERT(strlen(error.text) > 10);
    free(text);
}

/* Take each member away, rename it, and give it wrong values. */
static void damage_members(json_t *root, json_t *object)
{
    static const char *const optional[] = {"in_skip",     "in_gain",    "out_gain",
                                           "sample_rate", "samplerate", NULL};
    static const char *const spoiled[] = {"null", "\"x\"", "[]", "true", "{}"};
    const char *kind = json_string_value(json_object_get(object, "type"));
    const bool recurrent = kind && strcmp(kind, "dense") != 0;
    for (size_t at = 0; at < json_object_size(object); ++at) {
        void *member = json_object_iter(object);
        for (size_t k = 0; k < at; ++k)
            member = json_object_iter_next(object, member);
        char key[64];
        snprintf(key, sizeof key, "%s", json_object_iter_key(member));
        json_t *value = json_incref(json_object_iter_value(member));
        if (!strcmp(key, "metadata") || (recurrent && !strcmp(key, "activation"))) {
            json_decref(value);
            continue;
        }
        for (size_t k = 0; k < 5; ++k) {
            json_t *wrong = json_loads(spoiled[k], JSON_DECODE_ANY, NULL);
            json_object_set_new(object, key, wrong);
            if (!(json_is_null(wrong) && !strcmp(key, "sample_rate")) &&
                !(json_is_null(wrong) && !strcmp(key, "samplerate")) &&
                !(json_is_true(wrong) && !strcmp(key, "bias_fl")))
                refuse_tree(root, key, spoiled[k]);
        }
        json_object_set(object, key, value);
        json_t *whole = json_copy(object);
        json_object_del(object, key);
        if (!is_among(key, optional))
            refuse_tree(root, key, "taken away");
        char renamed[72];
        snprintf(renamed, sizeof renamed, "%sx", key);
        json_object_set(object, renamed, value);
        refuse_tree(root, key, "renamed");
        json_object_clear(object);
        json_object_update(object, whole);
        json_decref(whole);
        if (json_is_object(value))
            damage_members(root, value);
        for (size_t k = 0; k < json_array_size(value); ++k)
            if (json_is_object(json_array_get(value, k)))
                damage_members(root, json_array_get(value, k));
        json_decref(value);
    }
}

static void each_damaged_key_is_refused(void)
{
    for (size_t k = 0; k < FILES; ++k) {
        json_t *root = json_load_file(files[k], 0, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL(root);
        damage_members(root, root);
        json_decref(root);
    }
}

static void wrong_values_are_refused_by_name(void)
{
    static const struct {
        size_t file;
        const char *from, *to;
        UnfoldStatus expected;
        const char *word;
    } edits[] = {
        {0, "LSTM", "ConvNet", UNFOLD_UNSUPPORTED, "'ConvNet', which is no recurrent"},
        {0, "0.5.4", "0.4.9", UNFOLD_UNSUPPORTED, "'version' is 0.4.9"},
        {0, "0.5.4", "0.8.0", UNFOLD_UNSUPPORTED, "'version' is 0.8.0"},
        {0, "0.5.4", "1.5.4", UNFOLD_UNSUPPORTED, "'version' is 1.5.4"},
        {0, "0.5.4", "0.5", UNFOLD_BAD_FILE, "'version' is '0.5'"},
        {0, "0.5.4", "0.5.4b", UNFOLD_BAD_FILE, "'0.5.4b', not three numbers"},
        {0, "0.5.4", "99999999999.5.4", UNFOLD_BAD_FILE, "not three numbers"},
        {0, "hidden_size\":3", "hidden_size\":513", UNFOLD_UNSUPPORTED,
         "'hidden_size' is 513, not 1 to 512"},
        {0, "hidden_size\":3", "hidden_size\":4", UNFOLD_BAD_FILE,
         "'weights' has 70 numbers instead of 109"},
        {0, "num_layers\":1", "num_layers\":99", UNFOLD_UNSUPPORTED,
         "'num_layers' is 99"},
        {0, "input_size\":1", "input_size\":1,\"in_channels\":2", UNFOLD_UNSUPPORTED,
         "'in_channels' is 2, not 1 to 1"},
        {0, "input_size\":1", "input_size\":1,\"gate\":2", UNFOLD_UNSUPPORTED,
         "'gate' in 'config'"},
        {0, "44100", "0", UNFOLD_UNSUPPORTED, "'sample_rate' is 0"},
        {0, "44100", "-44100", UNFOLD_UNSUPPORTED, "'sample_rate' is -44100"},
        {0, "\"weights\":[", "\"weights\":[1e39,", UNFOLD_BAD_FILE, "71 numbers"},
        {1, "\"lstm\"", "\"conv1d\"", UNFOLD_UNSUPPORTED,
         "number 1: 'type' is 'conv1d', which is not supported"},
        {1, "\"lstm\"", "\"batchnorm\"", UNFOLD_UNSUPPORTED, "'batchnorm'"},
        {1, "\"lstm\"", "\"prelu\"", UNFOLD_UNSUPPORTED, "'prelu'"},
        {1, "\"lstm\"", "\"gru\"", UNFOLD_BAD_FILE, "number 1: 'kernel', row 1"},
        {1, "\"lstm\"", "\"dense\"", UNFOLD_UNSUPPORTED,
         "number 1: a dense layer before a recurrent one"},
        {1, "\"dense\",\"activation\":\"\"", "\"dense\",\"activation\":\"swish\"",
         UNFOLD_UNSUPPORTED, "'activation' is unknown: 'swish'"},
        {1, "null,5", "null,6", UNFOLD_BAD_FILE, "number 1: 'kernel', row 1: 20"},
        {1, "null,5", "null,0", UNFOLD_UNSUPPORTED, "number 1: 'shape' ends with 0"},
        {1, "null,5", "null,999", UNFOLD_UNSUPPORTED, "'shape' ends with 999"},
        {1, "\"in_skip\":1", "\"in_skip\":2", UNFOLD_UNSUPPORTED, "'in_skip' is 2"},
        {1, "\"in_skip\":1", "\"in_skip\":1,\"delay\":3", UNFOLD_UNSUPPORTED,
         "'delay'"},
        {1, "\"44100\"", "\"44.1 kHz\"", UNFOLD_BAD_FILE, "'44.1 kHz', not a rate"},
        {1, "\"input_batch\":[", "\"input_batch\":[1,", UNFOLD_BAD_FILE,
         "'input_batch' has 25 numbers"},
        {2, "[null,null,3]", "[null,null,99]", UNFOLD_UNSUPPORTED,
         "'in_shape' ends with 99"},
        {2, "[null,null,3]", "[null,null,2]", UNFOLD_BAD_FILE, "3 rows instead of 2"},
        {2, "6.25", "500", UNFOLD_UNSUPPORTED, "'out_gain' is 500"},
        {3, "SimpleRNN", "RecNet", UNFOLD_UNSUPPORTED, "'model' is 'RecNet'"},
        {3, "LSTM", "CfC", UNFOLD_UNSUPPORTED, "'unit_type' is unknown: 'CfC'"},
        {3, "LSTM", "GRU", UNFOLD_BAD_FILE, "'rec.weight_ih_l0' has 20 rows"},
        {3, "\"skip\":1", "\"skip\":2", UNFOLD_UNSUPPORTED, "'skip' is 2, not 0 to 1"},
        {3, "\"num_layers\":1", "\"num_layers\":2", UNFOLD_BAD_FILE,
         "'rec.weight_ih_l1' are missing"},
        {3, "\"bias_fl\":true", "\"bias_fl\":false", UNFOLD_UNSUPPORTED,
         "'lin.bias' in 'state_dict'"},
        {4, "\"num_layers\":2", "\"num_layers\":1", UNFOLD_UNSUPPORTED, "l1'"},
        {4, "\"input_size\":1", "\"input_size\":12", UNFOLD_UNSUPPORTED,
         "'input_size' is 12, not 1 to 9"},
    };
    for (size_t k = 0; k < sizeof edits / sizeof *edits; ++k) {
        size_t size;
        char *text = read_golden(files[edits[k].file], &size);
        refuse_edited(text, size, edits[k].from, edits[k].to, edits[k].expected,
                      edits[k].word);
        free(text);
    }
}

static void chains_that_cannot_be_played_are_refused(void)
{
    static const struct {
        const char *from, *to, *word;
    } edits[] = {
        {"\"activation\":\"relu\"", "\"activation\":\"what\"", "unknown: 'what'"},
        {"\"activation\":\"elu\"", "\"activation\":\"softmax\"", "only a head has"},
        {"{\"type\":\"activation\",\"activation\":\"relu\"",
         "{\"type\":\"activation\",\"activation\":\"elu\"},{\"type\":\"activation\","
         "\"activation\":\"relu\"",
         "number 7: an activation after another"},
        {"{\"type\":\"time-distributed-dense\"",
         "{\"type\":\"activation\",\"activation\":\"relu\"},{\"type\":\"dense\"",
         "number 4: an activation that follows no dense layer"},
        {"\"type\":\"time-distributed-dense\"", "\"type\":\"gru\"",
         "number 4: a mix of gru and lstm"},
    };
    size_t size;
    char *text = read_golden(GOLDEN "aidax-stack-dense.json", &size);
    for (size_t k = 0; k < sizeof edits / sizeof *edits; ++k)
        refuse_edited(text, size, edits[k].from, edits[k].to,
                      strstr(edits[k].word, "head") ? UNFOLD_BAD_SHAPE
                                                    : UNFOLD_UNSUPPORTED,
                      edits[k].word);
    free(text);
}

static void what_is_no_model_at_all_is_refused(void)
{
    static const char *const texts[] = {
        "{}",
        "{\"name\":1}",
        "{\"layers\":[]}",
        "{\"in_shape\":[1],\"layers\":[]}",
        "{\"model_data\":{}}",
        "{\"state_dict\":{}}",
        "{\"architecture\":\"LSTM\"}",
        "{\"architecture\":\"SlimmableContainer\",\"version\":\"0.9.0\"}",
        "{\"model_data\":{\"model\":\"RecNet\"},\"blocks\":{}}"};
    UnfoldError error;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; ++k) {
        CU_ASSERT_NOT_EQUAL(parse_text(texts[k], strlen(texts[k]), &error), UNFOLD_OK);
        CU_ASSERT(strlen(error.text) > 10);
    }
    parse_text(texts[7], strlen(texts[7]), &error);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "'SlimmableContainer'"));
    parse_text(texts[8], strlen(texts[8]), &error);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "'RecNet'"));
}

static void each_failed_allocation_while_loading_is_an_error(void)
{
    for (size_t k = 0; k < FILES; ++k)
        CU_ASSERT(fail_each_allocation_of_loading(files[k]) > 50);
}

/* rows arrays of cols zeros */
static void put_rows(FILE *file, int rows, int cols)
{
    for (int row = 0; row < rows; ++row)
        for (int col = 0; col < cols; ++col)
            fprintf(file, "%s0%s",
                    col   ? ","
                    : row ? ",["
                          : "[[",
                    col + 1 < cols   ? ""
                    : row + 1 < rows ? "]"
                                     : "]]");
}

/* One wide layer, to which seven narrow ones are padded. */
static void a_small_file_takes_little_memory(void)
{
    FILE *out = fopen(test_path("wide.json"), "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs("{\"in_shape\":[1],\"layers\":[", out);
    for (int l = 0, n = 1; l < 8; ++l) {
        const int h = l == 7 ? 330 : 1;
        fprintf(out, "{\"type\":\"lstm\",\"shape\":[%d],\"weights\":[", h);
        put_rows(out, n, 4 * h);
        fputc(',', out);
        put_rows(out, h, 4 * h);
        fputs(",[0", out);
        for (int k = 1; k < 4 * h; ++k)
            fputs(",0", out);
        fputs("]]},", out);
        n = h;
    }
    fputs("{\"type\":\"dense\",\"activation\":\"\",\"shape\":[1],\"weights\":[", out);
    put_rows(out, 330, 1);
    fputs("]}]}", out);
    CU_ASSERT(ftell(out) < 1 << 20);
    fclose(out);
    UnfoldModelFile file;
    watch_jansson();
    allocations_reset();
    CU_ASSERT_EQUAL(unfold_model_load(test_path("wide.json"), &file, NULL), UNFOLD_OK);
    CU_ASSERT(allocations_largest() < (size_t)64 << 20);
    unfold_model_file_clear(&file);
    /* What says more than it holds is refused before it takes anything. */
    static const char huge[] =
        "{\"version\":\"0.5.4\",\"architecture\":\"LSTM\",\"config\":"
        "{\"input_size\":4096,\"hidden_size\":512,\"num_layers\":"
        "8},\"weights\":[]}";
    UnfoldError error;
    allocations_reset();
    CU_ASSERT_EQUAL(parse_text(huge, strlen(huge), &error), UNFOLD_BAD_FILE);
    CU_ASSERT(allocations_largest() < 1 << 20);
    allocations_reset();
}

static const Test tests[] = {
    {"a text cut at any byte is refused", a_text_cut_at_any_byte_is_refused},
    {"any changed byte is refused or read without harm",
     any_changed_byte_is_refused_or_read_without_harm},
    {"each damaged key is refused", each_damaged_key_is_refused},
    {"wrong values are refused by name", wrong_values_are_refused_by_name},
    {"chains that cannot be played are refused",
     chains_that_cannot_be_played_are_refused},
    {"what is no model at all is refused", what_is_no_model_at_all_is_refused},
    {"each failed allocation while loading is an error",
     each_failed_allocation_while_loading_is_an_error},
    {"a small file takes little memory", a_small_file_takes_little_memory},
    {NULL, NULL}};

const Suite formats_refusals_suite = {"formats_refusals", tests};
