/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/utf8.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/page.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"
#include "tool/report.h"
#include "tool/train_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 8000, FRAMES = 3 * RATE, EPOCHS = 40, BACK = 400 };

static float dry[FRAMES], target[FRAMES], output[FRAMES];
static TrainEpoch epochs[EPOCHS];
static double reach[BACK + 1];

/* A training that came to its end, of gear that nothing is wrong with. */
static TrainReport make_report(void)
{
    static const char *const findings[] = {"The wet recording is 3 samples late."};
    static const ReportSetting settings[] = {{"Seed", "1"}, {"Cell", "LSTM"}};
    fill_noise(dry, FRAMES, 0.5, 1);
    fill_noise(output, FRAMES, 0.02, 2);
    for (size_t t = 0; t < FRAMES; ++t) {
        target[t] = tanhf(2 * dry[t]);
        output[t] += target[t];
    }
    for (size_t k = 0; k < EPOCHS; ++k) {
        const double esr = 0.002 + exp(-0.4 * (double)k);
        epochs[k] = (TrainEpoch){3 * (double)(k + 1), 2 * esr, esr, esr, 0.01, 512};
    }
    for (size_t k = 0; k <= BACK; ++k)
        reach[k] = exp(-0.1 * (double)k);
    return (TrainReport){.title = "Overdrive",
                         .subtitle = "Drive at noon",
                         .network = "LSTM, 16 units",
                         .sample_rate = RATE,
                         .epochs = epochs,
                         .epoch_count = EPOCHS,
                         .dry = dry,
                         .target = target,
                         .output = output,
                         .frames = FRAMES,
                         .reach = reach,
                         .back = BACK,
                         .esr_training = 0.001,
                         .esr_validation = 0.002,
                         .esr_test = 0.002,
                         .self_esr = NAN,
                         .findings = findings,
                         .finding_count = 1,
                         .settings = settings,
                         .setting_count = 2};
}

/* As the tool does: analyse, then write. */
static int write_report(const char *path, const void *report)
{
    TrainReportAnalysis analysis;
    if (!train_report_analyse(report, &analysis))
        return tool_no_memory();
    const int status = train_report_write(path, &analysis);
    train_report_analysis_clear(&analysis);
    return status;
}

/* The page, to be freed. */
static char *write_page(const TrainReport *report, size_t *size)
{
    const char *path = test_path("report.html");
    CU_ASSERT_EQUAL_FATAL(write_report(path, report), TOOL_OK);
    char *page = get_bytes(path, size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(page);
    return page;
}

static bool says(const TrainReport *report, const char *words)
{
    size_t size;
    char *page = write_page(report, &size);
    const bool found = strstr(page, words) != NULL;
    free(page);
    return found;
}

static void the_page_tells_all_and_needs_nothing(void)
{
    const TrainReport report = make_report();
    size_t size;
    char *page = write_page(&report, &size);
    page_is_whole(page, size);
    static const char *const there[] = {
        "Overdrive",      "Drive at noon", "Great: hard to tell", "LSTM, 16 units",
        "3 samples late", "Seed",          "Nothing stands out",  "MIT licence"};
    for (size_t k = 0; k < sizeof there / sizeof *there; ++k)
        CU_ASSERT_PTR_NOT_NULL(strstr(page, there[k]));
    free(page);
}

static void the_charts_have_their_numbers(void)
{
    const TrainReport report = make_report();
    size_t size;
    char *page = write_page(&report, &size);
    json_t *data = page_data(page);
    CU_ASSERT_EQUAL(page_rows(data, "learning"), EPOCHS);
    CU_ASSERT_EQUAL(page_rows(data, "reach"), BACK + 1);
    CU_ASSERT_EQUAL(page_rows(json_object_get(data, "places"), "worst"),
                    RATE * 3 / 100);
    CU_ASSERT(page_rows(data, "spectra") > 50 && page_rows(data, "bands") > 15);
    CU_ASSERT(page_rows(data, "levels") > 0 && page_rows(data, "transfer") > 100);
    const double esr = json_number_value(json_object_get(data, "esr"));
    CU_ASSERT(esr > 0 && esr < 0.01);
    json_decref(data);
    free(page);
}

static void texts_show_as_they_are(void)
{
    static const char evil[] = "</script><script>alert(1)</script> \"&' {{data}} <!--";
    static const char *const findings[] = {evil, "\xff\xc3(\xe2\x82 broken \x01"};
    const ReportSetting settings[] = {{evil, evil}, {NULL, NULL}};
    TrainReport report = make_report();
    size_t size;
    char *page = write_page(&report, &size);
    const size_t scripts = page_count(page, "<script"),
                 ends = page_count(page, "</script");
    free(page);
    report.title = report.subtitle = report.network = evil;
    report.findings = findings;
    report.finding_count = 2;
    report.settings = settings;
    report.setting_count = 2;
    page = write_page(&report, &size);
    CU_ASSERT(unfold_utf8_valid(page, size));
    CU_ASSERT_EQUAL(page_count(page, "<script"), scripts);
    CU_ASSERT_EQUAL(page_count(page, "</script"), ends);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "&lt;/script&gt;&lt;script&gt;alert(1)"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "&quot;&amp;&#39; {{data}} &lt;!--"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, " broken \xef\xbf\xbd"));
    free(page);
}

