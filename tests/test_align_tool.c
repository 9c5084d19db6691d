/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "tests/support/playing.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#define RATE 12000
#define N 60000
#define DELAY 777

static float dry[N], wet[N + DELAY];

/* dry, its delayed, inverted, softer self, and another take. */
static void put_files(void)
{
    fill_playing(dry, N, RATE, 1);
    put_wav(test_path("dry.wav"), dry, N, 1, RATE);
    for (size_t t = 0; t < N; ++t)
        wet[t + DELAY] = -0.4f * dry[t];
    put_wav(test_path("wet.wav"), wet, N + DELAY, 1, RATE);
    put_wav(test_path("slow.wav"), wet, N, 1, RATE / 2);
    float other[N];
    fill_playing(other, N, RATE, 77);
    put_wav(test_path("other.wav"), other, N, 1, RATE);
}

static double number(const json_t *root, const char *key)
{
    return json_number_value(json_object_get(root, key));
}

static void align_tells_the_delay(void)
{
    put_files();
    const ToolRun text = RUN_TOOL("align", test_path("dry.wav"), test_path("wet.wav"));
    CU_ASSERT_EQUAL(text.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out, "inverted"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out, "777"));
    const ToolRun run =
        RUN_TOOL("align", "--json", test_path("dry.wav"), test_path("wet.wav"));
    CU_ASSERT_EQUAL(run.status, 0);
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_DOUBLE_EQUAL(number(root, "delay_samples"), DELAY, 0.05);
    CU_ASSERT_DOUBLE_EQUAL(number(root, "delay_ms"), 1000.0 * DELAY / RATE, 0.01);
    CU_ASSERT_EQUAL(number(root, "onset_samples"), DELAY);
    CU_ASSERT(json_is_true(json_object_get(root, "inverted")));
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(root, "worst")),
                           "warning");
    const json_t *findings = json_object_get(root, "findings");
    CU_ASSERT(json_array_size(findings) >= 2);
    const json_t *figures = json_object_get(root, "figures");
    CU_ASSERT(number(figures, "gain_esr") < 1e-9);
    CU_ASSERT(json_is_null(json_object_get(figures, "self_esr")));
    json_decref(root);
}

static void align_writes_wet_moved_onto_dry(void)
{
    put_files();
    const ToolRun run = RUN_TOOL("align", test_path("dry.wav"), test_path("wet.wav"),
                                 "-o", test_path("aligned.wav"));
    CU_ASSERT_EQUAL(run.status, 0);
    UnfoldAudio audio;
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(test_path("aligned.wav"), &audio, NULL),
                          UNFOLD_OK);
    CU_ASSERT(audio.frames == N && audio.channels == 1 && audio.rate == RATE);
    for (size_t t = 0; t < N; ++t)
        wet[t] = 0.4f * dry[t];
    /* The delay is found to a hundredth or so of a sample. */
    CU_ASSERT(worst_difference(audio.samples, wet, N, NULL) < 0.02);
    unfold_audio_clear(&audio);
}

static void what_cannot_be_aligned_writes_nothing(void)
{
    put_files();
    const char *const cases[][5] = {
        {"align", test_path("dry.wav"), test_path("other.wav"), "-o",
         test_path("unaligned.wav")},
        {"align", test_path("dry.wav"), test_path("slow.wav"), "-o",
         test_path("unaligned.wav")},
    };
    for (size_t k = 0; k < 2; ++k) {
        const ToolRun run =
            RUN_TOOL(cases[k][0], cases[k][1], cases[k][2], cases[k][3], cases[k][4]);
        CU_ASSERT_EQUAL(run.status, 1);
        CU_ASSERT(is_one_sentence(&run));
        CU_ASSERT_STRING_EQUAL(run.out, "");
        size_t size;
        CU_ASSERT_PTR_NULL(get_bytes(test_path("unaligned.wav"), &size));
    }
    const ToolRun over = RUN_TOOL("align", test_path("dry.wav"), test_path("wet.wav"),
                                  "-o", test_path("wet.wav"));
    CU_ASSERT_EQUAL(over.status, 1);
    CU_ASSERT(is_one_sentence(&over));
    const ToolRun told =
        RUN_TOOL("align", test_path("dry.wav"), test_path("other.wav"));
    CU_ASSERT_EQUAL(told.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(told.out, "error"));
}

static const Test tests[] = {
    {"align tells the delay", align_tells_the_delay},
    {"align writes wet moved onto dry", align_writes_wet_moved_onto_dry},
    {"what cannot be aligned writes nothing", what_cannot_be_aligned_writes_nothing},
    {NULL, NULL}};

const Suite align_tool_suite = {"align_tool", tests};
