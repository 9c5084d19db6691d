/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/steps.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"
#include "tool/bench_times.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* How long anything takes is no matter here. */
#define QUICK "--seconds", "0.001", "--threads", "1"
#define SMALL QUICK, "--cell", "gru", "--hidden", "3", "--kernel", "generic"

static void quantiles_are_of_nearest_rank(void)
{
    BenchTimes times = {0};
    CU_ASSERT(isnan(bench_times_at(&times, 0.5)));
    for (int k = 0; k < 1000; ++k) /* 1 to 1000, in disorder */
        CU_ASSERT(bench_times_add(&times, 1 + k * 7 % 1000));
    CU_ASSERT_EQUAL(bench_times_at(&times, 0), 1);
    CU_ASSERT_EQUAL(bench_times_at(&times, 0.5), 500);
    CU_ASSERT_EQUAL(bench_times_at(&times, 0.99), 990);
    CU_ASSERT_EQUAL(bench_times_at(&times, 0.999), 999);
    CU_ASSERT_EQUAL(bench_times_at(&times, 1), 1000);
    CU_ASSERT(bench_times_add(&times, 0.5));
    CU_ASSERT_EQUAL(bench_times_at(&times, 0), 0.5);
    bench_times_clear(&times);
    CU_ASSERT_EQUAL(times.count, 0);
}

static void times_are_quiet_if_some_come_near_the_least(void)
{
    BenchTimes times = {0};
    CU_ASSERT_FALSE(bench_times_quiet(&times));
    for (int k = 0; k < 100; ++k)
        bench_times_add(&times, 200 + k);
    CU_ASSERT(bench_times_quiet(&times));
    for (int k = 0; k < BENCH_QUIET_TRIALS; ++k) {
        CU_ASSERT(k == 0 || !bench_times_quiet(&times));
        bench_times_add(&times, 100 + k);
    }
    CU_ASSERT(bench_times_quiet(&times));
    bench_times_clear(&times);
}

static json_t *load(const ToolRun *run)
{
    CU_ASSERT_EQUAL(run->status, 0);
    json_error_t error;
    json_t *root = json_loads(run->out, 0, &error);
    if (!root)
        printf("%s\n%s\n", error.text, run->err);
    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    return root;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void is_positive(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    const bool positive = json_is_number(value) && json_number_value(value) > 0;
    if (!positive)
        printf("%s is no positive number\n", key);
    CU_ASSERT(positive);
}

static void is_null(const json_t *object, const char *key)
{
    CU_ASSERT(json_is_null(json_object_get(object, key)));
}

static void is_of(const json_t *object, const char *cell, int hidden, int layers)
{
    CU_ASSERT_STRING_EQUAL(text_of(object, "cell"), cell);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(object, "hidden")), hidden);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(object, "layers")), layers);
    CU_ASSERT(json_is_boolean(json_object_get(object, "quiet")));
}

static const json_t *only(const json_t *root, const char *key)
{
    const json_t *list = json_object_get(root, key);
    CU_ASSERT_EQUAL(json_array_size(list), 1);
    return json_array_get(list, 0);
}

static void is_result(const json_t *result, int channels)
{
    static const char *const keys[] = {
        "ns_per_sample", "ns_per_sample_median",   "multiply_adds_per_ns",
        "share_of_peak", "percent_of_core_at_48k", "trials",
        "blocks"};
    static const char *const block_keys[] = {"median", "p99", "p999", "max"};
    is_of(result, "gru", 3, 1);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(result, "channels")), channels);
    CU_ASSERT_STRING_EQUAL(text_of(result, "kernel"), "generic");
    for (size_t k = 0; k < sizeof keys / sizeof *keys; ++k)
        is_positive(result, keys[k]);
    for (size_t k = 0; k < 4; ++k)
        is_positive(json_object_get(result, "block_ns"), block_keys[k]);
    if (channels == 1)
        is_null(result, "second_channel_share");
    else
        CU_ASSERT(json_is_number(json_object_get(result, "second_channel_share")));
}

