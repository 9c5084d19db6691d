/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/facts.h"
#include "file/model_file.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const UnfoldShape shape = {
    .cell = UNFOLD_RNN, .inputs = 1, .hidden = 1, .layers = 1, .outputs = 1};

static void save_with(const char *path, UnfoldFacts *facts)
{
    const UnfoldReal weights[16] = {0};
    UnfoldModel *model;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, 48000, weights, &model, NULL),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL(unfold_model_save(
                        path, &(UnfoldModelFile){.model = model, .facts = facts}, NULL),
                    UNFOLD_OK);
    unfold_model_free(model);
}

static void facts_come_back_exactly(void)
{
    static const double numbers[] = {0,       42,    -1.5,   0.1,
                                     1.0 / 3, 1e300, 5e-324, 1e15 + 1};
    UnfoldFacts *facts = unfold_facts_new();
    CU_ASSERT_EQUAL(unfold_facts_set_text(facts, UNFOLD_METADATA, "name",
                                          "\"Gr\xc3\xbcn\"\n\\ and\ttabs"),
                    UNFOLD_OK);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; ++k) {
        const char key[] = {(char)('a' + k), '\0'};
        CU_ASSERT_EQUAL(
            unfold_facts_set_number(facts, UNFOLD_TRAINING, key, numbers[k]),
            UNFOLD_OK);
    }
    save_with(test_path("facts.json"), facts);
    unfold_facts_free(facts);
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(test_path("facts.json"), &file, NULL),
                          UNFOLD_OK);
    CU_ASSERT_STRING_EQUAL(unfold_facts_text(file.facts, UNFOLD_METADATA, "name"),
                           "\"Gr\xc3\xbcn\"\n\\ and\ttabs");
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; ++k) {
        const char key[] = {(char)('a' + k), '\0'};
        double value = NAN;
        CU_ASSERT(unfold_facts_number(file.facts, UNFOLD_TRAINING, key, &value));
        CU_ASSERT_EQUAL(value, numbers[k]);
    }
    unfold_model_file_clear(&file);
}

static void unknown_keys_survive_load_and_save(void)
{
    UnfoldFacts *facts = unfold_facts_new();
    unfold_facts_set_text(facts, UNFOLD_METADATA, "name", "MARK");
    save_with(test_path("unknown.json"), facts);
    unfold_facts_free(facts);
    /* Put a value of every type where the name was. */
    FILE *in = fopen(test_path("unknown.json"), "rb");
    char text[4096] = "", edited[8192];
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    text[fread(text, 1, sizeof text - 1, in)] = '\0';
    fclose(in);
    char *mark = strstr(text, "\"MARK\"");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mark);
    *mark = '\0';
    snprintf(edited, sizeof edited,
             "%s{\"deep\": [1, 0.1, 0.30000000000000004, true, null, \"x\"]}%s", text,
             mark + 6);
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(unfold_model_parse(edited, strlen(edited), &file, NULL),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL(unfold_model_save(test_path("unknown.json"), &file, NULL),
                    UNFOLD_OK);
    unfold_model_file_clear(&file);
    in = fopen(test_path("unknown.json"), "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    text[fread(text, 1, sizeof text - 1, in)] = '\0';
    fclose(in);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "0.30000000000000004, true, null, \"x\"]}"));
}

static void missing_and_mistyped_facts_are_none(void)
{
    double value;
    UnfoldFacts *facts = unfold_facts_new();
    unfold_facts_set_number(facts, UNFOLD_TRAINING, "seed", 7);
    unfold_facts_set_text(facts, UNFOLD_TRAINING, "wet", "wet.wav");
    CU_ASSERT_PTR_NULL(unfold_facts_text(facts, UNFOLD_TRAINING, "seed"));
    CU_ASSERT_PTR_NULL(unfold_facts_text(facts, UNFOLD_METADATA, "wet"));
    CU_ASSERT_FALSE(unfold_facts_number(facts, UNFOLD_TRAINING, "wet", &value));
    CU_ASSERT_PTR_NULL(unfold_facts_text(NULL, UNFOLD_METADATA, "name"));
    CU_ASSERT_FALSE(unfold_facts_number(NULL, UNFOLD_TRAINING, "seed", &value));
    unfold_facts_free(facts);
    unfold_facts_free(NULL);
}

