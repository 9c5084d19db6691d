/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "tests/support/clips.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RATE = 16000, LONG = 2 * RATE };

static char model[256], list[256];

static void begin(const char *name)
{
    snprintf(model, sizeof model, "%s", test_path("learned.json"));
    snprintf(list, sizeof list, "%s", test_path(name));
    unlink(model);
}

/* The runs below differ in what follows; their JSON is the caller's. */
#define LEARN(...)                                                                     \
    learn_json(                                                                        \
        (const char *const[]){"learn", list, CLIP_LEARN, "--json", __VA_ARGS__, NULL})

static json_t *learn_json(const char *const *arguments)
{
    const ToolRun run = run_tool(arguments);
    if (run.status)
        printf("%s", run.err);
    CU_ASSERT_EQUAL(run.status, 0);
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    return root;
}

static double number(json_t *root, const char *part, const char *key)
{
    return json_number_value(json_object_get(json_object_get(root, part), key));
}

static void classes_are_learned_from_folders(void)
{
    begin("learn/folder");
    clip_put_folder("learn/folder", 3, 8);
    json_t *root = LEARN("-o", model);
    json_t *labels = json_object_get(root, "labels");
    CU_ASSERT_EQUAL(json_array_size(labels), 3);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_array_get(labels, 0)), "high");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_array_get(labels, 2)), "low");
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(root, "recordings")), 24);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(root, "epochs")), 12);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(root, "silent")), 0);
    CU_ASSERT_EQUAL(number(root, "validation", "accuracy"), 1);
    CU_ASSERT_EQUAL(number(root, "validation", "macro_f1"), 1);
    CU_ASSERT(number(root, "validation", "count") >= 2);
    json_decref(root);
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(model, &file, NULL), UNFOLD_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file.listening);
    CU_ASSERT_EQUAL(file.listening->task, UNFOLD_TASK_CLIP);
    CU_ASSERT_EQUAL(file.listening->label_count, 3);
    CU_ASSERT_EQUAL(file.listening->nothing, -1);
    unfold_model_file_clear(&file);
}

static void the_outcome_is_told_in_words(void)
{
    begin("learn/folder");
    clip_put_folder("learn/folder", 3, 8);
    const ToolRun run = RUN_TOOL("learn", list, CLIP_LEARN, "-o", model);
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "24 recordings"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "labels: high 8, hiss 8, low 8\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "of 12 is kept"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "accuracy 100.00 %"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "high   hiss    low  right"));
}

/* A table of two speakers, at several rates and of one or two channels; and of clips
   that are parts of longer ones. */
static void put_table(void)
{
    char text[8192] = "speaker\tfilename\tclass\n", name[64];
    const double rates[] = {16000, 44100, 22050};
    for (unsigned k = 0; k < 8; ++k)
        for (unsigned kind = 0; kind < 2; ++kind) {
            snprintf(name, sizeof name, "learn/%s%u.wav", clip_name(kind), k);
            clip_put(test_path(name), kind, k, 1 + k % 2, rates[k % 3]);
            const size_t used = strlen(text);
            snprintf(text + used, sizeof text - used, "%s\t%s\t%s\n",
                     k % 4 < 2 ? "ann" : "bob", name + strlen("learn/"),
                     clip_name(kind));
        }
    clip_put_text("learn/table.tsv", text);
}

static void classes_are_learned_from_tables(void)
{
    begin("learn/table.tsv");
    put_table();
    json_t *root = LEARN("-o", model, "--validation", "0.25", "--decide", "last");
    CU_ASSERT_EQUAL(number(root, "validation", "accuracy"), 1);
    /* One of two speakers. */
    CU_ASSERT_EQUAL(number(root, "validation", "count"), 8);
    json_decref(root);
    root = LEARN("-o", model, "--validation", "0", "--cell", "lstm");
    CU_ASSERT_PTR_NULL(json_object_get(root, "validation"));
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(root, "best_epoch")), 12);
    json_decref(root);
}

static void parts_that_are_left_out_are_measured_by(void)
{
    begin("learn/table.tsv");
    put_table();
    json_t *root = LEARN("--leave-out-groups");
    json_t *folds = json_object_get(root, "folds");
    CU_ASSERT_EQUAL(json_array_size(json_object_get(folds, "parts")), 2);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_array_get(json_object_get(folds, "groups"), 1)), "bob");
    CU_ASSERT_EQUAL(number(root, "folds", "accuracy"), 1);
    CU_ASSERT_EQUAL(number(root, "folds", "count"), 16);
    CU_ASSERT_PTR_NULL(json_object_get(root, "model"));
    json_decref(root);
    CU_ASSERT_NOT_EQUAL(access(model, F_OK), 0);
    root = LEARN("--folds", "3", "-o", model, "--test", list);
    CU_ASSERT_EQUAL(
        json_array_size(json_object_get(json_object_get(root, "folds"), "parts")), 3);
    CU_ASSERT_EQUAL(number(root, "folds", "accuracy"), 1);
    CU_ASSERT_EQUAL(number(root, "folds", "count"), 16);
    CU_ASSERT_EQUAL(number(root, "test", "accuracy"), 1);
    CU_ASSERT_EQUAL(number(root, "test", "count"), 16);
    json_decref(root);
    const ToolRun info = RUN_TOOL("info", model);
    CU_ASSERT_PTR_NOT_NULL(strstr(info.out, "accuracy_folds"));
    CU_ASSERT_PTR_NOT_NULL(strstr(info.out, "accuracy_test"));
}

