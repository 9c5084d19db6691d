/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How a training goes on, ends and is taken up again. */

enum { FRAMES = 60000 };

static float dry[FRAMES], wet[FRAMES];
static char dry_path[256], wet_path[256];

/* A soft clipper whose drive is 1 + 4 knob, late by so many samples. */
static void write_pair(double knob, size_t late, double sign)
{
    fill_noise(dry, FRAMES, 0.7, 3);
    float low = 0;
    memset(wet, 0, sizeof wet);
    for (size_t t = 0; t + late < FRAMES; ++t) {
        low += 0.4f * (dry[t] - low);
        wet[t + late] = (float)(sign * tanh((1 + 4 * knob) * low));
    }
    put_wav(dry_path, dry, FRAMES, 1, 48000);
    put_wav(wet_path, wet, FRAMES, 1, 48000);
}

static void begin(void)
{
    snprintf(dry_path, sizeof dry_path, "%s", test_path("dry.wav"));
    snprintf(wet_path, sizeof wet_path, "%s", test_path("wet.wav"));
    write_pair(0.25, 0, 1);
}

/* The runs below differ in what follows. */
#define TRAIN(...) RUN_TOOL("train", dry_path, wet_path, "--hidden", "4", __VA_ARGS__)

static bool same_bytes(const char *a_path, const char *b_path)
{
    size_t a_size = 0, b_size = 1;
    char *a = get_bytes(a_path, &a_size), *b = get_bytes(b_path, &b_size);
    const bool same = a && b && a_size == b_size && !memcmp(a, b, a_size);
    free(a);
    free(b);
    return same;
}

static void put(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fwrite(bytes, 1, size, file);
    fclose(file);
}

static void a_killed_training_goes_on(void)
{
    char whole[256], killed[256], checkpoint[300];
    begin();
    snprintf(whole, sizeof whole, "%s", test_path("whole.json"));
    snprintf(killed, sizeof killed, "%s", test_path("killed.json"));
    snprintf(checkpoint, sizeof checkpoint, "%s.checkpoint", killed);
    CU_ASSERT_EQUAL(TRAIN("-o", whole, "--epochs", "40", "--starts", "3").status, 0);
    const char *arguments[] = {"train", dry_path,   wet_path, "--hidden", "4", "-o",
                               killed,  "--epochs", "40",     "--starts", "3", NULL};
    const pid_t process = start_tool(arguments);
    CU_ASSERT(wait_for_file(process, checkpoint));
    CU_ASSERT_EQUAL(finish_tool(process, SIGKILL).status, 1000 + SIGKILL);

    char left[320];
    snprintf(left, sizeof left, "%s.%ld-7.tmp", checkpoint, (long)process);
    put(left, "x", 1);
    const ToolRun careless = run_tool(arguments);
    CU_ASSERT_EQUAL(careless.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(careless.err, "--resume"));
    const ToolRun other = TRAIN("-o", killed, "--epochs", "40", "--starts", "3",
                                "--resume", "--seed", "9");
    CU_ASSERT_EQUAL(other.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(other.err, "--restart"));
    const ToolRun resumed =
        TRAIN("-o", killed, "--epochs", "40", "--starts", "3", "--resume");
    CU_ASSERT_EQUAL(resumed.status, 0);
    CU_ASSERT(same_bytes(whole, killed));
    CU_ASSERT_NOT_EQUAL(access(checkpoint, F_OK), 0);
    CU_ASSERT_NOT_EQUAL(access(left, F_OK), 0);
}

static void damaged_checkpoints_are_refused(void)
{
    char model[256], checkpoint[300];
    begin();
    snprintf(model, sizeof model, "%s", test_path("model.json"));
    snprintf(checkpoint, sizeof checkpoint, "%s.checkpoint", model);
    const char *arguments[] = {"train", dry_path, wet_path,   "--hidden", "4",
                               "-o",    model,    "--epochs", "4000",     NULL};
    const pid_t process = start_tool(arguments);
    CU_ASSERT(wait_for_file(process, checkpoint));
    finish_tool(process, SIGKILL);
    size_t size;
    char *bytes = get_bytes(checkpoint, &size);
    const size_t cuts[] = {0, 20, 100, size / 2, size - 1};
    for (size_t k = 0; k < sizeof cuts / sizeof *cuts; ++k) {
        put(checkpoint, bytes, cuts[k]);
        const ToolRun run = TRAIN("-o", model, "--epochs", "4", "--resume");
        CU_ASSERT_EQUAL(run.status, 1);
        CU_ASSERT_PTR_NOT_NULL(
            strstr(run.err, k ? "checkpoint: is no whole" : "checkpoint: the file is"));
    }
    bytes[size / 2] ^= 1;
    put(checkpoint, bytes, size);
    CU_ASSERT_EQUAL(TRAIN("-o", model, "--epochs", "4", "--resume").status, 1);
    CU_ASSERT_EQUAL(TRAIN("-o", model, "--epochs", "1", "--restart").status, 0);
    free(bytes);
}

static void check_end(const ToolRun *run, const char *end)
{
    json_t *said = json_loads(run->out, 0, NULL);
    CU_ASSERT_EQUAL(run->status, 0);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(said, "end")), end);
    json_decref(said);
}

static void it_ends_when_it_should(void)
{
    begin();
    const char *model = test_path("model.json");
    const ToolRun reached =
        TRAIN("-o", model, "--epochs", "1000", "--esr", "0.3", "--json");
    check_end(&reached, "reached");
    const ToolRun plateau = TRAIN("-o", model, "--patience", "1", "--json");
    check_end(&plateau, "plateau");
    const ToolRun planned = TRAIN("-o", model, "--epochs", "2", "--json");
    check_end(&planned, "planned");
    CU_ASSERT_EQUAL(TRAIN("-o", model, "--patience", "1", "--starts", "2").status, 2);
}

