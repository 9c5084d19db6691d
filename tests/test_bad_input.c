/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whatever a file holds, the tool says one sentence, exits with 1 and overwrites
   nothing. Training is tried with the same files as evaluation. */

#define RATE 48000
#define FRAMES (2 * RATE)

static float tones[FRAMES], other[FRAMES];

static void put_text(const char *path, const char *text, size_t size)
{
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(text, 1, size, file), size);
    fclose(file);
}

/* Paths of the files that all tests have; "old" is the one to be kept. */
static char model[256], dry[256], wet[256], old[256], bad[256];

static void name_file(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", test_folder(), name);
}

static void put_good_files(void)
{
    name_file(model, "model.json");
    name_file(dry, "dry.wav");
    name_file(wet, "wet.wav");
    name_file(old, "old");
    name_file(bad, "bad.wav");
    fill_tones(tones, FRAMES, 0.5f);
    for (int t = 0; t < FRAMES; ++t)
        other[t] = (float)tanh(3.0 * (double)tones[t]) * 0.5f;
    put_model(model, RATE);
    put_wav(dry, tones, FRAMES, 1, RATE);
    put_wav(wet, other, FRAMES, 1, RATE);
    put_text(old, "precious", 8);
}

static bool is_kept(void)
{
    size_t size;
    char *bytes = get_bytes(old, &size);
    const bool same = bytes && !strcmp(bytes, "precious");
    free(bytes);
    return same;
}

static void failed(const ToolRun run, const char *word)
{
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT(is_one_sentence(&run));
    CU_ASSERT_STRING_EQUAL(run.out, "");
    if (!strstr(run.err, word))
        printf("'%s' lacks '%s'\n", run.err, word);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, word));
}

/* Evaluation and training both refuse this pair; the old model stays. */
static void refuse_pair(const char *before, const char *after, const char *word)
{
    failed(RUN_TOOL("eval", model, before, after), word);
    failed(RUN_TOOL("train", before, after, "-o", old, "--epochs", "1"), word);
    CU_ASSERT(is_kept());
}

static void recordings_that_are_no_use_are_refused(void)
{
    put_good_files();
    refuse_pair(dry, test_path("nothing-there.wav"), "No such file");
    refuse_pair(test_folder(), dry, "folder");
    put_text(bad, "", 0);
    refuse_pair(dry, bad, "empty");
    put_text(bad, "RIFF....WAVEtext", 16);
    refuse_pair(bad, dry, "no audio file");
    put_wav(bad, tones, 0, 1, RATE);
    refuse_pair(dry, bad, "no samples");
    put_wav(bad, tones, FRAMES, 1, RATE);
    CU_ASSERT_EQUAL(truncate(bad, 1000), 0);
    refuse_pair(dry, bad, "cut short");
    put_wav(bad, tones, FRAMES, 1, 44100);
    refuse_pair(dry, bad, "44100");
    put_wav(bad, tones, FRAMES / 2, 1, RATE);
    failed(RUN_TOOL("eval", model, dry, bad), "48000 samples");
    put_wav(bad, tones, FRAMES - FRAMES / 50, 1, RATE);
    failed(RUN_TOOL("eval", model, dry, bad), "equally long");
    float *loud = malloc(sizeof tones);
    memcpy(loud, tones, sizeof tones);
    loud[123] = NAN;
    put_wav(bad, loud, FRAMES, 1, RATE);
    refuse_pair(dry, bad, "frame 123");
    memset(loud, 0, sizeof tones);
    put_wav(bad, loud, FRAMES, 1, RATE);
    refuse_pair(dry, bad, "silent");
    put_wav(bad, tones, FRAMES / 2, 2, RATE);
    refuse_pair(bad, bad, "--channel");
    free(loud);
}

static void training_needs_a_second_that_is_not_silent(void)
{
    put_good_files();
    put_wav(bad, tones, RATE / 2, 1, RATE);
    put_wav(test_path("short-wet.wav"), other, RATE / 2, 1, RATE);
    failed(RUN_TOOL("train", bad, test_path("short-wet.wav"), "-o", old), "too short");
    float *silence = calloc(FRAMES, sizeof *silence);
    put_wav(bad, silence, FRAMES, 1, RATE);
    free(silence);
    failed(RUN_TOOL("train", bad, wet, "-o", old), "silent");
    CU_ASSERT(is_kept());
}