static void json_has_every_figure(void)
{
    static const char *const signals[] = {"silence", "denormal", "nan", "infinity",
                                          "1e30"};
    const ToolRun run = RUN_TOOL("bench", "--json", SMALL);
    json_t *root = load(&run);
    const json_t *results = json_object_get(root, "results");
    CU_ASSERT_EQUAL(json_array_size(results), 2);
    for (int channels = 1; channels <= 2; ++channels) {
        const json_t *result = json_array_get(results, (size_t)channels - 1);
        is_result(result, channels);
        is_null(result, "reference_ns");
        is_null(result, "ratio");
    }
    const json_t *steady = only(root, "steady");
    is_of(steady, "gru", 3, 1);
    CU_ASSERT_STRING_EQUAL(text_of(steady, "kernel"), "generic");
    is_positive(steady, "passes");
    is_positive(steady, "slowest_block_to_median");
    is_positive(steady, "blocks_of_16_to_1024");
    for (size_t k = 0; k < 5; ++k)
        is_positive(json_object_get(steady, "to_noise"), signals[k]);
    const json_t *training = only(root, "training");
    is_of(training, "gru", 3, 1);
    is_positive(training, "samples_per_second");
    const json_t *peak = only(root, "peaks");
    CU_ASSERT_STRING_EQUAL(text_of(peak, "kernel"), "generic");
    is_positive(peak, "multiply_adds_per_ns");
    json_decref(root);
}

static void every_kernel_or_the_forced_one_is_measured(void)
{
    const char *given = getenv("UNFOLD_KERNEL");
    char *before = given ? strdup(given) : NULL;
    size_t kernels = 0;
    while (unfold_steps_at(kernels))
        ++kernels;
    for (int forced = 0; forced <= 1; ++forced) {
        if (forced)
            setenv("UNFOLD_KERNEL", "generic", 1);
        else
            unsetenv("UNFOLD_KERNEL");
        const ToolRun run =
            RUN_TOOL("bench", "--json", QUICK, "--cell", "rnn", "--hidden", "4");
        json_t *root = load(&run);
        const json_t *results = json_object_get(root, "results");
        CU_ASSERT_EQUAL(json_array_size(results), 2 * (forced ? 1 : kernels));
        for (size_t k = 0; k < json_array_size(results); ++k)
            CU_ASSERT_STRING_EQUAL(text_of(json_array_get(results, k), "kernel"),
                                   unfold_steps_at(k / 2)->name);
        json_decref(root);
    }
    if (before)
        setenv("UNFOLD_KERNEL", before, 1);
    else
        unsetenv("UNFOLD_KERNEL");
    free(before);
}

static void a_model_is_measured_alone(void)
{
    put_model(test_path("model.json"), 48000);
    const ToolRun run = RUN_TOOL("bench", "--json", QUICK, "--kernel", "generic",
                                 test_path("model.json"));
    json_t *root = load(&run);
    const json_t *results = json_object_get(root, "results");
    CU_ASSERT_EQUAL(json_array_size(results), 2);
    is_of(json_array_get(results, 0), "lstm", 4, 1);
    is_of(only(root, "training"), "lstm", 4, 1);
    is_of(only(root, "steady"), "lstm", 4, 1);
    json_decref(root);
}

/* A program that does what the lines of shell say. */
static const char *put_program(const char *name, const char *lines)
{
    const char *path = test_path(name);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fprintf(file, "#!/bin/sh\n%s\n", lines);
    fclose(file);
    CU_ASSERT_EQUAL(chmod(path, 0700), 0);
    return path;
}

static void the_reference_s_least_time_makes_the_ratio(void)
{
    const char *program = put_program("reference", "[ $1 -gt 0 ] || exit 1\n"
                                                   "echo lstm 3 10\n"
                                                   "echo gru 3 2000.5\n"
                                                   "echo gru 3 1000.5\n");
    const ToolRun run = RUN_TOOL("bench", "--json", SMALL, "--reference", program);
    json_t *root = load(&run);
    const json_t *one = json_array_get(json_object_get(root, "results"), 0);
    is_result(one, 1);
    CU_ASSERT_EQUAL(json_number_value(json_object_get(one, "reference_ns")), 1000.5);
    CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_object_get(one, "ratio")) * 1000.5,
                           json_number_value(json_object_get(one, "ns_per_sample")),
                           1e-3);
    CU_ASSERT(json_is_boolean(json_object_get(one, "reference_quiet")));
    is_null(json_array_get(json_object_get(root, "results"), 1), "ratio");
    json_decref(root);
}

