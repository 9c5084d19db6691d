/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "learn/measure.h"
#include "tests/support/knobs.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { RATE = 48000, FRAMES = 10000 };

static float dry[FRAMES], y[FRAMES];
static char model[256], in[256], out[256];

static void name_file(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", test_folder(), name);
}

static void put_files(void)
{
    name_file(model, "knobs.json");
    name_file(in, "dry.wav");
    name_file(out, "out.wav");
    unlink(out);
    put_knob_model(model, 4);
    fill_tones(dry, FRAMES, 0.5f);
    put_wav(in, dry, FRAMES, 1, RATE);
}

/* y: what the model plays with its first knobs at these values, the rest at defaults.
 */
static void play_at(double gain, double tone)
{
    UnfoldModelFile file = knob_model(UNFOLD_LSTM, 2, 4);
    file.knobs.list[0].value = gain;
    file.knobs.list[1].value = tone;
    play_file(&file, dry, FRAMES, y);
    unfold_model_file_clear(&file);
}

static void rendered_is_y(const ToolRun run)
{
    UnfoldAudio audio;
    CU_ASSERT_EQUAL_FATAL(run.status, 0);
    CU_ASSERT_STRING_EQUAL(run.err, "");
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(out, &audio, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(audio.frames, FRAMES);
    CU_ASSERT_EQUAL(memcmp(audio.samples, y, sizeof y), 0);
    unfold_audio_clear(&audio);
}

static void render_turns_knobs_and_leaves_the_rest_at_their_defaults(void)
{
    put_files();
    play_at(0.3, 0.75);
    rendered_is_y(RUN_TOOL("render", model, in, out));
    rendered_is_y(RUN_TOOL("render", model, in, out, "--knobs", "tone=0.75"));
    play_at(1, 0.75);
    rendered_is_y(RUN_TOOL("render", model, in, out, "--knobs", "gain=1"));
    play_at(0, 0.125);
    rendered_is_y(RUN_TOOL("render", "--knobs", "tone=0.125,gain=0", model, in, out));
}

static void render_turns_the_knobs_of_all_channels(void)
{
    static float stereo[2 * FRAMES];
    put_files();
    for (int t = 0; t < FRAMES; ++t)
        stereo[2 * t + 1] = dry[t];
    put_wav(in, stereo, FRAMES, 2, RATE);
    const ToolRun run = RUN_TOOL("render", model, in, out, "--knobs", "gain=0.9");
    CU_ASSERT_EQUAL_FATAL(run.status, 0);
    UnfoldAudio audio;
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(out, &audio, NULL), UNFOLD_OK);
    CU_ASSERT_FATAL(audio.frames == FRAMES && audio.channels == 2);
    play_at(0.9, 0.75);
    bool same = true;
    for (int t = 0; t < FRAMES; ++t)
        same = same && audio.samples[2 * t + 1] == y[t];
    CU_ASSERT(same);
    unfold_audio_clear(&audio);
}

static void eval_measures_at_the_given_knobs(void)
{
    put_files();
    put_wav(out, dry, FRAMES, 1, RATE);
    play_at(0.9, 0.75);
    const double esr = unfold_measure(y, dry, FRAMES).esr;
    const ToolRun run =
        RUN_TOOL("eval", "--json", model, in, out, "--knobs", "gain=0.9");
    CU_ASSERT_EQUAL(run.status, 0);
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_DOUBLE_EQUAL(json_real_value(json_object_get(root, "esr")), esr,
                           1e-8 * esr);
    json_decref(root);
    put_wav(out, y, FRAMES, 1, RATE);
    const ToolRun exact = RUN_TOOL("eval", model, in, out, "--knobs", "gain=0.9");
    CU_ASSERT_PTR_NOT_NULL(strstr(exact.out, "0.000000  (great"));
    const ToolRun other = RUN_TOOL("eval", model, in, out);
    CU_ASSERT_EQUAL(other.status, 0);
    CU_ASSERT_PTR_NULL(strstr(other.out, "0.000000  (great"));
}

static void info_shows_knobs_with_their_defaults(void)
{
    put_files();
    const ToolRun text = RUN_TOOL("info", model);
    CU_ASSERT_EQUAL(text.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.out,
                                  "\nknobs\n  gain                 default 0.3\n"
                                  "  tone                 default 0.75\n"));
    const ToolRun run = RUN_TOOL("info", "--json", model);
    json_t *root = json_loads(run.out, 0, NULL);
    const json_t *knobs = json_object_get(root, "knobs");
    CU_ASSERT_EQUAL_FATAL(json_array_size(knobs), 2);
    const json_t *tone = json_array_get(knobs, 1);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(tone, "name")), "tone");
    CU_ASSERT_EQUAL(json_real_value(json_object_get(tone, "default")), 0.75);
    json_decref(root);
    put_model(model, RATE);
    const ToolRun without = RUN_TOOL("info", "--json", model);
    root = json_loads(without.out, 0, NULL);
    knobs = json_object_get(root, "knobs");
    CU_ASSERT(json_is_array(knobs) && json_array_size(knobs) == 0);
    json_decref(root);
    CU_ASSERT_PTR_NULL(strstr(RUN_TOOL("info", model).out, "knobs"));
}