static void it_goes_on_from_a_model(void)
{
    begin();
    const char *first = test_path("first.json"), *second = test_path("second.json");
    CU_ASSERT_EQUAL(TRAIN("-o", first, "--epochs", "60").status, 0);
    const ToolRun on = TRAIN("-o", second, "--epochs", "1", "--from", first, "--json");
    json_t *said = json_loads(on.out, 0, NULL);
    CU_ASSERT(json_number_value(json_object_get(said, "esr")) < 0.1);
    json_decref(said);
    const ToolRun other =
        TRAIN("-o", second, "--epochs", "1", "--from", first, "--cell", "rnn");
    CU_ASSERT_EQUAL(other.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(other.err, "first.json"));
}

static double fact(const UnfoldModelFile *file, const char *key)
{
    double value = NAN;
    unfold_facts_number(file->facts, UNFOLD_TRAINING, key, &value);
    return value;
}

static void late_and_inverted_pairs_are_aligned(void)
{
    begin();
    write_pair(0.25, 57, -1);
    const char *model = test_path("model.json");
    CU_ASSERT_EQUAL(TRAIN("-o", model, "--epochs", "60").status, 0);
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(model, &file, NULL), UNFOLD_OK);
    CU_ASSERT_DOUBLE_EQUAL(fact(&file, "onset_samples"), 57, 1);
    CU_ASSERT_EQUAL(fact(&file, "inverted"), 1);
    CU_ASSERT(fact(&file, "esr_test") < 0.1);
    unfold_model_file_clear(&file);
    const ToolRun heard = RUN_TOOL("eval", model, dry_path, wet_path, "--json");
    json_t *said = json_loads(heard.out, 0, NULL);
    CU_ASSERT(json_number_value(json_object_get(said, "esr")) < 0.1);
    json_decref(said);
    const ToolRun raw =
        RUN_TOOL("eval", model, dry_path, wet_path, "--no-align", "--json");
    said = json_loads(raw.out, 0, NULL);
    CU_ASSERT(json_number_value(json_object_get(said, "esr")) > 0.5);
    json_decref(said);
}

static void knobs_are_learned(void)
{
    begin();
    char wets[2][256];
    for (int k = 0; k < 2; ++k) {
        snprintf(wet_path, sizeof wet_path, "%s", test_path(k ? "w1.wav" : "w0.wav"));
        memcpy(wets[k], wet_path, sizeof wet_path);
        write_pair(k, 0, 1);
    }
    const char *model = test_path("knobs.json");
    const ToolRun run =
        RUN_TOOL("train", "--pair", dry_path, wets[0], "drive=0", "--pair", dry_path,
                 wets[1], "drive=1", "-o", model, "--hidden", "6", "--epochs", "100");
    CU_ASSERT_EQUAL(run.status, 0);
    const char *const turned[] = {"drive=0", "drive=1"};
    for (int k = 0; k < 2; ++k)
        for (int other = 0; other < 2; ++other) {
            const ToolRun heard = RUN_TOOL("eval", model, dry_path, wets[k], "--knobs",
                                           turned[other], "--json");
            json_t *said = json_loads(heard.out, 0, NULL);
            const double esr = json_number_value(json_object_get(said, "esr"));
            CU_ASSERT(k == other ? esr < 0.05 : esr > 0.1);
            json_decref(said);
        }
    const ToolRun half =
        RUN_TOOL("train", "--pair", dry_path, wets[0], "drive=0", "--pair", dry_path,
                 wets[1], "-o", model, "--epochs", "1");
    CU_ASSERT_EQUAL(half.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(half.err, "w1.wav"));
}

static void own_tests_are_measured_by(void)
{
    begin();
    const char *model = test_path("model.json");
    const ToolRun run = RUN_TOOL("train", dry_path, wet_path, "-o", model, "--hidden",
                                 "4", "--epochs", "3", "--test", dry_path, wet_path);
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "1.1 s to train on, 0.1 s to validate, "
                                           "1.2 s to test"));
}

static void a_report_writes_over_nothing_that_is_read(void)
{
    char model[256], heard[256];
    size_t before, after;
    begin();
    snprintf(model, sizeof model, "%s", test_path("never.json"));
    snprintf(heard, sizeof heard, "%s", wet_path);
    free(get_bytes(heard, &before));
    ToolRun run = TRAIN("-o", model, "--epochs", "1", "--report", heard);
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "wet.wav: is a recording to learn from"));
    free(get_bytes(heard, &after));
    CU_ASSERT_EQUAL(before, after);
    run = TRAIN("-o", model, "--epochs", "1", "--report", model);
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "never.json: is to be the model"));
    CU_ASSERT_NOT_EQUAL(access(model, F_OK), 0);
}

static const Test tests[] = {
    {"a killed training goes on to the same bytes", a_killed_training_goes_on},
    {"damaged checkpoints are refused", damaged_checkpoints_are_refused},
    {"a training ends at its ESR, plateau or plan", it_ends_when_it_should},
    {"a training goes on from a model", it_goes_on_from_a_model},
    {"late and inverted pairs are aligned, to train and to measure",
     late_and_inverted_pairs_are_aligned},
    {"knobs are learned from several pairs", knobs_are_learned},
    {"own test pairs are what is measured by", own_tests_are_measured_by},
    {"a report writes over nothing that is read",
     a_report_writes_over_nothing_that_is_read},
    {NULL, NULL},
};

const Suite train_course_suite = {"train-course", tests};
