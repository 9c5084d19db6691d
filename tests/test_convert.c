/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "tests/support/knobs.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDEN "tests/golden/formats/"
#define FRAMES 3000

static bool is_there(const char *path)
{
    size_t size;
    char *bytes = get_bytes(path, &size);
    free(bytes);
    return bytes;
}

static void info_says_the_format_layers_and_gains(void)
{
    const ToolRun run = RUN_TOOL("info", "--json", GOLDEN "aidax-stack-dense.json");
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(root, "format")), "aidax");
    const json_t *dense = json_object_get(root, "dense");
    CU_ASSERT_EQUAL(json_array_size(dense), 3);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(json_array_get(dense, 0), "activation")),
        "elu");
    CU_ASSERT_EQUAL(json_array_size(json_object_get(root, "gains")), 0);
    json_decref(root);
    const ToolRun text = RUN_TOOL("info", GOLDEN "aidax-gru-gains-knobs.json");
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out, "format                 aidax"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out, "(-3.50 dB), output 2.05352 (6.25 dB)"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out, "knob 2"));
}

static void a_name_or_to_says_which_format_is_written(void)
{
    static const struct {
        const char *name, *to;
        UnfoldFormat format;
    } cases[] = {{"a.nam", NULL, UNFOLD_FORMAT_NAM},
                 {"b.aidax", NULL, UNFOLD_FORMAT_AIDAX},
                 {"c.json", "aidax", UNFOLD_FORMAT_AIDAX},
                 {"d.json", "unfold", UNFOLD_FORMAT_OWN},
                 {"e.nam", "unfold", UNFOLD_FORMAT_OWN}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        const char *out = test_path(cases[k].name);
        const ToolRun run = cases[k].to
                                ? RUN_TOOL("convert", GOLDEN "nam-3x4-still.nam", out,
                                           "--to", cases[k].to)
                                : RUN_TOOL("convert", GOLDEN "nam-3x4-still.nam", out);
        UnfoldModelFile file;
        CU_ASSERT_EQUAL(run.status, 0);
        CU_ASSERT_STRING_EQUAL(run.err, "");
        CU_ASSERT_EQUAL_FATAL(unfold_model_load(out, &file, NULL), UNFOLD_OK);
        CU_ASSERT_EQUAL(file.format, cases[k].format);
        unfold_model_file_clear(&file);
    }
    const ToolRun unsaid =
        RUN_TOOL("convert", GOLDEN "nam-3x4-still.nam", test_path("f.json"));
    CU_ASSERT_EQUAL(unsaid.status, 2);
    CU_ASSERT(is_one_sentence(&unsaid));
    CU_ASSERT_PTR_NOT_NULL(strstr(unsaid.err, "--to"));
    const ToolRun unknown = RUN_TOOL("convert", GOLDEN "nam-3x4-still.nam",
                                     test_path("f.json"), "--to", "vst");
    CU_ASSERT_EQUAL(unknown.status, 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(unknown.err, "'vst'"));
    CU_ASSERT_FALSE(is_there(test_path("f.json")));
}

static void what_is_lost_is_refused_or_said(void)
{
    const char *out = test_path("state.aidax");
    const ToolRun refused = RUN_TOOL("convert", GOLDEN "nam-1x3-state.nam", out);
    CU_ASSERT_EQUAL(refused.status, 1);
    CU_ASSERT(is_one_sentence(&refused));
    CU_ASSERT_PTR_NOT_NULL(strstr(refused.err, "an initial state; --lossy drops it"));
    CU_ASSERT_FALSE(is_there(out));
    const ToolRun lossy =
        RUN_TOOL("convert", GOLDEN "nam-1x3-state.nam", out, "--lossy");
    CU_ASSERT_EQUAL(lossy.status, 0);
    CU_ASSERT(is_one_sentence(&lossy));
    CU_ASSERT_PTR_NOT_NULL(strstr(lossy.err, "warning: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(lossy.err, "initial state is dropped"));
    CU_ASSERT(is_there(out));
    const ToolRun never = RUN_TOOL("convert", GOLDEN "aidax-gru-stack-silent.json",
                                   test_path("gru.nam"), "--lossy");
    CU_ASSERT_EQUAL(never.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(never.err, "'gru'\n"));
}

static void knobs_are_frozen_where_they_are_turned_to(void)
{
    const UnfoldShape shape = {
        .cell = UNFOLD_LSTM, .inputs = 2, .hidden = 3, .layers = 1, .outputs = 1};
    UnfoldModelFile file = {.model = random_model(&shape, 48000, 1)};
    unfold_knobs_add(&file.knobs, "gain", 0.5, NULL);
    CU_ASSERT_EQUAL(unfold_model_save(test_path("knob.json"), &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
    const ToolRun run = RUN_TOOL("convert", test_path("knob.json"), test_path("k.nam"),
                                 "--lossy", "--knobs", "gain=0.25");
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "the knob 'gain' is frozen at 0.25"));
}

static void the_input_is_never_overwritten(void)
{
    const char *path = test_path("same.json");
    put_model(path, 48000);
    const ToolRun run = RUN_TOOL("convert", path, path, "--to", "aidax");
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "is also read"));
    CU_ASSERT_EQUAL(RUN_TOOL("info", path).status, 0);
    const ToolRun nowhere =
        RUN_TOOL("convert", path, test_path("no/such/folder.aidax"));
    CU_ASSERT_EQUAL(nowhere.status, 1);
    CU_ASSERT(is_one_sentence(&nowhere));
}