static void the_table_is_at_most_a_hundred_columns_wide(void)
{
    const char *program = put_program("reference", "echo gru 3 1000");
    const ToolRun run = RUN_TOOL("bench", SMALL, "--reference", program);
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "\ngru      3 generic "));
    for (const char *line = run.out; *line; line += strcspn(line, "\n") + 1)
        CU_ASSERT(strcspn(line, "\n") <= 100);
}

static void fails(const ToolRun run, int status, const char *reason)
{
    CU_ASSERT_EQUAL(run.status, status);
    CU_ASSERT(is_one_sentence(&run));
    if (!strstr(run.err, reason))
        printf("no '%s' in %s\n", reason, run.err);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, reason));
    CU_ASSERT_STRING_EQUAL(run.out, "");
}

static void what_cannot_be_measured_is_refused(void)
{
    put_model(test_path("model.json"), 48000);
    put_model(test_path("letters.json"), 0);
    fails(RUN_TOOL("bench", QUICK, "--kernel", "mmx"), 2, "generic");
    fails(RUN_TOOL("bench", QUICK, test_path("model.json"), "--hidden", "8"), 2,
          "model.json");
    fails(RUN_TOOL("bench", QUICK, test_path("model.json"), "--cell", "gru"), 2,
          "model.json");
    fails(RUN_TOOL("bench", QUICK, "--cell", "transformer"), 2, "gru");
    fails(RUN_TOOL("bench", QUICK, "--hidden", "513"), 2, "--hidden");
    fails(RUN_TOOL("bench", QUICK, test_path("absent.json")), 1, "absent.json");
    fails(RUN_TOOL("bench", QUICK, test_path("letters.json")), 1, "no sample rate");
}

static void a_reference_that_fails_is_named(void)
{
    static const char *const rubbish[] = {"echo hello",
                                          "echo gru 3",
                                          "echo gru 3 fast",
                                          "echo gru 0 10",
                                          "echo gru 999 10",
                                          "echo gru 3 10 ns",
                                          "echo gru 3 -1",
                                          "echo gru 3 nan",
                                          "yes",
                                          "printf 'gru\\033'",
                                          "echo",
                                          "echo elman 3 10"};
    const char *program = test_path("absent");
    fails(RUN_TOOL("bench", SMALL, "--reference", program), 1, "absent: No such file");
    program = test_folder();
    fails(RUN_TOOL("bench", SMALL, "--reference", program), 1, ": ");
    program = put_program("mute", "exit 0");
    fails(RUN_TOOL("bench", SMALL, "--reference", program), 1, "mute: printed nothing");
    program = put_program("unborn", "exit 5");
    fails(RUN_TOOL("bench", SMALL, "--reference", program), 1, "unborn: failed with");
    program = put_program("broken", "echo gru 3 10; exit 7");
    fails(RUN_TOOL("bench", SMALL, "--reference", program), 1, "broken: failed with");
    program = put_program("killed", "echo gru 3 10; kill -9 $$");
    fails(RUN_TOOL("bench", SMALL, "--reference", program), 1, "killed: was ended");
    for (size_t k = 0; k < sizeof rubbish / sizeof *rubbish; ++k) {
        program = put_program("rubbish", rubbish[k]);
        fails(RUN_TOOL("bench", SMALL, "--reference", program), 1,
              "rubbish: printed '");
    }
}

static const Test tests[] = {
    {"quantiles are of nearest rank", quantiles_are_of_nearest_rank},
    {"times are quiet if some come near the least",
     times_are_quiet_if_some_come_near_the_least},
    {"JSON has every figure", json_has_every_figure},
    {"every kernel, or the forced one, is measured",
     every_kernel_or_the_forced_one_is_measured},
    {"a model is measured alone", a_model_is_measured_alone},
    {"the reference's least time makes the ratio",
     the_reference_s_least_time_makes_the_ratio},
    {"the table is at most a hundred columns wide",
     the_table_is_at_most_a_hundred_columns_wide},
    {"what cannot be measured is refused", what_cannot_be_measured_is_refused},
    {"a reference that fails is named", a_reference_that_fails_is_named},
    {NULL, NULL}};

const Suite bench_suite = {"bench", tests};
