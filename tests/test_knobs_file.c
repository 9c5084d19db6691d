/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/read.h"
#include "tests/support/allocations.h"
#include "tests/support/edits.h"
#include "tests/support/knobs.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text that saving these knobs gives; ended by NUL, released with free. */
static char *saved_text(const UnfoldModelFile *file, size_t *size)
{
    const char *path = test_path("knobs.json");
    char *text = NULL;
    CU_ASSERT_EQUAL_FATAL(unfold_model_save(path, file, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_read_bytes(path, 1 << 20, &text, size, NULL),
                          UNFOLD_OK);
    char *ended = realloc(text, *size + 1);
    ended[*size] = '\0';
    return ended;
}

static void knobs_come_back_with_the_same_bytes(void)
{
    for (size_t count = 1; count <= UNFOLD_MAX_KNOBS; ++count) {
        UnfoldModelFile file = knob_model(UNFOLD_GRU, count, 1), back;
        size_t size, again_size;
        char *text = saved_text(&file, &size), *again;
        CU_ASSERT_EQUAL_FATAL(unfold_model_parse(text, size, &back, NULL), UNFOLD_OK);
        CU_ASSERT_EQUAL_FATAL(back.knobs.count, count);
        for (size_t k = 0; k < count; ++k) {
            CU_ASSERT_STRING_EQUAL(back.knobs.list[k].name, file.knobs.list[k].name);
            CU_ASSERT_EQUAL(back.knobs.list[k].value, file.knobs.list[k].value);
        }
        again = saved_text(&back, &again_size);
        CU_ASSERT_STRING_EQUAL(again, text);
        free(again);
        free(text);
        unfold_model_file_clear(&file);
        unfold_model_file_clear(&back);
        CU_ASSERT_EQUAL(back.knobs.count, 0);
    }
}

static void a_file_with_knobs_is_of_version_2_and_can_be_read(void)
{
    UnfoldModelFile file = knob_model(UNFOLD_GRU, 2, 1);
    size_t size;
    char *text = saved_text(&file, &size);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"version\": 2,\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"knobs\": [\n"
                                        "    {\"name\": \"gain\", \"default\": 0.3},\n"
                                        "    {\"name\": \"tone\", \"default\": 0.75}\n"
                                        "  ],\n"));
    free(text);
    unfold_model_file_clear(&file);
}

static void a_file_without_knobs_is_of_version_1_whatever_its_inputs(void)
{
    UnfoldShape shape = effect_shape(UNFOLD_GRU, 8, 1);
    for (shape.inputs = 1; shape.inputs <= 3; ++shape.inputs) {
        UnfoldModelFile file = {.model = random_model(&shape, 48000, 1)}, back;
        size_t size;
        char *text = saved_text(&file, &size);
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"version\": 1,\n"));
        CU_ASSERT_PTR_NULL(strstr(text, "knobs"));
        CU_ASSERT_EQUAL(unfold_model_parse(text, size, &back, NULL), UNFOLD_OK);
        CU_ASSERT_EQUAL(back.knobs.count, 0);
        free(text);
        unfold_model_file_clear(&file);
        unfold_model_file_clear(&back);
    }
}

/* A file of two knobs with the first `from` replaced by `to` is refused by `word`. */
static void refuse_edit(const char *from, const char *to, UnfoldStatus expected,
                        const char *word)
{
    UnfoldModelFile file = knob_model(UNFOLD_GRU, 2, 1);
    size_t size;
    char *text = saved_text(&file, &size);
    refuse_edited(text, size, from, to, expected, word);
    free(text);
    unfold_model_file_clear(&file);
}

#define LIST                                                                           \
    "[\n    {\"name\": \"gain\", \"default\": 0.3},\n"                                 \
    "    {\"name\": \"tone\", \"default\": 0.75}\n  ]"
#define KNOB(name) "{\"name\": \"" name "\", \"default\": 0}"

static void wrong_names_are_refused(void)
{
    static const struct {
        const char *name, *word;
    } wrong[] = {
        {"", "is empty"},       {"tone", "'tone' comes twice"},
        {"a=b", "'='"},         {"a,b", "','"},
        {" gain", "space"},     {"gain ", "space"},
        {"a\\nb", "control"},   {"\\u007f", "control"},
        {"\\u0085", "control"}, {"abcdefghijklmnopqrstuvwxyz123456", "longer than 31"},
        {"\xff", "UTF-8"},      {"\\u0000", "escape"}};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; ++k)
        refuse_edit("gain", wrong[k].name, UNFOLD_BAD_FILE, wrong[k].word);
    refuse_edit("\"gain\"", "7", UNFOLD_BAD_FILE, "'knobs', number 1: 'name'");
    refuse_edit("\"name\": \"tone\", ", "", UNFOLD_BAD_FILE,
                "'knobs', number 2: the key 'name' is missing");
}

