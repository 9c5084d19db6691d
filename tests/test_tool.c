/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "file/model_file.h"
#include "learn/measure.h"
#include "net/stream.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 48000
#define FRAMES 30000

static const char *const commands[] = {"train", "signal",  "align",   "eval", "render",
                                       "info",  "convert", "example", "bench"};
#define COMMANDS (sizeof commands / sizeof *commands)

static void every_command_has_help_and_version(void)
{
    for (size_t k = 0; k < COMMANDS; ++k) {
        const ToolRun help = RUN_TOOL(commands[k], "--help");
        CU_ASSERT_EQUAL(help.status, 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(help.out, "usage: unfold"));
        CU_ASSERT_STRING_EQUAL(help.err, "");
        const ToolRun version = RUN_TOOL(commands[k], "--version");
        CU_ASSERT_EQUAL(version.status, 0);
        CU_ASSERT_STRING_EQUAL(version.out, "unfold " UNFOLD_VERSION "\n");
    }
    const ToolRun help = RUN_TOOL("--help");
    CU_ASSERT_EQUAL(help.status, 0);
    for (size_t k = 0; k < COMMANDS; ++k)
        CU_ASSERT_PTR_NOT_NULL(strstr(help.out, commands[k]));
    CU_ASSERT_EQUAL(RUN_TOOL("--version").status, 0);
}

static void is_wrong_usage(const ToolRun run)
{
    CU_ASSERT_EQUAL(run.status, 2);
    CU_ASSERT(is_one_sentence(&run));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "--help"));
    CU_ASSERT_STRING_EQUAL(run.out, "");
}

static void wrong_usage_exits_with_two_and_a_hint(void)
{
    is_wrong_usage(run_tool((const char *const[]){NULL}));
    is_wrong_usage(RUN_TOOL("toast"));
    is_wrong_usage(RUN_TOOL("--toast"));
    for (size_t k = 0; k < COMMANDS; ++k) {
        is_wrong_usage(RUN_TOOL(commands[k], "--toast"));
        is_wrong_usage(RUN_TOOL(commands[k], "-%"));
        is_wrong_usage(RUN_TOOL(commands[k], "a", "b", "c", "d", "e"));
    }
    is_wrong_usage(RUN_TOOL("eval", "a", "b"));
    is_wrong_usage(RUN_TOOL("eval", "a", "b", "c", "--channel"));
    is_wrong_usage(RUN_TOOL("eval", "a", "b", "c", "--channel", "one"));
    is_wrong_usage(RUN_TOOL("eval", "a", "b", "c", "--channel", "1.5"));
    is_wrong_usage(RUN_TOOL("eval", "a", "b", "c", "--channel", "-1"));
    is_wrong_usage(RUN_TOOL("eval", "a", "b", "c", "--channel", "99999999999"));
    is_wrong_usage(RUN_TOOL("eval", "a", "b", "c", "--json=yes"));
    is_wrong_usage(RUN_TOOL("info"));
    is_wrong_usage(RUN_TOOL("render", "a", "b"));
}

/* What `render` must give for one channel. */
static void play(const char *model_path, const float *x, size_t frames, float *y)
{
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(model_path, &file, NULL), UNFOLD_OK);
    UnfoldStream *stream = unfold_stream_new(file.model, 1);
    unfold_stream_settle(stream);
    stream_play(stream, x, frames, y);
    unfold_stream_free(stream);
    unfold_model_file_clear(&file);
}

static void render_plays_each_channel_through_its_own_stream(void)
{
    static float tones[FRAMES], stereo[2 * FRAMES], y[FRAMES];
    fill_tones(tones, FRAMES, 0.5f);
    for (int t = 0; t < FRAMES; ++t) {
        stereo[2 * t] = tones[t];
        stereo[2 * t + 1] = 0.1f * tones[FRAMES - 1 - t];
    }
    put_model(test_path("model.json"), RATE);
    put_wav(test_path("stereo.wav"), stereo, FRAMES, 2, RATE);
    const ToolRun run = RUN_TOOL("render", test_path("model.json"),
                                 test_path("stereo.wav"), test_path("out.wav"));
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_STRING_EQUAL(run.err, "");
    UnfoldAudio out;
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(test_path("out.wav"), &out, NULL),
                          UNFOLD_OK);
    CU_ASSERT(out.frames == FRAMES && out.channels == 2 && out.rate == RATE);
    for (int c = 0; c < 2; ++c) {
        for (int t = 0; t < FRAMES; ++t)
            tones[t] = stereo[2 * t + c];
        play(test_path("model.json"), tones, FRAMES, y);
        for (int t = 0; t < FRAMES; ++t)
            tones[t] = out.samples[2 * t + c];
        CU_ASSERT_EQUAL(memcmp(tones, y, sizeof y), 0);
    }
    unfold_audio_clear(&out);
}

