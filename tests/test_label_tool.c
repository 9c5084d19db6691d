/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/clips.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONG = 4 };

#define HOP 0.01

static char model[256], one[256], folder[256], old[256];

/* A model that knows low, hiss and high, learned once. */
static void begin(void)
{
    snprintf(model, sizeof model, "%s", test_path("label/model.json"));
    snprintf(folder, sizeof folder, "%s", test_path("label/folder"));
    snprintf(one, sizeof one, "%s", test_path("label/folder/hiss/01.wav"));
    snprintf(old, sizeof old, "%s", test_path("label/old"));
    clip_put_folder("label/folder", 3, 8);
    clip_put_text("label/old", "precious");
    if (access(model, F_OK) == 0)
        return;
    const ToolRun run =
        RUN_TOOL("learn", folder, CLIP_LEARN, "-o", model, "--epochs", "20", "--json");
    CU_ASSERT_EQUAL_FATAL(run.status, 0);
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_EQUAL(json_number_value(json_object_get(
                        json_object_get(root, "validation"), "accuracy")),
                    1);
    json_decref(root);
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
    CU_ASSERT(is_kept());
}

static size_t lines(const char *text)
{
    size_t count = 0;
    for (; *text; ++text)
        count += *text == '\n';
    return count;
}

static void clips_of_a_folder_have_the_labels_that_were_learned(void)
{
    begin();
    const ToolRun run = RUN_TOOL("label", "--clip", model, folder);
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_STRING_EQUAL(run.err, "");
    CU_ASSERT_EQUAL(lines(run.out), 25);
    for (unsigned kind = 0; kind < CLIP_KINDS; ++kind)
        for (unsigned k = 0; k < 8; ++k) {
            char row[400];
            snprintf(row, sizeof row, "%s/%s/%02u.wav,0.000000,0.300000,%s,0.", folder,
                     clip_name(kind), k, clip_name(kind));
            CU_ASSERT_PTR_NOT_NULL(strstr(run.out, row));
        }
}

/* Hiss, low, high, low, at these seconds. */
static const struct {
    ClipKind kind;
    double start, end;
} heard[] = {{CLIP_HISS, 0.4, 0.7},
             {CLIP_LOW, 1.1, 1.3},
             {CLIP_HIGH, 2.0, 2.25},
             {CLIP_LOW, 3.7, 3.95}};

static void put_long(const char *path, unsigned channels, double rate)
{
    const size_t frames = (size_t)(LONG * rate);
    float *x = calloc(frames, sizeof *x), *all = calloc(frames * channels, sizeof *x);
    for (size_t k = 0; k < sizeof heard / sizeof *heard; ++k)
        clip_add(x, frames, rate, heard[k].kind, 20 + (unsigned)k, heard[k].start,
                 heard[k].end);
    for (size_t k = 0; k < frames * channels; ++k)
        all[k] = x[k / channels];
    put_wav(path, all, frames, channels, rate);
    free(x);
    free(all);
}

static void check_track(const ToolRun run)
{
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_STRING_EQUAL(run.err, "");
    CU_ASSERT_EQUAL(lines(run.out), 4);
    const char *at = run.out;
    for (size_t k = 0; k < sizeof heard / sizeof *heard; ++k) {
        double start, end;
        char label[64];
        int used = 0;
        CU_ASSERT_EQUAL_FATAL(
            sscanf(at, "%lf\t%lf\t%63[^\n]\n%n", &start, &end, label, &used), 3);
        CU_ASSERT_STRING_EQUAL(label, clip_name(heard[k].kind));
        /* The level is that of the newest hop. */
        CU_ASSERT_DOUBLE_EQUAL(start, heard[k].start, 2 * HOP);
        CU_ASSERT_DOUBLE_EQUAL(end, heard[k].end, 2 * HOP);
        at += used;
    }
}

static void sounds_are_found_where_they_are(void)
{
    char path[256];
    begin();
    snprintf(path, sizeof path, "%s", test_path("label/long.wav"));
    const double rates[] = {16000, 22050, 44100, 48000, 96000, 8000};
    for (size_t k = 0; k < 5; ++k) {
        put_long(path, 1 + k % 2, rates[k]);
        check_track(RUN_TOOL("label", model, path, "--format", "track"));
    }
}

static void labels_are_written_in_all_formats(void)
{
    char path[256], out[256];
    begin();
    snprintf(path, sizeof path, "%s", test_path("label/long.wav"));
    snprintf(out, sizeof out, "%s", test_path("label/out"));
    put_long(path, 1, 16000);
    const ToolRun run = RUN_TOOL("label", model, path, one, "--format", "json");
    CU_ASSERT_EQUAL(run.status, 0);
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_EQUAL_FATAL(json_array_size(root), 5);
    const json_t *last = json_array_get(root, 4), *third = json_array_get(root, 2);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(third, "file")), path);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(third, "label")), "high");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(last, "file")), one);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(last, "label")), "hiss");
    const double sure = json_number_value(json_object_get(last, "confidence"));
    CU_ASSERT(sure > 0.5 && sure <= 1);
    json_decref(root);
    /* To a file, the same that goes to the standard output. */
    const char *const formats[] = {"csv", "track", "json"};
    for (int k = 0; k < 3; ++k) {
        const ToolRun told = RUN_TOOL("label", model, path, "--format", formats[k]);
        const ToolRun quiet =
            RUN_TOOL("label", model, path, "--format", formats[k], "-o", out);
        CU_ASSERT_EQUAL(quiet.status, 0);
        CU_ASSERT_STRING_EQUAL(quiet.out, "");
        size_t size;
        char *bytes = get_bytes(out, &size);
        CU_ASSERT_STRING_EQUAL(bytes, told.out);
        free(bytes);
    }
    failed(RUN_TOOL("label", model, path, one, "--format", "track"),
           "a label track is of one recording, not of 2");
}

