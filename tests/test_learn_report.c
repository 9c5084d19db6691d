/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/page.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"
#include "tool/learn_report.h"
#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EPOCHS = 30, FRAMES = 20, ROWS = 8, MANY = 30 };

static const UnfoldFeatureSpec spec = {.rate = 16000,
                                       .frame = 400,
                                       .hop = 160,
                                       .kinds = UNFOLD_MEL | UNFOLD_ENERGY,
                                       .bands = ROWS,
                                       .low = 60,
                                       .high = 8000,
                                       .deltas = 1};
static const char *const names[] = {"kick", "snare", "hat"};
static const double confusion[] = {40, 2, 0, 7, 30, 1, 0, 0, 20};
static LearnEpoch epochs[EPOCHS];
static float features[FRAMES * ROWS], answers[FRAMES * 3];
static LearnVerdict verdict;
static LearnViews views;

/* A learning of three labels, one of which was mistaken in a recording. */
static LearnReport make_report(void)
{
    static const ReportSetting settings[] = {{"command", "unfold learn drums"}};
    verdict = (LearnVerdict){
        .labels = 3, .confusion = (double *)confusion, .loss = 25, .weight = 100};
    fill_noise(features, FRAMES * ROWS, 4, 1);
    for (size_t k = 0; k < EPOCHS; ++k) {
        const double loss = 0.2 + exp(-0.3 * (double)k);
        epochs[k] = (LearnEpoch){loss, 1.1 * loss, 1 - 0.1 * loss};
    }
    for (size_t k = 0; k < FRAMES * 3; ++k)
        answers[k] = k % 3 ? 0.2f : 0.6f;
    views = (LearnViews){.count = 1};
    views.list[0] = (LearnView){.name = "one.wav",
                                .mistaken = true,
                                .label = 1,
                                .answer = 0,
                                .score = 0.61,
                                .steps = FRAMES,
                                .frames = FRAMES,
                                .from = 3,
                                .rows = ROWS,
                                .features = features,
                                .lines = 3,
                                .labels = {1, 0, 2},
                                .answers = answers};
    return (LearnReport){.title = "Drums",
                         .subtitle = "Kit 1",
                         .network = "GRU, 64 units",
                         .weights = 12345,
                         .task = UNFOLD_TASK_CLIP,
                         .features = &spec,
                         .labels = names,
                         .label_count = 3,
                         .epochs = epochs,
                         .epoch_count = EPOCHS,
                         .best_epoch = 20,
                         .seconds = 61,
                         .validation = &verdict,
                         .recordings = 300,
                         .sound = 600,
                         .silent = 4,
                         .horizon = 57,
                         .views = &views,
                         .views_of = "the validation part",
                         .settings = settings,
                         .setting_count = 1};
}

static int write_report(const char *path, const void *report)
{
    return learn_report_write(path, report);
}

