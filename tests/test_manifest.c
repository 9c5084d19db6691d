/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/networks.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FRAMES = 60000 };

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

static void write_pair(void)
{
    static float samples[FRAMES];
    fill_noise(samples, FRAMES, 0.7, 3);
    put_wav(test_path("dry.wav"), samples, FRAMES, 1, 48000);
    for (size_t t = 0; t < FRAMES; ++t)
        samples[t] = tanhf(2 * samples[t]);
    put_wav(test_path("wet.wav"), samples, FRAMES, 1, 48000);
}

static void one_after_another(void)
{
    write_pair();
    const char *manifest = test_path("captures.json");
    write_text(manifest,
               "{\"models\": ["
               "{\"output\": \"one.json\", \"hidden\": 3, \"cell\": \"gru\","
               " \"pairs\": [{\"dry\": \"dry.wav\", \"wet\": \"wet.wav\"}]},"
               "{\"output\": \"two.json\","
               " \"pairs\": [{\"dry\": \"dry.wav\", \"wet\": \"gone.wav\"}]},"
               "{\"output\": \"three.json\", \"no-skip\": true,"
               " \"pairs\": [{\"dry\": \"dry.wav\", \"wet\": \"wet.wav\"}]}]}");
    const ToolRun run = RUN_TOOL("train", manifest, "--epochs", "2", "--hidden", "4");
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "gone.wav"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "gru with 3 units"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "lstm with 4 units"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "failed"));
    CU_ASSERT_EQUAL(access(test_path("one.json"), R_OK), 0);
    CU_ASSERT_NOT_EQUAL(access(test_path("two.json"), R_OK), 0);
    CU_ASSERT_EQUAL(access(test_path("three.json"), R_OK), 0);
}

#define PAIRS "\"pairs\": [{\"dry\": \"dry.wav\", \"wet\": \"wet.wav\"}]"

static void what_is_wrong_is_named(void)
{
    static const struct {
        const char *text, *word;
    } cases[] = {
        {"[1]", "object"},
        {"{}", "models"},
        {"{\"models\": []}", "models"},
        {"{\"models\": [], \"more\": 1}", "more"},
        {"{\"models\": [3]}", "model 1"},
        {"{\"models\": [{\"output\": \"a.json\"}]}", "pairs"},
        {"{\"models\": [{" PAIRS "}]}", "output"},
        {"{\"models\": [{\"output\": \"a\", \"pairs\": []}]}", "pairs"},
        {"{\"models\": [{\"output\": \"a\", \"pairs\": [{\"dry\": \"d\"}]}]}", "wet"},
        {"{\"models\": [{\"output\": \"a\", \"size\": 1, " PAIRS "}]}", "size"},
        {"{\"models\": [{\"output\": \"a\", \"hidden\": 0, " PAIRS "}]}", "hidden"},
        {"{\"models\": [{\"output\": \"a\", \"hidden\": [], " PAIRS "}]}", "hidden"},
        {"{\"models\": [{\"output\": \"a\", \"no-skip\": 1, " PAIRS "}]}", "no-skip"},
    };
    const char *manifest = test_path("bad.json");
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        write_text(manifest, cases[k].text);
        const ToolRun run = RUN_TOOL("train", manifest);
        CU_ASSERT_EQUAL(run.status, 1);
        CU_ASSERT(is_one_sentence(&run));
        CU_ASSERT_PTR_NOT_NULL(strstr(run.err, cases[k].word));
        CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "bad.json"));
    }
    CU_ASSERT_EQUAL(RUN_TOOL("train", manifest, "-o", "x.json").status, 2);
}

static const Test tests[] = {
    {"a manifest trains one model after another, and a failed one stops none",
     one_after_another},
    {"what is wrong in a manifest is named", what_is_wrong_is_named},
    {NULL, NULL},
};

const Suite manifest_suite = {"manifest", tests};