static void eval_measures_what_render_plays(void)
{
    static float dry[FRAMES], wet[FRAMES], played[FRAMES];
    fill_tones(dry, FRAMES, 0.5f);
    fill_tones(wet, FRAMES, 0.3f);
    put_model(test_path("model.json"), RATE);
    put_wav(test_path("dry.wav"), dry, FRAMES, 1, RATE);
    put_wav(test_path("wet.wav"), wet, FRAMES, 1, RATE);
    play(test_path("model.json"), dry, FRAMES, played);
    const UnfoldMeasure expected = unfold_measure(played, wet, FRAMES);
    const ToolRun run = RUN_TOOL("eval", "--json", test_path("model.json"),
                                 test_path("dry.wav"), test_path("wet.wav"));
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_STRING_EQUAL(run.err, "");
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_DOUBLE_EQUAL(json_real_value(json_object_get(root, "esr")), expected.esr,
                           1e-8 * expected.esr);
    CU_ASSERT_DOUBLE_EQUAL(json_real_value(json_object_get(root, "mse")), expected.mse,
                           1e-8 * expected.mse);
    json_decref(root);
    put_wav(test_path("wet.wav"), played, FRAMES, 1, RATE);
    const ToolRun same = RUN_TOOL("eval", test_path("model.json"), test_path("dry.wav"),
                                  test_path("wet.wav"));
    CU_ASSERT_EQUAL(same.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(same.out, "0.000000  (great"));
}

/* At twice the rate the model's own time goes by all the same: what it makes of a slow
   sound does not change, and is not late. */
static void render_and_eval_play_at_any_rate(void)
{
    static float slow[FRAMES], fast[2 * FRAMES], y[2 * FRAMES];
    for (int t = 0; t < 2 * FRAMES; ++t)
        fast[t] = (float)(0.4 * sin(0.01 * t) + 0.2 * sin(0.023 * t));
    for (int t = 0; t < FRAMES; ++t)
        slow[t] = fast[2 * t];
    const char *model = test_path("model.json"), *dry = test_path("dry.wav");
    const char *out = test_path("out.wav");
    put_model(model, RATE);
    play(model, slow, FRAMES, slow);
    put_wav(dry, fast, 2 * FRAMES, 1, 2 * RATE);
    static const char *const how[][4] = {{"--rates", "auto", "--oversampling", "1"},
                                         {"--rates", "resample", "--oversampling", "1"},
                                         {"--rates", "auto", "--oversampling", "4"}};
    for (size_t k = 0; k < 3; ++k) {
        const ToolRun run = RUN_TOOL("render", model, dry, out, how[k][0], how[k][1],
                                     how[k][2], how[k][3]);
        CU_ASSERT_EQUAL(run.status, 0);
        UnfoldAudio audio;
        CU_ASSERT_EQUAL_FATAL(unfold_audio_read(out, &audio, NULL), UNFOLD_OK);
        CU_ASSERT_FATAL(audio.frames == 2 * FRAMES && audio.rate == 2 * RATE);
        for (int t = 0; t < FRAMES; ++t)
            y[t] = audio.samples[2 * t];
        unfold_audio_clear(&audio);
        CU_ASSERT(worst_difference(y + 500, slow + 500, FRAMES - 1000, NULL) < 1e-3);
        const ToolRun same = RUN_TOOL("eval", model, dry, out, how[k][0], how[k][1],
                                      how[k][2], how[k][3]);
        CU_ASSERT_PTR_NOT_NULL(strstr(same.out, "0.000000  (great"));
        CU_ASSERT_PTR_NULL(strstr(same.out, "horizon"));
    }
    const ToolRun info = RUN_TOOL("info", model, "--rate", "44100");
    CU_ASSERT_PTR_NOT_NULL(strstr(info.out, "resampled to 48000 Hz and back; "));
}

static void info_shows_shape_cost_and_facts(void)
{
    put_model(test_path("model.json"), RATE);
    const ToolRun text = RUN_TOOL("info", test_path("model.json"));
    CU_ASSERT_EQUAL(text.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out, "lstm, 1 layer of 4 hidden units"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out, "48000 Hz"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out, "Test ?[31m tube"));
    const ToolRun run = RUN_TOOL("info", test_path("model.json"), "--json");
    json_t *root = json_loads(run.out, 0, NULL);
    /* 4 H (X + H + 1) + H + 1 with X = 1, H = 4 */
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(root, "parameters")), 101);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(root, "multiply_adds")), 84);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(root, "cell")), "lstm");
    const json_t *training = json_object_get(root, "training");
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(training, "seed")), 11);
    json_decref(root);
}

static void sequence_models_are_no_effects(void)
{
    static float dry[FRAMES];
    fill_tones(dry, FRAMES, 0.5f);
    put_model(test_path("sequence.json"), 0);
    put_wav(test_path("dry.wav"), dry, FRAMES, 1, RATE);
    const ToolRun run = RUN_TOOL("render", test_path("sequence.json"),
                                 test_path("dry.wav"), test_path("unwritten.wav"));
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT(is_one_sentence(&run));
    size_t size;
    CU_ASSERT_PTR_NULL(get_bytes(test_path("unwritten.wav"), &size));
    CU_ASSERT_EQUAL(RUN_TOOL("info", test_path("sequence.json")).status, 0);
}

static const Test tests[] = {
    {"every command has help and version", every_command_has_help_and_version},
    {"wrong usage exits with two and a hint", wrong_usage_exits_with_two_and_a_hint},
    {"render plays each channel through its own stream",
     render_plays_each_channel_through_its_own_stream},
    {"eval measures what render plays", eval_measures_what_render_plays},
    {"render and eval play at any rate", render_and_eval_play_at_any_rate},
    {"info shows shape, cost and facts", info_shows_shape_cost_and_facts},
    {"sequence models are no effects", sequence_models_are_no_effects},
    {NULL, NULL}};

const Suite tool_suite = {"tool", tests};
