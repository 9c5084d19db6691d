/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/json.h"
#include "file/utf8.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void texts_that_are_no_object_are_refused(void)
{
    static const char *const texts[] = {
        "",
        " ",
        "[]",
        "null",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\"}",
        "{,}",
        "{\"a\":1,}",
        "{1:2}",
        "{\"a\":tru}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":1}}",
        "{} {}",
        "{}x",
        "{\"\\u0000\":1}",
        "{\"\\ud800\":1}",
        "{\"\\udc00\":1}",
        "{\"\\ud800\\u0041\":1}",
        "{\"\\q\":1}",
        "{\"\\u12\":1}",
        "{\"\xc0\x80\":1}",
        "{\"\xed\xa0\x80\":1}",
        "{\"\xf5\x80\x80\x80\":1}",
        "{\"\xe2\x82\":1}",
        "{\"a\":\"\t\"}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\":1e999}",
        "{\"a\":9223372036854775808}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":1}",
        "\xef\xbb\xbf{}",
        "RIFF",
    };
    for (size_t k = 0; k < sizeof texts / sizeof *texts; ++k) {
        json_t *root;
        UnfoldError error = {""};
        const UnfoldStatus status =
            unfold_json_parse(texts[k], strlen(texts[k]), &root, &error);
        if (status != UNFOLD_BAD_FILE)
            printf("accepted: %s\n", texts[k]);
        CU_ASSERT_EQUAL(status, UNFOLD_BAD_FILE);
        CU_ASSERT_PTR_NULL(root);
        CU_ASSERT(strlen(error.text) > 5);
        json_decref(root);
    }
}

static void nesting_has_a_limit(void)
{
    char deep[100000];
    memset(deep, '[', sizeof deep);
    memcpy(deep, "{\"a\":", 5);
    json_t *root;
    UnfoldError error;
    CU_ASSERT_EQUAL(unfold_json_parse(deep, sizeof deep, &root, &error),
                    UNFOLD_BAD_FILE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "deep"));
}

static void values_are_what_jansson_reads(void)
{
    static const char text[] =
        " { \"a\\u00e9\\n\\\"\\\\\\/\" : [ 1, -2, 0.5, -0.0, 1e3, 1E-2, 12.5e+1 ],\n"
        "\t\"b\":{\"c\":true,\"d\":false,\"e\":null,\"\":\"\xf0\x9f\x8e\xb8\"},"
        "\"clef\":\"\\ud834\\udd1e\", \"empty\":[[],{}],"
        "\"big\":9223372036854775807,\"small\":-9223372036854775808,"
        "\"tiny\":5e-324 }\r\n";
    json_t *root;
    UnfoldError error = {""};
    CU_ASSERT_EQUAL(unfold_json_parse(text, strlen(text), &root, &error), UNFOLD_OK);
    CU_ASSERT_STRING_EQUAL(error.text, "");
    json_t *expected = json_loads(text, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(expected);
    CU_ASSERT(json_equal(root, expected));
    json_decref(expected);
    json_decref(root);
}

static void a_minus_zero_keeps_its_sign(void)
{
    json_t *root;
    CU_ASSERT_EQUAL(unfold_json_parse("{\"z\":-0}", 8, &root, NULL), UNFOLD_OK);
    CU_ASSERT(signbit(json_number_value(json_object_get(root, "z"))));
    json_decref(root);
}

static void errors_name_line_and_column(void)
{
    static const char text[] = "{\n  \"a\": 1,\n  \"b\": ?\n}";
    json_t *root;
    UnfoldError error;
    unfold_json_parse(text, strlen(text), &root, &error);
    CU_ASSERT_STRING_EQUAL(error.text, "line 3, column 8: a value was expected");
}

static void each_failed_allocation_while_parsing_is_an_error(void)
{
    static const char text[] =
        "{\"a key longer than sixteen bytes\":\"a text with \\u00e9 that is "
        "longer than any small buffer\",\"n\":[1,2.5,3,4,5,6,7,8,9,10,11],"
        "\"a\":{\"b\":[[],{}]},\"c\":1,\"d\":2,\"e\":3,\"f\":4,\"g\":5,\"h\":6,\"i\":"
        "7}";
    json_t *root;
    watch_jansson();
    allocations_reset();
    CU_ASSERT_EQUAL(unfold_json_parse(text, strlen(text), &root, NULL), UNFOLD_OK);
    const size_t total = allocations_made();
    json_decref(root);
    CU_ASSERT(total > 40);
    for (size_t n = 0; n < 2 * total; ++n) {
        allocations_reset();
        allocations_fail_at(n / 2, n % 2);
        CU_ASSERT_EQUAL(unfold_json_parse(text, strlen(text), &root, NULL),
                        UNFOLD_NO_MEMORY);
        CU_ASSERT_PTR_NULL(root);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
}

static void flat_arrays_are_checked_number_by_number(void)
{
    static const char text[] =
        "{\"good\":[1,2.5,-3e2],\"huge\":[1,1e39,0],\"word\":[1,\"2\",3]}";
    json_t *root;
    UnfoldReal numbers[3];
    UnfoldError error;
    CU_ASSERT_EQUAL_FATAL(unfold_json_parse(text, strlen(text), &root, NULL),
                          UNFOLD_OK);
    const json_t *good = json_object_get(root, "good");
    CU_ASSERT_EQUAL(unfold_json_numbers(good, "good", 3, numbers, &error), UNFOLD_OK);
    CU_ASSERT(numbers[0] == 1 && numbers[1] == 2.5f && numbers[2] == -300);
    CU_ASSERT_EQUAL(unfold_json_numbers(good, "good", 2, numbers, &error),
                    UNFOLD_BAD_FILE);
    CU_ASSERT_STRING_EQUAL(error.text, "'good' has 3 numbers instead of 2");
    CU_ASSERT_EQUAL(
        unfold_json_numbers(json_object_get(root, "huge"), "huge", 3, numbers, &error),
        UNFOLD_NOT_FINITE);
    CU_ASSERT_STRING_EQUAL(error.text, "'huge', number 2: 1e+39 is too large");
    CU_ASSERT_EQUAL(
        unfold_json_numbers(json_object_get(root, "word"), "word", 3, numbers, &error),
        UNFOLD_BAD_FILE);
    CU_ASSERT_STRING_EQUAL(error.text, "'word', number 2: not a number");
    CU_ASSERT_EQUAL(unfold_json_numbers(NULL, "none", 3, numbers, &error),
                    UNFOLD_BAD_FILE);
    json_decref(root);
}

static const Test tests[] = {
    {"texts that are no object are refused", texts_that_are_no_object_are_refused},
    {"nesting has a limit", nesting_has_a_limit},
    {"values are what jansson reads", values_are_what_jansson_reads},
    {"a minus zero keeps its sign", a_minus_zero_keeps_its_sign},
    {"errors name line and column", errors_name_line_and_column},
    {"each failed allocation while parsing is an error",
     each_failed_allocation_while_parsing_is_an_error},
    {"flat arrays are checked number by number",
     flat_arrays_are_checked_number_by_number},
    {NULL, NULL}};

const Suite json_suite = {"json", tests};