static void wrong_facts_are_refused_and_change_nothing(void)
{
    UnfoldFacts *facts = unfold_facts_new();
    unfold_facts_set_text(facts, UNFOLD_METADATA, "name", "old");
    CU_ASSERT_EQUAL(unfold_facts_set_text(facts, UNFOLD_METADATA, "name", "\xff"),
                    UNFOLD_BAD_DATA);
    CU_ASSERT_EQUAL(unfold_facts_set_number(facts, UNFOLD_METADATA, "name", NAN),
                    UNFOLD_NOT_FINITE);
    CU_ASSERT_EQUAL(unfold_facts_set_number(facts, UNFOLD_METADATA, "name", INFINITY),
                    UNFOLD_NOT_FINITE);
    CU_ASSERT_STRING_EQUAL(unfold_facts_text(facts, UNFOLD_METADATA, "name"), "old");
    unfold_facts_free(facts);
}

static void collect(void *context, const char *key, const char *text)
{
    char *all = context;
    const size_t used = strlen(all);
    snprintf(all + used, 512 - used, "%s=%s;", key, text);
}

static void facts_are_visited_in_the_order_they_were_set(void)
{
    char all[512] = "";
    UnfoldFacts *facts = unfold_facts_new();
    unfold_facts_set_text(facts, UNFOLD_TRAINING, "z", "last letter");
    unfold_facts_set_number(facts, UNFOLD_TRAINING, "esr", 0.0123456789);
    unfold_facts_set_number(facts, UNFOLD_TRAINING, "a", 3);
    unfold_facts_set_text(facts, UNFOLD_TRAINING, "z", "first");
    unfold_facts_visit(facts, UNFOLD_TRAINING, collect, all);
    CU_ASSERT_STRING_EQUAL(all, "z=first;esr=0.0123457;a=3;");
    unfold_facts_visit(NULL, UNFOLD_TRAINING, collect, all);
    unfold_facts_free(facts);
}

static void each_failed_allocation_is_an_error(void)
{
    watch_jansson();
    for (size_t n = 0; n < 12; ++n) {
        allocations_reset();
        allocations_fail_at(n, 1);
        UnfoldFacts *facts = unfold_facts_new();
        if (facts) {
            const UnfoldStatus text =
                unfold_facts_set_text(facts, UNFOLD_METADATA, "name", "text");
            const UnfoldStatus number =
                unfold_facts_set_number(facts, UNFOLD_METADATA, "number", 0.5);
            CU_ASSERT(text == UNFOLD_OK || text == UNFOLD_NO_MEMORY);
            CU_ASSERT(number == UNFOLD_OK || number == UNFOLD_NO_MEMORY);
            CU_ASSERT_EQUAL(text == UNFOLD_OK,
                            unfold_facts_text(facts, UNFOLD_METADATA, "name") != NULL);
            unfold_facts_free(facts);
        }
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
}

static const Test tests[] = {
    {"facts come back exactly", facts_come_back_exactly},
    {"unknown keys survive load and save", unknown_keys_survive_load_and_save},
    {"missing and mistyped facts are none", missing_and_mistyped_facts_are_none},
    {"wrong facts are refused and change nothing",
     wrong_facts_are_refused_and_change_nothing},
    {"facts are visited in the order they were set",
     facts_are_visited_in_the_order_they_were_set},
    {"each failed allocation is an error", each_failed_allocation_is_an_error},
    {NULL, NULL}};

const Suite facts_suite = {"facts", tests};
