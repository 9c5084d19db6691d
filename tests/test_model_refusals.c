/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/edits.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <stdlib.h>
#include <string.h>

/* Our own format, spoiled. */

static char *saved(const UnfoldShape *shape, UnfoldReal first, size_t *size)
{
    const size_t count = unfold_shape_weights(shape);
    UnfoldReal *weights = malloc(count * sizeof *weights);
    UnfoldModel *model;
    fill_noise(weights, count, 1, 1);
    weights[0] = first;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(shape, 48000, weights, &model, NULL),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL(unfold_model_save(test_path("saved.json"),
                                      &(UnfoldModelFile){.model = model}, NULL),
                    UNFOLD_OK);
    unfold_model_free(model);
    free(weights);
    char *text = get_bytes(test_path("saved.json"), size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

static char *saved_text(size_t *size)
{
    const UnfoldShape small = effect_shape(UNFOLD_GRU, 2, 2);
    return saved(&small, 0.1f, size);
}

static char *saved_dense(size_t *size)
{
    UnfoldShape shape = effect_shape(UNFOLD_LSTM, 2, 1);
    shape.dense_count = 2;
    shape.dense[0] = (UnfoldDense){3, UNFOLD_RELU};
    shape.dense[1] = (UnfoldDense){2, UNFOLD_LINEAR};
    shape.gains = true;
    return saved(&shape, 0.1f, size);
}

static void refuse_edit(const char *from, const char *to, UnfoldStatus expected,
                        const char *word)
{
    size_t size;
    char *text = saved_text(&size);
    refuse_edited(text, size, from, to, expected, word);
    free(text);
}

static void a_text_cut_at_any_byte_is_refused(void)
{
    size_t size;
    char *text = saved_text(&size);
    refuse_cuts(text, size);
    free(text);
    text = saved_dense(&size);
    refuse_cuts(text, size);
    free(text);
}

static void any_changed_byte_is_refused_or_read_without_harm(void)
{
    size_t size;
    char *text = saved_text(&size);
    survive_changes(text, size);
    free(text);
    text = saved_dense(&size);
    survive_changes(text, size);
    free(text);
}

static void wrong_values_are_refused_by_name(void)
{
    refuse_edit("\"unfold\"", "\"folded\"", UNFOLD_BAD_FILE, "format");
    refuse_edit("\"version\": 1", "\"version\": 5", UNFOLD_UNSUPPORTED, "format 5");
    refuse_edit("\"version\": 1", "\"version\": 4", UNFOLD_BAD_FILE, "is format 1");
    refuse_edit("\"version\": 1", "\"version\": 0", UNFOLD_BAD_FILE, "version 0");
    refuse_edit("\"version\": 1", "\"version\": \"1\"", UNFOLD_BAD_FILE, "version");
    refuse_edit("\"effect\"", "\"toaster\"", UNFOLD_UNSUPPORTED, "toaster");
    refuse_edit("\"effect\"", "\"sequence\"", UNFOLD_BAD_FILE, "sample_rate");
    refuse_edit("48000", "0", UNFOLD_UNSUPPORTED, "sample_rate");
    refuse_edit("48000", "1e300", UNFOLD_UNSUPPORTED, "sample_rate");
    refuse_edit("48000", "\"48000\"", UNFOLD_BAD_FILE, "sample_rate");
    refuse_edit("\"gru\"", "\"tcn\"", UNFOLD_UNSUPPORTED, "tcn");
    refuse_edit("\"linear\"", "\"cubic\"", UNFOLD_UNSUPPORTED, "cubic");
    refuse_edit("\"every step\"", "\"now\"", UNFOLD_UNSUPPORTED, "now");
    refuse_edit("\"zero\"", "\"one\"", UNFOLD_UNSUPPORTED, "one");
    refuse_edit("\"hidden\": 2", "\"hidden\": 3", UNFOLD_BAD_FILE, "layer 1");
    refuse_edit("\"hidden\": 2", "\"hidden\": 0", UNFOLD_BAD_SHAPE, "hidden");
    refuse_edit("\"hidden\": 2", "\"hidden\": 100000", UNFOLD_BAD_SHAPE, "hidden");
    refuse_edit("\"hidden\": 2", "\"hidden\": 99999999999", UNFOLD_BAD_FILE, "hidden");
    refuse_edit("\"hidden\": 2", "\"hidden\": -2", UNFOLD_BAD_FILE, "hidden");
    refuse_edit("\"hidden\": 2", "\"hidden\": 2.5", UNFOLD_BAD_FILE, "hidden");
    refuse_edit("\"layers\": 2", "\"layers\": 9", UNFOLD_BAD_SHAPE, "layers");
    refuse_edit("\"layers\": 2", "\"layers\": 1", UNFOLD_UNSUPPORTED, "layer 2");
    refuse_edit("\"inputs\": 1", "\"inputs\": 4294967295", UNFOLD_BAD_SHAPE, "inputs");
    refuse_edit("\"skip\": 1", "\"skip\": 2", UNFOLD_BAD_SHAPE, "skip");
    refuse_edit("\"skip\": 1", "\"skip\": 1, \"gain\": 3", UNFOLD_UNSUPPORTED, "gain");
    refuse_edit("\"skip\": 1,", "", UNFOLD_BAD_FILE, "skip");
    refuse_edit("\"skip\": 1", "\"skip\": 1, \"skip\": 1", UNFOLD_BAD_FILE, "twice");
    refuse_edit("\"metadata\": {}", "\"metadata\": []", UNFOLD_BAD_FILE, "metadata");
    refuse_edit("\"training\": {}", "\"training\": 1", UNFOLD_BAD_FILE, "training");
}

static void wrong_weights_are_refused_by_place(void)
{
    refuse_edit("layer 1 bias", "layer 3 bias", UNFOLD_BAD_FILE, "layer 1 bias");
    refuse_edit("\"head bias\"", "\"extra\": [], \"head bias\"", UNFOLD_UNSUPPORTED,
                "extra");
    refuse_edit("[0.100000001,", "[NaN,", UNFOLD_BAD_FILE, "line");
    refuse_edit("[0.100000001,", "[null,", UNFOLD_BAD_FILE, "row 1, column 1");
    refuse_edit("[0.100000001,", "[\"0.1\",", UNFOLD_BAD_FILE, "row 1, column 1");
    refuse_edit("[0.100000001,", "[1e39,", UNFOLD_NOT_FINITE, "layer 1 input");
    refuse_edit("[0.100000001,", "[1e999,", UNFOLD_BAD_FILE, "too large");
    refuse_edit("[0.100000001,", "[99999999999999999999,", UNFOLD_BAD_FILE,
                "too large");
    refuse_edit("[0.100000001,", "[", UNFOLD_BAD_FILE, "5 columns instead of 6");
    refuse_edit("[0.100000001,", "[1, 1,", UNFOLD_BAD_FILE, "7 columns instead of 6");
    refuse_edit("[0.100000001,", "[[1],", UNFOLD_BAD_FILE, "row 1, column 1");
    refuse_edit("[0.100000001,", "[01,", UNFOLD_BAD_FILE, "line");
    refuse_edit("[0.100000001,", "[+1,", UNFOLD_BAD_FILE, "line");
    refuse_edit("[0.100000001,", "[.1,", UNFOLD_BAD_FILE, "line");
    refuse_edit("[0.100000001,", "[1.,", UNFOLD_BAD_FILE, "line");
    refuse_edit("[0.100000001,", "[0x1,", UNFOLD_BAD_FILE, "line");
    refuse_edit("\"head bias\": [", "\"head bias\": [[1],", UNFOLD_BAD_FILE,
                "2 rows instead of 1");
}

static void wrong_dense_layers_and_gains_are_refused(void)
{
    static const struct {
        const char *from, *to;
        UnfoldStatus expected;
        const char *word;
    } edits[] = {
        {"\"version\": 3", "\"version\": 2", UNFOLD_BAD_FILE, "format 3"},
        {"\"version\": 3", "\"version\": 1", UNFOLD_BAD_FILE, "format 3"},
        {"\"units\": 3", "\"units\": 4", UNFOLD_BAD_FILE, "dense 1"},
        {"\"units\": 3", "\"units\": 0", UNFOLD_BAD_SHAPE, "dense layer is 0"},
        {"\"units\": 3", "\"units\": 513", UNFOLD_BAD_SHAPE, "dense layer is 513"},
        {"\"units\": 3", "\"units\": -3", UNFOLD_BAD_FILE, "number 1: 'units'"},
        {"\"units\": 3", "\"units\": 3.5", UNFOLD_BAD_FILE, "number 1: 'units'"},
        {"\"units\": 3, ", "", UNFOLD_BAD_FILE, "number 1: the key 'units'"},
        {"\"units\": 3", "\"units\": 3, \"bias\": 0", UNFOLD_UNSUPPORTED, "'bias'"},
        {"\"relu\"", "\"cubic\"", UNFOLD_UNSUPPORTED, "'activation' is unknown"},
        {"\"relu\"", "\"softmax\"", UNFOLD_BAD_SHAPE, "that only a head has"},
        {"\"relu\"", "7", UNFOLD_BAD_FILE, "number 1: 'activation'"},
        {"\"dense\": [", "\"dense\": [3, ", UNFOLD_BAD_FILE, "number 1: is not an obj"},
        {"\"dense\": [", "\"dense\": {}, \"x\": [", UNFOLD_UNSUPPORTED, "'x'"},
        {"\"dense\": [",
         "\"dense\": [{\"units\": 1, \"activation\": \"relu\"}, {\"units\": 1, "
         "\"activation\": \"relu\"}, {\"units\": 1, \"activation\": \"relu\"}, ",
         UNFOLD_UNSUPPORTED, "not a list of 1 to 4"},
        {"\"dense 2 bias\"", "\"dense 3 bias\"", UNFOLD_BAD_FILE, "'dense 2 bias'"},
        {"\"gains\"", "\"gain\"", UNFOLD_UNSUPPORTED, "'gain'"},
        {"\"gains\": [", "\"gains\": [[1], ", UNFOLD_BAD_FILE, "2 rows instead of 1"},
        {"\"gains\": [\n      [", "\"gains\": [\n      [1, ", UNFOLD_BAD_FILE,
         "3 columns instead of 2"},
    };
    size_t size;
    char *text = saved_dense(&size);
    for (size_t k = 0; k < sizeof edits / sizeof *edits; ++k)
        refuse_edited(text, size, edits[k].from, edits[k].to, edits[k].expected,
                      edits[k].word);
    free(text);
}

static void a_text_after_the_end_is_refused(void)
{
    size_t size;
    char *text = saved_text(&size);
    UnfoldError error;
    text[size - 1] = 'x';
    CU_ASSERT_EQUAL(parse_text(text, size, &error), UNFOLD_BAD_FILE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "after the end"));
    free(text);
}

static const Test tests[] = {
    {"a text cut at any byte is refused", a_text_cut_at_any_byte_is_refused},
    {"any changed byte is refused or read without harm",
     any_changed_byte_is_refused_or_read_without_harm},
    {"wrong values are refused by name", wrong_values_are_refused_by_name},
    {"wrong weights are refused by place", wrong_weights_are_refused_by_place},
    {"wrong dense layers and gains are refused",
     wrong_dense_layers_and_gains_are_refused},
    {"a text after the end is refused", a_text_after_the_end_is_refused},
    {NULL, NULL}};

const Suite model_refusals_suite = {"model_refusals", tests};