/* Four recordings of two seconds: hiss from 0.3 to 0.8 s, then a low tone from 1.1 to
   1.7 s, or the other way round; a little noise is all else. */
static void put_long(const char *folder, bool tracks)
{
    static float x[LONG];
    for (unsigned k = 0; k < 4; ++k) {
        char name[64], text[256];
        const bool turned = k % 2;
        for (size_t t = 0; t < LONG; ++t)
            x[t] = 1e-4f * (float)sin(1e3 * (double)(t * t % 9973));
        clip_add(x, LONG, RATE, turned ? CLIP_LOW : CLIP_HISS, k, 0.3, 0.8);
        clip_add(x, LONG, RATE, turned ? CLIP_HISS : CLIP_LOW, k, 1.1, 1.7);
        snprintf(name, sizeof name, "%s/%u.wav", folder, k);
        clip_make_folders(test_path(name));
        put_wav(test_path(name), x, LONG, 1, RATE);
        snprintf(name, sizeof name, "%s/%u.txt", folder, k);
        snprintf(text, sizeof text,
                 "0\t0.3\tnothing\n0.3\t0.8\t%s\n0.8\t1.1\tnothing\n1.1\t1.7\t%s\n"
                 "1.7\t2\tnothing\n",
                 turned ? "low" : "hiss", turned ? "hiss" : "low");
        if (tracks)
            clip_put_text(name, text);
    }
}

static void labels_of_frames_are_learned_from_tracks(void)
{
    begin("learn/tracks");
    put_long("learn/tracks", true);
    json_t *root = LEARN("-o", model, "--window", "50", "--validation", "0.25");
    CU_ASSERT(number(root, "validation", "accuracy") > 0.95);
    CU_ASSERT(number(root, "validation", "count") > 190);
    json_decref(root);
    const ToolRun run = RUN_TOOL("label", model, test_path("learn/tracks/1.wav"));
    CU_ASSERT_EQUAL(run.status, 0);
    double start[2], end[2];
    CU_ASSERT_EQUAL_FATAL(
        sscanf(run.out, "file,%*[^\n]\n%*[^,],%lf,%lf,low,%*f\n%*[^,],%lf,%lf,hiss",
               &start[0], &end[0], &start[1], &end[1]),
        4);
    /* Frames of 25 ms see the edges early or late. */
    CU_ASSERT_DOUBLE_EQUAL(start[0], 0.3, 0.05);
    CU_ASSERT_DOUBLE_EQUAL(end[0], 0.8, 0.05);
    CU_ASSERT_DOUBLE_EQUAL(start[1], 1.1, 0.05);
    CU_ASSERT_DOUBLE_EQUAL(end[1], 1.7, 0.05);
}

/* Tones whose level goes up and down, and what it is. */
static void put_values(void)
{
    static float x[LONG];
    for (unsigned k = 0; k < 4; ++k) {
        char name[64], text[4096] = "time,value\n";
        for (size_t t = 0; t < LONG; ++t)
            x[t] = (float)((0.3 + 0.25 * sin((3 + k) * (double)t / RATE)) *
                           sin(0.2 * (double)t));
        for (int n = 0; n <= 100; ++n) {
            const size_t used = strlen(text);
            snprintf(text + used, sizeof text - used, "%g,%g\n", n / 50.0,
                     0.3 + 0.25 * sin((3 + k) * n / 50.0));
        }
        snprintf(name, sizeof name, "learn/values/%u.wav", k);
        clip_make_folders(test_path(name));
        put_wav(test_path(name), x, LONG, 1, RATE);
        snprintf(name, sizeof name, "learn/values/%u.csv", k);
        clip_put_text(name, text);
    }
}

static void values_are_learned(void)
{
    begin("learn/values");
    put_values();
    json_t *root =
        LEARN("-o", model, "--task", "value", "--window", "50", "--epochs", "30");
    CU_ASSERT(number(root, "validation", "r2") > 0.8);
    json_decref(root);
    const ToolRun run = RUN_TOOL("label", model, test_path("learn/values/0.wav"));
    CU_ASSERT_EQUAL(run.status, 0);
    double errors = 0;
    int count = 0, used;
    double time, value;
    CU_ASSERT_EQUAL_FATAL(strncmp(run.out, "time,value\n", 11), 0);
    for (const char *at = run.out + 11;
         sscanf(at, "%lf,%lf\n%n", &time, &value, &used) == 2; at += used) {
        errors += fabs(value - (0.3 + 0.25 * sin(3 * time)));
        ++count;
    }
    CU_ASSERT(count > 190);
    CU_ASSERT(errors / count < 0.08);
}