/* The page, to be freed. */
static char *write_page(const LearnReport *report, size_t *size)
{
    const char *path = test_path("report.html");
    CU_ASSERT_EQUAL_FATAL(learn_report_write(path, report), TOOL_OK);
    char *page = get_bytes(path, size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(page);
    return page;
}

static bool says(const LearnReport *report, const char *words)
{
    size_t size;
    char *page = write_page(report, &size);
    const bool found = strstr(page, words) != NULL;
    free(page);
    return found;
}

static void the_page_tells_all_and_needs_nothing(void)
{
    const LearnReport report = make_report();
    size_t size;
    char *page = write_page(&report, &size);
    page_is_whole(page, size);
    static const char *const there[] = {
        "Drums",
        "Kit 1",
        "Often right, with mistakes that show",
        "90.0 % of 100 sounds are right, give or take 6 points",
        "snare taken for kick (7 of 38); kick taken for snare (2 of 42)",
        "In 4 of the recordings to learn from no sound began",
        "Gradients reach back 57 frames, 570 ms.",
        "GRU, 64 units",
        "18: mel, energy, slopes",
        "unfold learn drums",
        "one.wav",
        "Mistaken.</b> Is snare, answered kick (61 %).",
        "MIT licence"};
    for (size_t k = 0; k < sizeof there / sizeof *there; ++k) {
        if (!strstr(page, there[k]))
            printf("there is no %s\n", there[k]);
        CU_ASSERT_PTR_NOT_NULL(strstr(page, there[k]));
    }
    free(page);
}

static void the_matrix_has_its_counts(void)
{
    const LearnReport report = make_report();
    size_t size;
    char *page = write_page(&report, &size);
    CU_ASSERT_EQUAL(page_count(page, "<table class=\"matrix"), 1);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(page, "<td class=\"wrong\" style=\"--share:0.184\" title=\"snare "
                     "answered kick: 7 of 38, 18.4 %\">7</td>"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(page, "<td class=\"right\" style=\"--share:1.000\" title=\"hat answered "
                     "hat: 20 of 20, 100.0 %\">20</td>"));
    CU_ASSERT_EQUAL(page_count(page, "<td class=\"none\">"), 3);
    free(page);
    LearnReport more = make_report();
    more.test = more.folds = &verdict;
    page = write_page(&more, &size);
    CU_ASSERT_EQUAL(page_count(page, "<table class=\"matrix"), 3);
    free(page);
}

static void of_many_labels_the_most_confused_are_shown(void)
{
    static char texts[MANY][8];
    const char *many[MANY];
    double counts[MANY * MANY] = {0};
    for (size_t k = 0; k < MANY; ++k) {
        snprintf(texts[k], sizeof texts[k], "l%zu", k);
        many[k] = texts[k];
        counts[k * MANY + k] = 10;
        if (k >= 3)
            counts[k * MANY + (k == 3 ? 4 : 3)] = (double)k;
    }
    LearnReport report = make_report();
    report.views = NULL;
    report.labels = many;
    report.label_count = verdict.labels = MANY;
    verdict.confusion = counts;
    size_t size;
    char *page = write_page(&report, &size);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(page, "Of 30 labels these are the 24 that are confused most."));
    CU_ASSERT_EQUAL(page_count(page, "<tr><th scope=\"row\">l"), 24);
    CU_ASSERT_PTR_NULL(strstr(page, "<tr><th scope=\"row\">l2<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "<tr><th scope=\"row\">l29<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "<span>another</span>"));
    free(page);
}

static void the_charts_have_their_numbers(void)
{
    LearnReport report = make_report();
    features[0] = -9; /* darker than dark */
    features[1] = 9;
    features[2] = NAN;
    size_t size;
    char *page = write_page(&report, &size);
    json_t *data = page_data(page);
    CU_ASSERT_EQUAL(page_rows(data, "learning"), EPOCHS);
    const json_t *view = json_array_get(json_object_get(data, "views"), 0);
    CU_ASSERT_EQUAL(page_rows(view, "answers"), FRAMES);
    CU_ASSERT_EQUAL(page_rows(view, "labels"), 3);
    const char *picture = json_string_value(json_object_get(view, "picture"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(picture);
    CU_ASSERT_EQUAL(strlen(picture), FRAMES * ROWS);
    CU_ASSERT_EQUAL(memcmp(picture, "A/A", 3), 0);
    const json_t *row = json_array_get(json_object_get(view, "answers"), 2);
    CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_array_get(row, 0)), 0.025, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_array_get(row, 1)), 0.6, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_object_get(view, "from")), 0.03,
                           1e-9);
    json_decref(data);
    free(page);
}

static void a_long_learning_is_thinned_and_keeps_its_best(void)
{
    enum { LONG = 50000, BEST = 23457 };
    LearnReport report = make_report();
    LearnEpoch *list = calloc(LONG, sizeof *list);
    CU_ASSERT_PTR_NOT_NULL_FATAL(list);
    report.epochs = list;
    report.epoch_count = LONG;
    report.best_epoch = BEST;
    size_t size, k, bests = 0;
    char *page = write_page(&report, &size);
    json_t *data = page_data(page), *row;
    CU_ASSERT_EQUAL(page_rows(data, "learning"), 2000);
    json_array_foreach(json_object_get(data, "learning"), k, row)
    {
        if (json_is_null(json_array_get(row, 3)))
            continue;
        ++bests;
        CU_ASSERT_EQUAL(json_number_value(json_array_get(row, 0)), BEST);
    }
    CU_ASSERT_EQUAL(bests, 1);
    json_decref(data);
    free(page);
    free(list);
}

static void names_show_as_they_are(void)
{
    static const char evil[] = "</script><script>alert(1)</script> \"&' {{data}} <!--";
    static const char *const evils[] = {evil, "a\"b<c>&'", "hat"};
    const ReportSetting settings[] = {{evil, evil}, {NULL, NULL}};
    LearnReport report = make_report();
    size_t size;
    char *page = write_page(&report, &size);
    const size_t scripts = page_count(page, "<script");
    const size_t ends = page_count(page, "</script"), notes = page_count(page, "<!--");
    free(page);
    report.title = report.subtitle = report.network = evil;
    report.labels = evils;
    report.settings = settings;
    report.setting_count = 2;
    snprintf(views.list[0].name, sizeof views.list[0].name, "%s", evil);
    page = write_page(&report, &size);
    CU_ASSERT_EQUAL(page_count(page, "<script"), scripts);
    CU_ASSERT_EQUAL(page_count(page, "</script"), ends);
    CU_ASSERT_EQUAL(page_count(page, "<!--"), notes);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "title=\"a&quot;b&lt;c&gt;&amp;&#39; answered "
                                        "&lt;/script&gt;"));
    json_t *data = page_data(page);
    const json_t *view = json_array_get(json_object_get(data, "views"), 0);
    const json_t *shown = json_object_get(view, "labels");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_array_get(shown, 0)), evils[1]);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_array_get(shown, 1)), evil);
    json_decref(data);
    free(page);
}