static void refuse(const char *knobs, int status, const char *word, const char *list)
{
    for (int eval = 0; eval < 2; ++eval) {
        const ToolRun run = eval ? RUN_TOOL("eval", model, in, in, "--knobs", knobs)
                                 : RUN_TOOL("render", model, in, out, "--knobs", knobs);
        CU_ASSERT_EQUAL(run.status, status);
        CU_ASSERT(is_one_sentence(&run));
        if (!strstr(run.err, word) || !strstr(run.err, list))
            printf("%s: '%s' lacks '%s'\n", knobs, run.err, word);
        CU_ASSERT_PTR_NOT_NULL(strstr(run.err, word));
        CU_ASSERT_PTR_NOT_NULL(strstr(run.err, list));
        size_t size;
        CU_ASSERT_PTR_NULL(get_bytes(out, &size));
    }
}

static void wrong_knobs_are_refused_with_a_list_of_the_right_ones(void)
{
    static const struct {
        const char *knobs;
        int status;
        const char *word;
    } wrong[] = {{"gian=0.3", 1, "no knob 'gian'"},
                 {"gain=0.3, tone=0.7", 2, "space"},
                 {"gain=1.5", 2, "'gain' is at 1.5, not 0 to 1"},
                 {"gain=-0.01", 2, "not 0 to 1"},
                 {"gain=nan", 2, "not 0 to 1"},
                 {"gain=0.1,tone=0,gain=0.1", 2, "'gain' comes twice"},
                 {"gain", 2, "'gain' is not NAME=VALUE"},
                 {"gain=", 2, "'gain=' is not NAME=VALUE"},
                 {"gain=x", 2, "NAME=VALUE"},
                 {"gain=0.5x,tone=1", 2, "'gain=0.5x' is not NAME=VALUE"},
                 {"gain=0.5,", 2, "'' is not NAME=VALUE"},
                 {"gain=,tone=1", 2, "'gain=' is not NAME=VALUE"},
                 {"gain=tone=1", 2, "NAME=VALUE"},
                 {"=0.5", 2, "is empty"},
                 {"", 2, "NAME=VALUE"},
                 {"abcdefghijklmnopqrstuvwxyz123456789=0", 2, "longer than 31 bytes"},
                 {"1=0,2=0,3=0,4=0,5=0,6=0,7=0,8=0,9=0", 2, "more than 8 knobs"}};
    put_files();
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; ++k)
        refuse(wrong[k].knobs, wrong[k].status, wrong[k].word, "are 'gain', 'tone'\n");
    put_model(model, RATE);
    refuse("gain=0.5", 1, "knobs.json: --knobs: the model has no knobs", "");
    refuse("gain=5", 2, "the model has no knobs", "");
}

static void inputs_without_knobs_are_not_played(void)
{
    put_files();
    UnfoldModelFile file = knob_model(UNFOLD_LSTM, 2, 4);
    file.knobs.count = 0;
    CU_ASSERT_EQUAL(unfold_model_save(model, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
    const ToolRun run = RUN_TOOL("render", model, in, out);
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "inputs besides its knobs, not one"));
    CU_ASSERT_EQUAL(RUN_TOOL("info", model).status, 0);
}

static void bench_plays_a_model_with_knobs(void)
{
    put_files();
    const ToolRun run = RUN_TOOL("bench", model, "--seconds", "0.001", "--threads", "1",
                                 "--kernel", "generic", "--json");
    CU_ASSERT_EQUAL(run.status, 0);
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(root, "results")), 2);
    json_decref(root);
}

static const Test tests[] = {
    {"render turns knobs and leaves the rest at their defaults",
     render_turns_knobs_and_leaves_the_rest_at_their_defaults},
    {"render turns the knobs of all channels", render_turns_the_knobs_of_all_channels},
    {"eval measures at the given knobs", eval_measures_at_the_given_knobs},
    {"info shows knobs with their defaults", info_shows_knobs_with_their_defaults},
    {"wrong knobs are refused with a list of the right ones",
     wrong_knobs_are_refused_with_a_list_of_the_right_ones},
    {"inputs without knobs are not played", inputs_without_knobs_are_not_played},
    {"bench plays a model with knobs", bench_plays_a_model_with_knobs},
    {NULL, NULL}};

const Suite knobs_tool_suite = {"knobs_tool", tests};