static void what_comes_next_is_learned(void)
{
    begin("learn/next");
    put_long("learn/next", false);
    json_t *root = LEARN("-o", model, "--task", "next", "--window", "50");
    CU_ASSERT(number(root, "validation", "loss") < 0.7);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(root, "labels")), 0);
    json_decref(root);
    const char *sound = test_path("learn/next/0.wav");
    const ToolRun unusual = RUN_TOOL("label", model, sound, "--threshold", "0");
    CU_ASSERT_EQUAL(unusual.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(unusual.out, ",unusual,"));
    const ToolRun none = RUN_TOOL("label", model, sound, "--threshold", "1e9");
    CU_ASSERT_STRING_EQUAL(none.out, "file,start,end,label,confidence\n");
    const ToolRun values = RUN_TOOL("label", model, sound, "--values");
    CU_ASSERT_EQUAL(strncmp(values.out, "time,value\n", 11), 0);
}

static void a_seed_gives_the_same_model_with_any_threads(void)
{
    char first[256];
    begin("learn/folder");
    clip_put_folder("learn/folder", 3, 8);
    snprintf(first, sizeof first, "%s", test_path("first.json"));
    const char *threads[] = {"1", "2", "5", "0"};
    for (int k = 0; k < 4; ++k) {
        const ToolRun run = RUN_TOOL("learn", list, "-o", k ? model : first, "--hidden",
                                     "8", "--epochs", "3", "--threads", threads[k]);
        CU_ASSERT_EQUAL(run.status, 0);
        CU_ASSERT(!k || clip_same_bytes(first, model));
    }
    const ToolRun other = RUN_TOOL("learn", list, "-o", model, "--hidden", "8",
                                   "--epochs", "3", "--seed", "2");
    CU_ASSERT_EQUAL(other.status, 0);
    CU_ASSERT(!clip_same_bytes(first, model));
}

/* The only recording of a label is learned from, not kept to choose the epoch by. */
static void a_label_of_one_recording_is_learned(void)
{
    begin("learn/lone");
    clip_put_folder("learn/lone", 2, 1);
    const ToolRun run =
        RUN_TOOL("learn", list, CLIP_LEARN, "-o", model, "--validation", "0.5");
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NULL(strstr(run.err, "warning"));
    const ToolRun clips = RUN_TOOL("label", model, "--clip", list);
    CU_ASSERT_PTR_NOT_NULL(strstr(clips.out, "low/00.wav,0.000000,0.300000,low"));
    CU_ASSERT_PTR_NOT_NULL(strstr(clips.out, "hiss/00.wav,0.000000,0.300000,hiss"));
}

/* Of so many that no matrix is shown: each mistake once, the most frequent first. */
static void mistakes_among_many_labels_are_told(void)
{
    enum { LABELS = 30, CLIPS = 4 };
    begin("learn/many");
    for (unsigned label = 0; label < LABELS; ++label)
        for (unsigned n = 0; n < CLIPS; ++n) {
            char name[64];
            snprintf(name, sizeof name, "learn/many/%02u/%u.wav", label, n);
            clip_make_folders(test_path(name));
            clip_put(test_path(name), CLIP_HISS, CLIPS * label + n, 1, 16000);
        }
    const ToolRun run = RUN_TOOL("learn", list, CLIP_LEARN, "-o", model, "--folds", "2",
                                 "--validation", "0", "--epochs", "1");
    CU_ASSERT_EQUAL(run.status, 0);
    const char *at = strstr(run.out, "most frequent mistakes:\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    const char *const first = at;
    unsigned is, answered, count, before = CLIPS, lines = 0;
    while ((at = strchr(at, '\n')) &&
           sscanf(at, " %u answered %u: %u", &is, &answered, &count) == 3) {
        char again[64];
        snprintf(again, sizeof again, "\n  %02u answered %02u:", is, answered);
        CU_ASSERT_PTR_EQUAL(strstr(first, again), at);
        CU_ASSERT(is != answered && count > 0 && count <= before);
        before = count;
        ++at;
        ++lines;
    }
    CU_ASSERT_EQUAL(lines, 12);
}

static const Test tests[] = {
    {"classes are learned from folders", classes_are_learned_from_folders},
    {"the outcome is told in words", the_outcome_is_told_in_words},
    {"classes are learned from tables", classes_are_learned_from_tables},
    {"parts that are left out are measured by",
     parts_that_are_left_out_are_measured_by},
    {"labels of frames are learned from tracks",
     labels_of_frames_are_learned_from_tracks},
    {"values are learned", values_are_learned},
    {"what comes next is learned", what_comes_next_is_learned},
    {"a seed gives the same model with any threads",
     a_seed_gives_the_same_model_with_any_threads},
    {"a label of one recording is learned", a_label_of_one_recording_is_learned},
    {"mistakes among many labels are told", mistakes_among_many_labels_are_told},
    {NULL, NULL}};

const Suite learn_tool_suite = {"learn_tool", tests};