static void what_is_not_sure_enough_is_left_out(void)
{
    begin();
    const ToolRun sure = RUN_TOOL("label", model, one, "--threshold", "0.2");
    CU_ASSERT_EQUAL(lines(sure.out), 2);
    const ToolRun none = RUN_TOOL("label", model, one, "--threshold", "1");
    CU_ASSERT_EQUAL(none.status, 0);
    CU_ASSERT_EQUAL(lines(none.out), 1);
    const ToolRun clip = RUN_TOOL("label", model, one, "--threshold", "1", "--clip");
    CU_ASSERT_EQUAL(lines(clip.out), 2);
}

static void channels_are_mixed_or_chosen(void)
{
    static float both[2 * 16000];
    char path[256];
    begin();
    memset(both, 0, sizeof both);
    static float x[16000];
    memset(x, 0, sizeof x);
    clip_add(x, 16000, 16000, CLIP_LOW, 1, 0.2, 0.5);
    for (int t = 0; t < 16000; ++t)
        both[2 * t + 1] = x[t];
    snprintf(path, sizeof path, "%s", test_path("label/both.wav"));
    put_wav(path, both, 16000, 2, 16000);
    const ToolRun mixed = RUN_TOOL("label", model, path, "--format", "track");
    CU_ASSERT_PTR_NOT_NULL(strstr(mixed.out, "\tlow\n"));
    const ToolRun left =
        RUN_TOOL("label", model, path, "--format", "track", "--channel", "1");
    CU_ASSERT_STRING_EQUAL(left.out, "");
    CU_ASSERT_EQUAL(left.status, 0);
    const ToolRun right =
        RUN_TOOL("label", model, path, "--format", "track", "--channel", "2");
    CU_ASSERT_PTR_NOT_NULL(strstr(right.out, "\tlow\n"));
    failed(RUN_TOOL("label", model, path, "--channel", "3"), "has no channel 3");
}

static void a_broken_file_does_not_keep_the_others_from_being_labelled(void)
{
    char bad[256];
    begin();
    snprintf(bad, sizeof bad, "%s", test_path("label/bad.wav"));
    clip_put_text("label/bad.wav", "RIFF....WAVEtext");
    const ToolRun run = RUN_TOOL("label", model, bad, one, "--clip");
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT(is_one_sentence(&run));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "bad.wav: "));
    CU_ASSERT_EQUAL(lines(run.out), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, ",hiss,"));
    /* None is left to be labelled: what was there stays. */
    failed(RUN_TOOL("label", model, bad, "-o", old), "bad.wav: ");
    failed(RUN_TOOL("label", model, test_path("label/gone.wav"), "-o", old),
           "No such file");
}

static void recordings_of_a_sample_or_of_silence_have_no_sounds(void)
{
    float x[4000] = {0};
    char path[256];
    begin();
    snprintf(path, sizeof path, "%s", test_path("label/short.wav"));
    const size_t frames[] = {1, 2, 160, 4000};
    for (size_t k = 0; k < 4; ++k) {
        put_wav(path, x, frames[k], 1, 16000);
        const ToolRun run = RUN_TOOL("label", model, path);
        CU_ASSERT_EQUAL(run.status, 0);
        CU_ASSERT_EQUAL(lines(run.out), 1);
        CU_ASSERT_EQUAL(lines(RUN_TOOL("label", model, path, "--clip").out), 2);
    }
    put_wav(path, x, 0, 1, 16000);
    failed(RUN_TOOL("label", model, path), "holds no samples");
}

static void what_cannot_be_labelled_is_refused(void)
{
    char effect[256], empty[256];
    begin();
    snprintf(effect, sizeof effect, "%s", test_path("label/effect.json"));
    snprintf(empty, sizeof empty, "%s", test_path("label/empty"));
    put_model(effect, 48000);
    clip_make_folders(test_path("label/empty/x"));
    failed(RUN_TOOL("label", effect, one, "-o", old), "does not listen");
    failed(RUN_TOOL("render", model, one, old), "listens");
    failed(RUN_TOOL("eval", model, one, one), "listens");
    failed(RUN_TOOL("label", test_path("label/gone.json"), one), "No such file");
    failed(RUN_TOOL("label", model, empty, "-o", old), "has no recordings");
    failed(RUN_TOOL("label", model, one, "-o", test_path("no/such/place")),
           "cannot be written");
    failed(RUN_TOOL("label", model, one, "-o", one), "is also read");
    failed(RUN_TOOL("label", model, folder, "-o", one), "is also read");
    failed(RUN_TOOL("label", model, one, "-o", model), "is also read");
    CU_ASSERT_EQUAL(RUN_TOOL("label", model).status, 2);
    CU_ASSERT_EQUAL(RUN_TOOL("label", model, one, "--format", "midi").status, 2);
}

static const Test tests[] = {
    {"clips of a folder have the labels that were learned",
     clips_of_a_folder_have_the_labels_that_were_learned},
    {"sounds are found where they are", sounds_are_found_where_they_are},
    {"labels are written in all formats", labels_are_written_in_all_formats},
    {"what is not sure enough is left out", what_is_not_sure_enough_is_left_out},
    {"channels are mixed or chosen", channels_are_mixed_or_chosen},
    {"a broken file does not keep the others from being labelled",
     a_broken_file_does_not_keep_the_others_from_being_labelled},
    {"recordings of a sample or of silence have no sounds",
     recordings_of_a_sample_or_of_silence_have_no_sounds},
    {"what cannot be labelled is refused", what_cannot_be_labelled_is_refused},
    {NULL, NULL}};

const Suite label_tool_suite = {"label_tool", tests};