static void numbers_that_are_not_finite_do_no_harm(void)
{
    TrainReport report = make_report();
    const double odd[] = {NAN, INFINITY, -INFINITY};
    for (size_t k = 0; k < 3; ++k) {
        epochs[k].loss = epochs[k].esr = epochs[k].best_esr = odd[k];
        epochs[k].rate = epochs[k + 3].seconds = reach[k] = odd[k];
        dry[100 * k] = target[200 * k] = output[300 * k] = (float)odd[k];
    }
    report.esr_test = NAN;
    report.esr_training = INFINITY;
    report.self_esr = 0;
    size_t size;
    char *page = write_page(&report, &size);
    json_t *data = page_data(page);
    CU_ASSERT_EQUAL(page_rows(data, "learning"), EPOCHS);
    CU_ASSERT_PTR_NULL(strstr(page, ">nan<"));
    json_decref(data);
    free(page);
    for (size_t t = 0; t < FRAMES; ++t)
        dry[t] = target[t] = output[t] = NAN;
    report.sample_rate = 48000;
    free(write_page(&report, &size));
}

static void what_is_not_known_is_left_out(void)
{
    const TrainReport report = {.sample_rate = 48000,
                                .esr_training = NAN,
                                .esr_validation = NAN,
                                .esr_test = NAN,
                                .self_esr = NAN};
    size_t size;
    char *page = write_page(&report, &size);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "was not measured"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "<figure hidden aria-labelledby=\"reach"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "<figure hidden aria-labelledby=\"learning"));
    json_t *data = page_data(page);
    CU_ASSERT_EQUAL(page_rows(data, "learning") + page_rows(data, "bands"), 0);
    json_decref(data);
    free(page);
    TrainReport brief = make_report();
    for (brief.frames = 1; brief.frames < 400; brief.frames *= 7)
        free(write_page(&brief, &size));
}

static void a_long_history_is_thinned(void)
{
    enum { MANY = 300000, BEST = 123457 };
    TrainReport report = make_report();
    TrainEpoch *long_history = malloc(MANY * sizeof *long_history);
    double *far_back = malloc(MANY * sizeof *far_back);
    CU_ASSERT_FATAL(long_history && far_back);
    for (size_t k = 0; k < MANY; ++k) {
        long_history[k] = (TrainEpoch){(double)k, 0.1, 0.1234567, 0.01, 0.01, 512};
        far_back[k] = 1 / (1.0 + (double)k);
    }
    long_history[BEST].esr = 0.01;
    report.epochs = long_history;
    report.epoch_count = MANY;
    report.reach = far_back;
    report.back = MANY - 1;
    size_t size;
    char *page = write_page(&report, &size);
    CU_ASSERT(size < 2000000);
    json_t *data = page_data(page), *row;
    const json_t *learning = json_object_get(data, "learning");
    CU_ASSERT(json_array_size(learning) <= 2000 && page_rows(data, "reach") <= 2000);
    size_t k, bests = 0;
    json_array_foreach((json_t *)learning, k, row)
    {
        if (json_is_null(json_array_get(row, 3)))
            continue;
        ++bests;
        CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_array_get(row, 0)), BEST, 5);
    }
    CU_ASSERT_EQUAL(bests, 1);
    json_decref(data);
    free(page);
    free(long_history);
    free(far_back);
}