static void clipping_and_small_differences_of_length_are_warned_of(void)
{
    put_good_files();
    for (int t = 5000; t < 5010; ++t)
        tones[t] = t < 5005 ? 1 : -1;
    put_wav(test_path("clip.wav"), tones, FRAMES - 100, 1, RATE);
    const ToolRun run = RUN_TOOL("eval", model, test_path("clip.wav"), wet);
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "is clipped: 10 samples"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "the last 100 of the longer one"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "ESR"));
}

static void channels_are_chosen_by_number(void)
{
    put_good_files();
    static float both[2 * FRAMES];
    for (int t = 0; t < FRAMES; ++t) {
        both[2 * t] = tones[t];
        both[2 * t + 1] = other[t];
    }
    put_wav(bad, both, FRAMES, 2, RATE);
    CU_ASSERT_EQUAL(RUN_TOOL("eval", model, bad, bad, "--channel", "2").status, 0);
    failed(RUN_TOOL("eval", model, bad, bad, "--channel", "3"), "no channel 3");
    for (int t = 0; t < FRAMES; ++t)
        both[2 * t + 1] = tones[t];
    put_wav(bad, both, FRAMES, 2, RATE);
    CU_ASSERT_EQUAL(RUN_TOOL("eval", model, bad, wet).status, 0);
}

static void render_overwrites_nothing_when_it_fails(void)
{
    put_good_files();
    failed(RUN_TOOL("render", model, test_path("nothing-there.wav"), old), "No such");
    failed(RUN_TOOL("render", test_path("nothing.json"), dry, old), "No such");
    failed(RUN_TOOL("render", model, dry, old, "--oversampling", "3"), "3 times");
    put_wav(bad, tones, FRAMES, 1, 4000);
    failed(RUN_TOOL("render", model, bad, old), "4000 Hz");
    CU_ASSERT(is_kept());
    size_t before_size, size;
    char *before = get_bytes(dry, &before_size);
    CU_ASSERT_EQUAL(symlink(dry, test_path("alias.wav")), 0);
    failed(RUN_TOOL("render", model, dry, test_path("alias.wav")), "also read");
    failed(RUN_TOOL("render", model, dry, model), "also read");
    char *after = get_bytes(dry, &size);
    CU_ASSERT(size == before_size && !memcmp(before, after, size));
    free(before);
    free(after);
}

static void a_place_that_cannot_be_written_is_found_out_first(void)
{
    put_good_files();
    const char *nowhere = test_path("no/such/folder/file");
    failed(RUN_TOOL("render", model, dry, nowhere), "cannot be written");
    failed(RUN_TOOL("render", model, dry, test_folder()), "folder");
    /* Found out before the recordings are looked at. */
    failed(RUN_TOOL("train", test_path("nothing-there.wav"), wet, "-o", nowhere),
           "cannot be written");
}

static void models_that_are_no_use_are_refused(void)
{
    put_good_files();
    size_t size;
    char *text = get_bytes(model, &size);
    for (size_t at = 0; at + 1 < size; at += 1 + size / 12) {
        put_text(bad, text, at);
        failed(RUN_TOOL("info", bad), "");
        failed(RUN_TOOL("eval", bad, dry, wet), "");
        failed(RUN_TOOL("render", bad, dry, old), "");
    }
    char *cell = strstr(text, "\"version\": 1");
    CU_ASSERT_PTR_NOT_NULL_FATAL(cell);
    cell[strlen("\"version\": ")] = '9';
    put_text(bad, text, size);
    failed(RUN_TOOL("info", bad), "newer version: format 9");
    CU_ASSERT(is_kept());
    free(text);
}

static void names_with_line_breaks_stay_on_one_line(void)
{
    failed(RUN_TOOL("info", "/nothing/new\nunfold: all is well\n"), "?unfold");
    failed(RUN_TOOL("info", ""), "No such file");
}

static const Test tests[] = {
    {"recordings that are no use are refused", recordings_that_are_no_use_are_refused},
    {"training needs a second that is not silent",
     training_needs_a_second_that_is_not_silent},
    {"clipping and small differences of length are warned of",
     clipping_and_small_differences_of_length_are_warned_of},
    {"channels are chosen by number", channels_are_chosen_by_number},
    {"render overwrites nothing when it fails",
     render_overwrites_nothing_when_it_fails},
    {"a place that cannot be written is found out first",
     a_place_that_cannot_be_written_is_found_out_first},
    {"models that are no use are refused", models_that_are_no_use_are_refused},
    {"names with line breaks stay on one line",
     names_with_line_breaks_stay_on_one_line},
    {NULL, NULL}};

const Suite bad_input_suite = {"bad_input", tests};