static void wrong_defaults_are_refused(void)
{
    refuse_edit("0.75", "1.01", UNFOLD_BAD_FILE, "'knobs', number 2: the knob 'tone'");
    refuse_edit("0.75", "1e300", UNFOLD_BAD_FILE, "not 0 to 1");
    refuse_edit("0.75", "-0.1", UNFOLD_BAD_FILE, "-0.1, not 0 to 1");
    refuse_edit("0.75", "\"1\"", UNFOLD_BAD_FILE, "'default' is not a number");
    refuse_edit("0.75", "null", UNFOLD_BAD_FILE, "'default' is not a number");
    refuse_edit(", \"default\": 0.75", "", UNFOLD_BAD_FILE,
                "the key 'default' is missing");
}

static void wrong_lists_are_refused(void)
{
    refuse_edit(LIST, "[]", UNFOLD_BAD_FILE, "'knobs'");
    refuse_edit(LIST, "{}", UNFOLD_BAD_FILE, "'knobs'");
    refuse_edit(LIST, "null", UNFOLD_BAD_FILE, "'knobs'");
    refuse_edit(LIST, "[1, 2]", UNFOLD_BAD_FILE, "number 1: is not an object");
    refuse_edit(LIST, "[" KNOB("one") "]", UNFOLD_BAD_FILE, "1 'knobs' for 3 'inputs'");
    refuse_edit(LIST, "[" KNOB("1") "," KNOB("2") "," KNOB("3") "]", UNFOLD_BAD_FILE,
                "3 'knobs' for 3 'inputs'");
    refuse_edit(LIST,
                "[" KNOB("1") "," KNOB("2") "," KNOB("3") "," KNOB("4") "," KNOB(
                    "5") "," KNOB("6") "," KNOB("7") "," KNOB("8") "," KNOB("9") "]",
                UNFOLD_UNSUPPORTED, "more than 8 knobs");
    refuse_edit("\"default\": 0.3", "\"default\": 0.3, \"unit\": \"dB\"",
                UNFOLD_UNSUPPORTED, "'unit'");
    refuse_edit("\"version\": 2", "\"version\": 1", UNFOLD_BAD_FILE,
                "what it holds is format 2");
    refuse_edit("  \"knobs\": " LIST ",\n", "", UNFOLD_BAD_FILE,
                "what it holds is format 1");
    refuse_edit("\"effect\",\n  \"sample_rate\": 48000", "\"sequence\"",
                UNFOLD_BAD_FILE, "sequence model has no 'knobs'");
}

static void a_text_cut_or_changed_at_any_byte_does_no_harm(void)
{
    UnfoldModelFile file = knob_model(UNFOLD_RNN, 2, 1);
    size_t size;
    char *text = saved_text(&file, &size);
    refuse_cuts(text, size);
    survive_changes(text, size);
    free(text);
    unfold_model_file_clear(&file);
}

static void wrong_knobs_are_not_saved(void)
{
    UnfoldError error = {""};
    const char *path = test_path("unwritten.json");
    UnfoldModelFile good = knob_model(UNFOLD_GRU, 2, 1), file = good, back;
    file.knobs.list[1].value = NAN;
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, &error), UNFOLD_BAD_FILE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "'tone'"));
    file = good;
    strcpy(file.knobs.list[1].name, "gain");
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, &error), UNFOLD_BAD_FILE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "twice"));
    file = good;
    file.knobs.count = 1;
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, &error), UNFOLD_BAD_FILE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "1 'knobs' for 3 'inputs'"));
    CU_ASSERT_EQUAL(unfold_model_load(path, &back, NULL), UNFOLD_CANNOT_READ);
    unfold_model_file_clear(&good);
}

static void each_failed_allocation_is_an_error(void)
{
    UnfoldModelFile file = knob_model(UNFOLD_GRU, 2, 1), back;
    const char *path = test_path("memory.json");
    UnfoldError error;
    UnfoldStatus status = UNFOLD_NO_MEMORY;
    watch_jansson();
    for (size_t n = 0; status; ++n) {
        allocations_reset();
        allocations_fail_at(n, 1);
        status = unfold_model_save(path, &file, &error);
        CU_ASSERT(status == UNFOLD_OK || status == UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    status = UNFOLD_NO_MEMORY;
    for (size_t n = 0; status; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        status = unfold_model_load(path, &back, &error);
        CU_ASSERT(status == UNFOLD_OK || status == UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(back.knobs.count, status ? 0 : 2);
        unfold_model_file_clear(&back);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
    unfold_model_file_clear(&file);
}

static const Test tests[] = {
    {"knobs come back with the same bytes", knobs_come_back_with_the_same_bytes},
    {"a file with knobs is of version 2 and can be read",
     a_file_with_knobs_is_of_version_2_and_can_be_read},
    {"a file without knobs is of version 1, whatever its inputs",
     a_file_without_knobs_is_of_version_1_whatever_its_inputs},
    {"wrong names are refused", wrong_names_are_refused},
    {"wrong defaults are refused", wrong_defaults_are_refused},
    {"wrong lists are refused", wrong_lists_are_refused},
    {"a text cut or changed at any byte does no harm",
     a_text_cut_or_changed_at_any_byte_does_no_harm},
    {"wrong knobs are not saved", wrong_knobs_are_not_saved},
    {"each failed allocation is an error", each_failed_allocation_is_an_error},
    {NULL, NULL}};

const Suite knobs_file_suite = {"knobs_file", tests};
