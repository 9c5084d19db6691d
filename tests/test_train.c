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

enum { FRAMES = 60000 };

static float dry[FRAMES], wet[FRAMES];

static const char *write_wav(const char *name, const float *samples, size_t frames,
                             double rate)
{
    const char *path = test_path(name);
    put_wav(path, samples, frames, 1, rate);
    return path;
}

static void write_pair(const char **dry_path, const char **wet_path)
{
    fill_noise(dry, FRAMES, 0.7, 3);
    float low = 0;
    for (size_t t = 0; t < FRAMES; ++t) {
        low += 0.4f * (dry[t] - low);
        wet[t] = tanhf(2 * low);
    }
    *dry_path = write_wav("dry.wav", dry, FRAMES, 48000);
    *wet_path = write_wav("wet.wav", wet, FRAMES, 48000);
}

static void a_model_with_its_facts(void)
{
    const char *dry_path, *wet_path, *model = test_path("model.json");
    write_pair(&dry_path, &wet_path);
    const char *arguments[] = {"train",    dry_path, wet_path, "-o",     model,
                               "--hidden", "5",      "--cell", "gru",    "--epochs",
                               "60",       "--seed", "3",      "--name", "Soft",
                               "--gear",   "A tanh", "--json", NULL};
    const ToolRun result = run_tool(arguments);
    CU_ASSERT_EQUAL(result.status, 0);
    json_t *said = json_loads(result.out, 0, NULL);
    const double esr = json_number_value(json_object_get(said, "esr"));
    CU_ASSERT(esr > 0 && esr < 0.1);
    json_decref(said);

    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(model, &file, NULL), UNFOLD_OK);
    const UnfoldShape *shape = unfold_model_shape(file.model);
    CU_ASSERT_EQUAL(shape->cell, UNFOLD_GRU);
    CU_ASSERT_EQUAL(shape->hidden, 5);
    CU_ASSERT_EQUAL(shape->skip, 1);
    CU_ASSERT_EQUAL(unfold_model_sample_rate(file.model), 48000);
    double seed = 0, in_file = 0;
    CU_ASSERT(unfold_facts_number(file.facts, UNFOLD_TRAINING, "seed", &seed));
    CU_ASSERT_EQUAL(seed, 3);
    CU_ASSERT(unfold_facts_number(file.facts, UNFOLD_TRAINING, "esr_test", &in_file));
    CU_ASSERT_DOUBLE_EQUAL(in_file, esr, 1e-7);
    CU_ASSERT_STRING_EQUAL(unfold_facts_text(file.facts, UNFOLD_METADATA, "name"),
                           "Soft");
    CU_ASSERT_STRING_EQUAL(unfold_facts_text(file.facts, UNFOLD_TRAINING, "wet"),
                           "wet.wav");
    unfold_model_file_clear(&file);
}

static void same_seed_same_file(void)
{
    const char *dry_path, *wet_path;
    write_pair(&dry_path, &wet_path);
    const char *models[] = {test_path("a.json"), test_path("b.json")};
    for (int k = 0; k < 2; ++k) {
        const char *arguments[] = {"train",   dry_path,    wet_path,      "-o",
                                   models[k], "--hidden",  "4",           "--epochs",
                                   "2",       "--threads", k ? "2" : "1", NULL};
        CU_ASSERT_EQUAL(run_tool(arguments).status, 0);
    }
    size_t sizes[2];
    char *a = get_bytes(models[0], &sizes[0]), *b = get_bytes(models[1], &sizes[1]);
    CU_ASSERT(sizes[0] > 0);
    CU_ASSERT_EQUAL(sizes[0], sizes[1]);
    CU_ASSERT_EQUAL(memcmp(a, b, sizes[0]), 0);
    free(a);
    free(b);
}

/* The test part must not change what is learned: another one, the same weights. */
static void the_test_part_is_not_seen(void)
{
    const char *dry_path, *wet_path;
    write_pair(&dry_path, &wet_path);
    for (size_t t = FRAMES - FRAMES / 10 + 1; t < FRAMES; ++t)
        wet[t] = -dry[t];
    const char *other_path = write_wav("other.wav", wet, FRAMES, 48000);
    const char *models[] = {test_path("a.json"), test_path("b.json")};
    UnfoldModelFile files[2];
    double esr[2];
    for (int k = 0; k < 2; ++k) {
        const char *arguments[] = {"train", dry_path,   k ? other_path : wet_path,
                                   "-o",    models[k],  "--hidden",
                                   "4",     "--epochs", "2",
                                   NULL};
        CU_ASSERT_EQUAL(run_tool(arguments).status, 0);
        CU_ASSERT_EQUAL_FATAL(unfold_model_load(models[k], &files[k], NULL), UNFOLD_OK);
        unfold_facts_number(files[k].facts, UNFOLD_TRAINING, "esr_test", &esr[k]);
    }
    const size_t bytes =
        unfold_shape_weights(unfold_model_shape(files[0].model)) * sizeof(float);
    CU_ASSERT_EQUAL(memcmp(unfold_model_weights(files[0].model),
                           unfold_model_weights(files[1].model), bytes),
                    0);
    CU_ASSERT(esr[1] > 2 * esr[0]);
    unfold_model_file_clear(&files[0]);
    unfold_model_file_clear(&files[1]);
}