static void what_limits_a_learning_is_said(void)
{
    LearnReport report = make_report();
    CU_ASSERT_FALSE(says(&report, "still improving"));
    report.best_epoch = EPOCHS;
    CU_ASSERT(says(&report, "still improving"));
    report = make_report();
    epochs[EPOCHS - 1].validation_loss = 3;
    CU_ASSERT(says(&report, "by heart"));
    report = make_report();
    report.stopped = true;
    CU_ASSERT(says(&report, "stopped after 30 epochs"));
    report = make_report();
    const double worse[] = {20, 30, 20, 20, 20, 10, 0, 10, 10};
    const LearnVerdict low = {3, (double *)worse, 200, 140, 0};
    report.test = &low;
    CU_ASSERT(says(&report, "The test is 54 points below validation"));
    CU_ASSERT(says(&report, "Hardly better than guessing"));
    report = make_report();
    const double parts[] = {0.9, 0.4, NAN};
    report.folds = &verdict;
    report.fold_accuracy = parts;
    report.fold_count = 3;
    CU_ASSERT(says(&report, "2 of 3 parts were measured"));
    CU_ASSERT(says(&report, "from 40.0 to 90.0 %"));
    report = make_report();
    report.task = UNFOLD_TASK_FRAME;
    report.window = 50;
    CU_ASSERT(says(&report, "a larger --window may bring more"));
}

static void numbers_without_labels_are_told_as_such(void)
{
    LearnReport report = make_report();
    LearnVerdict numbers = {.loss = 10, .weight = 1000, .squares = 1000};
    report.labels = NULL;
    report.label_count = 0;
    report.validation = &numbers;
    report.task = UNFOLD_TASK_VALUE;
    report.value_name = "pitch";
    views.list[0].lines = 2;
    views.list[0].score = 1.5;
    answers[0] = NAN;
    CU_ASSERT(says(&report, "It follows closely"));
    CU_ASSERT(says(&report, "error of 0.1 deviations, R\xc2\xb2 0.990"));
    CU_ASSERT(says(&report, "Off by 1.5"));
    CU_ASSERT_FALSE(says(&report, "class=\"matrix"));
    report.task = UNFOLD_TASK_NEXT;
    report.threshold = 1.25;
    views.list[0].lines = 1;
    CU_ASSERT(says(&report, "Largest error 1.5, above the threshold of 1.25"));
    CU_ASSERT(says(&report, "\"threshold\":1.25"));
}

static void what_is_not_known_is_left_out(void)
{
    const LearnReport report = {
        .task = UNFOLD_TASK_CLIP, .features = &spec, .labels = names, .label_count = 3};
    size_t size;
    char *page = write_page(&report, &size);
    page_is_whole(page, size);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "was not measured"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "<figure hidden aria-labelledby=\"learning"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "<section hidden aria-labelledby=\"heard"));
    CU_ASSERT_PTR_NULL(strstr(page, ">nan<"));
    free(page);
}

static void lack_of_memory_leaves_the_file(void)
{
    const LearnReport report = make_report();
    char path[256], said[256];
    snprintf(path, sizeof path, "%s", test_path("kept.html"));
    FILE *file = fopen(path, "w");
    fputs("as it was", file);
    fclose(file);
    watch_jansson();
    allocations_reset();
    CU_ASSERT_EQUAL(learn_report_write(test_path("full.html"), &report), TOOL_OK);
    const size_t made = allocations_made();
    for (size_t n = 0; n < made; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_EQUAL(write_quietly(write_report, path, &report, said), TOOL_FAILED);
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "memory"));
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
    size_t size;
    char *kept = get_bytes(path, &size);
    CU_ASSERT_STRING_EQUAL(kept, "as it was");
    free(kept);
}

static const Test tests[] = {
    {"the page tells all and needs nothing", the_page_tells_all_and_needs_nothing},
    {"the matrix has its counts", the_matrix_has_its_counts},
    {"of many labels the most confused are shown",
     of_many_labels_the_most_confused_are_shown},
    {"the charts have their numbers", the_charts_have_their_numbers},
    {"a long learning is thinned and keeps its best",
     a_long_learning_is_thinned_and_keeps_its_best},
    {"names show as they are", names_show_as_they_are},
    {"what limits a learning is said", what_limits_a_learning_is_said},
    {"numbers without labels are told as such",
     numbers_without_labels_are_told_as_such},
    {"what is not known is left out", what_is_not_known_is_left_out},
    {"lack of memory leaves the file", lack_of_memory_leaves_the_file},
    {NULL, NULL}};

const Suite learn_report_suite = {"learn_report", tests};
