/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/networks.h"
#include "tests/support/page.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"
#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two labels, told apart by a beep's height, in a folder for each. */
static void put_beeps(const char *folder)
{
    static float sound[8000];
    char path[256];
    mkdir(folder, 0755);
    for (unsigned k = 0; k < 16; ++k) {
        const double pitch = k % 2 ? 900 + 10 * k : 300 + 5 * k;
        snprintf(path, sizeof path, "%s/%s", folder, k % 2 ? "a & b" : "<low>");
        mkdir(path, 0755);
        fill_noise(sound, 8000, 1e-4, k + 1);
        for (unsigned t = 2000; t < 5000; ++t)
            sound[t] += (float)(0.4 * sin(2 * M_PI * pitch * t / 8000));
        snprintf(path, sizeof path, "%s/%s/%02u.wav", folder, k % 2 ? "a & b" : "<low>",
                 k);
        put_wav(path, sound, 8000, 1, 8000);
    }
}

#define LEARN(...)                                                                     \
    RUN_TOOL("learn", folder, "--hidden", "8", "--layers", "1", "--epochs", "3",       \
             "--validation", "0.25", "--threads", "1", __VA_ARGS__)

static void the_tool_writes_what_it_learned(void)
{
    char folder[256], model[256], html[256];
    snprintf(folder, sizeof folder, "%s", test_path("beeps"));
    snprintf(model, sizeof model, "%s", test_path("beeps.json"));
    snprintf(html, sizeof html, "%s", test_path("beeps.html"));
    put_beeps(folder);
    const ToolRun run = LEARN("-o", model, "--test", folder, "--report", html);
    CU_ASSERT_EQUAL_FATAL(run.status, 0);
    size_t size;
    char *page = get_bytes(html, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(page);
    page_is_whole(page, size);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "GRU, 8 units"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "Test: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "of 16 sounds are right"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "--epochs 3"));
    CU_ASSERT_PTR_NULL(strstr(page, "<low>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "&lt;low&gt;"));
    json_t *data = page_data(page);
    CU_ASSERT_EQUAL(page_rows(data, "learning"), 3);
    CU_ASSERT(page_rows(data, "views") >= 2 && page_rows(data, "views") <= 12);
    const json_t *view = json_array_get(json_object_get(data, "views"), 0);
    const char *picture = json_string_value(json_object_get(view, "picture"));
    CU_ASSERT_EQUAL(page_rows(view, "labels"), 2);
    CU_ASSERT_EQUAL(strlen(picture), 24 * page_rows(view, "answers"));
    json_decref(data);
    free(page);
}

static void without_report_there_is_none(void)
{
    char folder[256], model[256];
    snprintf(folder, sizeof folder, "%s", test_path("beeps"));
    snprintf(model, sizeof model, "%s", test_path("plain.json"));
    put_beeps(folder);
    unlink(test_path("plain.html"));
    const ToolRun run = LEARN("-o", model);
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NULL(strstr(run.out, "html"));
    CU_ASSERT(access(test_path("plain.html"), F_OK) != 0);
}

static void a_report_that_cannot_be_written_stops_it_before_it_learns(void)
{
    char folder[256], model[256], html[256];
    snprintf(folder, sizeof folder, "%s", test_path("beeps"));
    snprintf(model, sizeof model, "%s", test_path("never.json"));
    snprintf(html, sizeof html, "%s", test_path("no/report.html"));
    const ToolRun run = LEARN("-o", model, "--report", html);
    CU_ASSERT_EQUAL(run.status, TOOL_FAILED);
    CU_ASSERT(is_one_sentence(&run));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "no/report.html: cannot be written"));
    CU_ASSERT(access(model, F_OK) != 0);
}

static void a_report_writes_over_nothing_that_is_read(void)
{
    char folder[256], model[256], html[256];
    snprintf(folder, sizeof folder, "%s", test_path("beeps"));
    snprintf(model, sizeof model, "%s", test_path("never.json"));
    snprintf(html, sizeof html, "%s", test_path("beeps/a & b/01.wav"));
    put_beeps(folder);
    ToolRun run = LEARN("-o", model, "--report", html);
    CU_ASSERT_EQUAL(run.status, TOOL_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "01.wav: is to be learned from"));
    run = LEARN("-o", model, "--report", model);
    CU_ASSERT_EQUAL(run.status, TOOL_WRONG_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "not the same file"));
    CU_ASSERT(access(model, F_OK) != 0);
}

static const Test tests[] = {
    {"the tool writes what it learned", the_tool_writes_what_it_learned},
    {"without --report there is none", without_report_there_is_none},
    {"a report that cannot be written stops it before it learns",
     a_report_that_cannot_be_written_stops_it_before_it_learns},
    {"a report writes over nothing that is read",
     a_report_writes_over_nothing_that_is_read},
    {NULL, NULL}};

const Suite learn_report_tool_suite = {"learn_report_tool", tests};