static void an_interrupt_keeps_the_best(void)
{
    const char *dry_path, *wet_path;
    char model[256], checkpoint[300];
    snprintf(model, sizeof model, "%s", test_path("interrupted.json"));
    snprintf(checkpoint, sizeof checkpoint, "%s.checkpoint", model);
    write_pair(&dry_path, &wet_path);
    const char *arguments[] = {"train", dry_path,    wet_path, "-o",
                               model,   "--minutes", "60",     NULL};
    const pid_t process = start_tool(arguments);
    CU_ASSERT(wait_for_file(process, checkpoint));
    const ToolRun result = finish_tool(process, SIGINT);
    CU_ASSERT_EQUAL(result.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "the best so far is kept"));
    UnfoldModelFile file;
    CU_ASSERT_EQUAL(unfold_model_load(model, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
}

static const char *refuse(const char *const *arguments, int status, const char *word)
{
    static ToolRun result;
    result = run_tool(arguments);
    CU_ASSERT_EQUAL(result.status, status);
    if (!strstr(result.err, word))
        printf("said: %s, not %s\n", result.err, word);
    CU_ASSERT_PTR_NOT_NULL(strstr(result.err, word));
    CU_ASSERT_EQUAL(result.out[0], '\0');
    return result.err;
}

static void what_cannot_be_trained(void)
{
    const char *dry_path, *wet_path;
    char model[256]; /* more paths than test_path keeps */
    snprintf(model, sizeof model, "%s", test_path("kept.json"));
    write_pair(&dry_path, &wet_path);
    FILE *kept = fopen(model, "w");
    fputs("as it was", kept);
    fclose(kept);
    const char *slow = write_wav("slow.wav", wet, FRAMES, 44100);
    const char *half = write_wav("half.wav", wet, FRAMES / 2, 48000);
    const char *brief = write_wav("brief.wav", wet, 1000, 48000);
    for (size_t t = FRAMES - FRAMES / 10; t < FRAMES; ++t)
        wet[t] = 0;
    const char *fades = write_wav("fades.wav", wet, FRAMES, 48000);
    memset(wet, 0, sizeof wet);
    const char *silence = write_wav("silence.wav", wet, FRAMES, 48000);
    const struct {
        const char *dry, *wet, *word;
    } cases[] = {
        {dry_path, test_path("missing.wav"), "missing.wav"},
        {dry_path, slow, "44100"},
        {dry_path, half, "half.wav"},
        {brief, brief, "brief.wav"},
        {dry_path, silence, "silent"},
        {dry_path, fades, "last tenth"},
        {silence, dry_path, "silent"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        const char *arguments[] = {"train", cases[k].dry, cases[k].wet, "-o",
                                   model,   "--epochs",   "1",          NULL};
        refuse(arguments, 1, cases[k].word);
    }
    size_t size;
    char *bytes = get_bytes(model, &size);
    CU_ASSERT_EQUAL(size, 9);
    CU_ASSERT_EQUAL(memcmp(bytes, "as it was", 9), 0);
    free(bytes);
}

static void wrong_usage(void)
{
    const char *const cases[][10] = {
        {"train"},
        {"train", "a.wav", "b.wav"},
        {"train", "a.wav", "b.wav", "-o", "m", "--hidden", "0"},
        {"train", "a.wav", "b.wav", "-o", "m", "--hidden", "513"},
        {"train", "a.wav", "b.wav", "-o", "m", "--cell", "transformer"},
        {"train", "a.wav", "b.wav", "-o", "m", "--seed", "x"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k)
        refuse(cases[k], 2, "unfold");
}

static void outputs_that_cannot_be(void)
{
    const char *dry_path, *wet_path;
    write_pair(&dry_path, &wet_path);
    const char *nowhere[] = {
        "train", dry_path, wet_path, "-o", test_path("no/such/folder/m.json"), NULL};
    refuse(nowhere, 1, "no/such/folder");
    const char *input[] = {"train", dry_path, wet_path, "-o", wet_path, NULL};
    refuse(input, 1, "wet.wav");
}

static const Test tests[] = {
    {"train writes a model with its facts and an honest test ESR",
     a_model_with_its_facts},
    {"the same seed and epochs write the same file", same_seed_same_file},
    {"the test part is not seen by training", the_test_part_is_not_seen},
    {"Ctrl-C keeps the best so far", an_interrupt_keeps_the_best},
    {"recordings that cannot be learned from are refused, and no file is touched",
     what_cannot_be_trained},
    {"wrong usage is told apart", wrong_usage},
    {"an output that cannot be written is found out first", outputs_that_cannot_be},
    {NULL, NULL},
};

const Suite train_suite = {"train", tests};