static void a_rate_that_is_said_counts(void)
{
    static float tones[FRAMES];
    fill_tones(tones, FRAMES, 0.5f);
    put_wav(test_path("in.wav"), tones, FRAMES, 1, 48000);
    const char *model = GOLDEN "proteus-lstm.json";
    const ToolRun assumed = RUN_TOOL("info", model);
    CU_ASSERT_PTR_NOT_NULL(strstr(assumed.out, "44100 Hz"));
    CU_ASSERT(is_one_sentence(&assumed));
    CU_ASSERT_PTR_NOT_NULL(strstr(assumed.err, "44100 Hz is assumed"));
    const ToolRun said = RUN_TOOL("info", model, "--model-rate", "48000");
    CU_ASSERT_PTR_NOT_NULL(strstr(said.out, "48000 Hz"));
    CU_ASSERT_STRING_EQUAL(said.err, "");
    const ToolRun played = RUN_TOOL("render", model, test_path("in.wav"),
                                    test_path("out.wav"), "--model-rate", "48000");
    CU_ASSERT_EQUAL(played.status, 0);
    CU_ASSERT_STRING_EQUAL(played.err, "");
    const ToolRun measured =
        RUN_TOOL("eval", model, test_path("in.wav"), test_path("out.wav"), "--no-align",
                 "--model-rate", "48000");
    CU_ASSERT_EQUAL(measured.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(measured.out, "ESR                    0.000000"));
    CU_ASSERT_EQUAL(RUN_TOOL("info", model, "--model-rate", "0").status, 2);
}

static void a_converted_model_renders_the_same_bytes(void)
{
    static float tones[FRAMES];
    size_t size, converted_size;
    fill_tones(tones, FRAMES, 0.5f);
    put_wav(test_path("in.wav"), tones, FRAMES, 1, 48000);
    put_model(test_path("ours.json"), 48000);
    CU_ASSERT_EQUAL(
        RUN_TOOL("convert", test_path("ours.json"), test_path("theirs.aidax")).status,
        0);
    RUN_TOOL("render", test_path("ours.json"), test_path("in.wav"), test_path("a.wav"));
    RUN_TOOL("render", test_path("theirs.aidax"), test_path("in.wav"),
             test_path("b.wav"));
    char *a = get_bytes(test_path("a.wav"), &size);
    char *b = get_bytes(test_path("b.wav"), &converted_size);
    CU_ASSERT_FATAL(a && b);
    CU_ASSERT(size == converted_size && !memcmp(a, b, size));
    free(a);
    free(b);
}

static const Test tests[] = {
    {"info says the format, layers and gains", info_says_the_format_layers_and_gains},
    {"a name or --to says which format is written",
     a_name_or_to_says_which_format_is_written},
    {"what is lost is refused or said", what_is_lost_is_refused_or_said},
    {"knobs are frozen where they are turned to",
     knobs_are_frozen_where_they_are_turned_to},
    {"the input is never overwritten", the_input_is_never_overwritten},
    {"a rate that is said counts", a_rate_that_is_said_counts},
    {"a converted model renders the same bytes",
     a_converted_model_renders_the_same_bytes},
    {NULL, NULL}};

const Suite convert_suite = {"convert", tests};