static void what_limits_a_training_is_said(void)
{
    TrainReport report = make_report();
    CU_ASSERT(says(&report, "Nothing stands out"));
    report.self_esr = 0.0019;
    CU_ASSERT(says(&report, "as good as the recording allows"));
    report = make_report();
    report.esr_training = 0.0002;
    CU_ASSERT(says(&report, "Validation is 10 times worse than training"));
    report = make_report();
    report.esr_test = 0.01;
    CU_ASSERT(says(&report, "5 times worse than the validation part"));
    report = make_report();
    report.epoch_count = 10;
    CU_ASSERT(says(&report, "still improving"));
    report = make_report();
    for (size_t k = 0; k <= BACK; ++k)
        reach[k] = 1;
    epochs[EPOCHS - 1].window = 128;
    CU_ASSERT(says(&report, "a larger --window may bring more"));
    report = make_report();
    for (size_t t = 0; t < FRAMES; ++t)
        target[t] = output[t] * (float)(1.5 + sin(2 * M_PI * 5 * (double)t / RATE));
    CU_ASSERT(says(&report, "swing 5 times a second"));
}

static void where_the_error_is_is_said(void)
{
    TrainReport report = make_report();
    report.sample_rate = 48000;
    for (size_t t = 0; t < FRAMES; ++t)
        output[t] = target[t] + (t % 2 ? 0.1f : -0.1f);
    CU_ASSERT(says(&report, "The error is mostly high"));
    for (size_t t = 0; t < FRAMES; ++t)
        output[t] = target[t] + (float)(0.1 * sin(2 * M_PI * 50 * (double)t / 48000));
    CU_ASSERT(says(&report, "Look for hum"));
    report = make_report();
    for (size_t t = FRAMES / 2 + RATE / 50; t < FRAMES; ++t) { /* whole frames */
        dry[t] *= 0.01f;
        target[t] *= 0.01f;
        output[t] = 0.5f * target[t];
    }
    CU_ASSERT(says(&report, "Soft playing is further off"));
}

static void a_path_that_cannot_be_written_is_named(void)
{
    const TrainReport report = make_report();
    char said[256];
    CU_ASSERT_EQUAL(
        write_quietly(write_report, test_path("no/report.html"), &report, said),
        TOOL_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(said, "no/report.html: cannot be written"));
    CU_ASSERT_EQUAL(write_quietly(write_report, test_folder(), &report, said),
                    TOOL_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(said, "is a folder"));
}

static void lack_of_memory_leaves_the_file(void)
{
    TrainReport report = make_report();
    report.frames = 4000;
    char path[256], said[256];
    snprintf(path, sizeof path, "%s", test_path("kept.html"));
    FILE *file = fopen(path, "w");
    fputs("as it was", file);
    fclose(file);
    watch_jansson();
    allocations_reset();
    CU_ASSERT_EQUAL(write_report(test_path("full.html"), &report), TOOL_OK);
    const size_t made = allocations_made();
    CU_ASSERT(made > 1000);
    /* All of the first, which are ours, and of jansson's some. */
    for (size_t n = 0; n < made; n += n < 40 ? 1 : made / 50) {
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
    {"the charts have their numbers", the_charts_have_their_numbers},
    {"texts show as they are", texts_show_as_they_are},
    {"numbers that are not finite do no harm", numbers_that_are_not_finite_do_no_harm},
    {"what is not known is left out", what_is_not_known_is_left_out},
    {"a long history is thinned", a_long_history_is_thinned},
    {"what limits a training is said", what_limits_a_training_is_said},
    {"where the error is, is said", where_the_error_is_is_said},
    {"a path that cannot be written is named", a_path_that_cannot_be_written_is_named},
    {"lack of memory leaves the file", lack_of_memory_leaves_the_file},
    {NULL, NULL}};

const Suite train_report_suite = {"train_report", tests};
