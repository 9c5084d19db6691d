/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/listening.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TASKS 4
#define RATE 48000
#define FRAMES (2 * RATE)

static char model[256], dry[256], wet[256], out[256];

static void name_file(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", test_folder(), name);
}

static void lacks_no(const ToolRun *run, const char *const *words, size_t count)
{
    CU_ASSERT_EQUAL(run->status, 0);
    CU_ASSERT_STRING_EQUAL(run->err, "");
    for (size_t k = 0; k < count; ++k) {
        if (!strstr(run->out, words[k]))
            printf("'%s' lacks '%s'\n", run->out, words[k]);
        CU_ASSERT_PTR_NOT_NULL(strstr(run->out, words[k]));
    }
}

/* What `unfold info` says of the model for this task. */
static void says(UnfoldTask task, const char *const *words, size_t count)
{
    name_file(model, "listening.json");
    put_listening_model(model, task);
    const ToolRun run = RUN_TOOL("info", model);
    lacks_no(&run, words, count);
    CU_ASSERT_PTR_NULL(strstr(run.out, "sample rate"));
}
#define SAYS(task, ...)                                                                \
    says(task, (const char *const[]){__VA_ARGS__},                                     \
         sizeof(const char *const[]){__VA_ARGS__} / sizeof(char *))

static void info_says_in_words_what_a_model_listens_for(void)
{
    SAYS(UNFOLD_TASK_CLIP, "listens                clip: which label a sound has",
         "\nfeatures               3 mel bands from 60 to 4000 Hz, with slopes; 25 ms "
         "every 10 ms at 8000 Hz\n",
         "\nlabels                 3: kick, snare, nothing\n",
         "\nlabel of nothing       nothing\n",
         "\nlabel needs            confidence of 0.6 or more\n",
         "\nsounds                 begin 12 dB above the background, from -60 dB of ",
         "\n                       end after 0.1 s below that, or 2 s in all\n",
         "\n                       are heard from 0.03 s before they begin\n",
         " per step, 0.0 million per second\n");
    SAYS(UNFOLD_TASK_FRAME,
         "listens                frame: ", "\nlabels                 2: a, b\n");
    SAYS(UNFOLD_TASK_VALUE, "listens                value: ",
         "\nvalue                  pitch: mean 220.5, deviation 0.333333\n");
    SAYS(UNFOLD_TASK_NEXT,
         "listens                next: ", "\nunusual is an error    above 2.5\n");
}

static json_t *info_json(UnfoldTask task)
{
    name_file(model, "listening.json");
    put_listening_model(model, task);
    const ToolRun run = RUN_TOOL("info", "--json", model);
    CU_ASSERT_EQUAL(run.status, 0);
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    return root;
}

/* What JSON says is what the file says, but for means and deviations. */
static void info_says_the_same_in_json(void)
{
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        json_t *said = info_json(task), *file = json_load_file(model, 0, NULL);
        json_t *features = json_object_get(file, "features");
        json_t *told = json_object_get(said, "features"), *value;
        const char *key;
        json_object_del(features, "mean");
        json_object_del(features, "deviation");
        json_object_foreach(features, key, value)
        {
            const json_t *other = json_object_get(told, key);
            if (json_is_number(value))
                CU_ASSERT_EQUAL(json_number_value(value), json_number_value(other));
            if (!json_is_number(value))
                CU_ASSERT(json_equal(value, other));
        }
        CU_ASSERT_EQUAL(json_integer_value(json_object_get(told, "count")), 6);
        CU_ASSERT_EQUAL(json_integer_value(json_object_get(told, "mfcc")), 0);
        CU_ASSERT(json_is_null(json_object_get(said, "sample_rate")));
        json_t *listening = json_object_get(file, "listening");
        CU_ASSERT_EQUAL(json_object_size(json_object_get(said, "listening")),
                        json_object_size(listening) + (task == UNFOLD_TASK_FRAME));
        json_object_foreach(listening, key, value)
        {
            const json_t *other =
                json_object_get(json_object_get(said, "listening"), key);
            CU_ASSERT_PTR_NOT_NULL(other);
            if (json_is_string(value) || json_is_array(value))
                CU_ASSERT(json_equal(value, other));
        }
        json_decref(file);
        json_decref(said);
    }
}

static void info_says_numbers_in_json(void)
{
    json_t *clip = info_json(UNFOLD_TASK_CLIP), *value = info_json(UNFOLD_TASK_VALUE);
    double rise, floor, lead, pause, longest, threshold, mean, deviation;
    CU_ASSERT_EQUAL(json_unpack(clip, "{s:{s:{s:f, s:f, s:f, s:f, s:f}, s:f}}",
                                "listening", "events", "rise", &rise, "floor", &floor,
                                "lead", &lead, "pause", &pause, "longest", &longest,
                                "threshold", &threshold),
                    0);
    CU_ASSERT(rise == 12 && floor == -60 && lead == 0.03 && pause == 0.1);
    CU_ASSERT(longest == 2 && (float)threshold == 0.6f);
    CU_ASSERT_EQUAL(json_unpack(value, "{s:{s:{s:f, s:f}}}", "listening", "value",
                                "mean", &mean, "deviation", &deviation),
                    0);
    CU_ASSERT(mean == 220.5 && (float)deviation == (float)(1.0 / 3));
    json_decref(clip);
    json_decref(value);
}

static void info_of_an_effect_has_none_of_it(void)
{
    name_file(model, "effect.json");
    put_model(model, RATE);
    const ToolRun run = RUN_TOOL("info", "--json", model);
    json_t *root = json_loads(run.out, 0, NULL);
    CU_ASSERT(json_is_null(json_object_get(root, "features")));
    CU_ASSERT(json_is_null(json_object_get(root, "listening")));
    json_decref(root);
    CU_ASSERT_PTR_NULL(strstr(RUN_TOOL("info", model).out, "listens"));
}

/* A model that tells the next frame of these features. */
static void put_features(const UnfoldFeatureSpec *spec)
{
    UnfoldModelFile file = listening_model(UNFOLD_TASK_NEXT);
    UnfoldShape shape = *unfold_model_shape(file.model);
    unfold_model_free(file.model);
    file.listening->features = *spec;
    shape.inputs = shape.outputs = unfold_feature_count(spec);
    for (uint32_t k = 0; k < shape.inputs; ++k)
        file.listening->deviation[k] = 1;
    file.model = random_model(&shape, 0, 1);
    CU_ASSERT_EQUAL_FATAL(unfold_model_save(model, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
}

static void features_are_said_in_words(void)
{
    static const struct {
        unsigned kinds;
        uint32_t bands, mfcc, deltas;
        double range;
        const char *words;
    } cases[] = {
        {UNFOLD_MEL | UNFOLD_ENERGY, 40, 0, 1, 0,
         " 40 mel bands from 50.5 to 8000 Hz, energy, with slopes; 32 ms every 8 ms at "
         "16000 Hz\n"},
        {UNFOLD_MEL, 1, 0, 0, 0, " 1 mel band from 50.5 to 8000 Hz; 32 ms"},
        {UNFOLD_MFCC, 40, 13, 2, 0,
         " 13 MFCCs of 40 mel bands from 50.5 to 8000 Hz, with slopes and slopes of "
         "these; 32 ms"},
        {UNFOLD_MEL | UNFOLD_MFCC, 20, 1, 0, 0,
         " 20 mel bands from 50.5 to 8000 Hz, 1 MFCC of these; 32 ms"},
        {UNFOLD_FLUX | UNFOLD_PITCH, 20, 0, 0, 0,
         " flux of 20 mel bands from 50.5 to 8000 Hz, pitch; 32 ms"},
        {UNFOLD_MEL | UNFOLD_FLUX, 20, 0, 0, 0,
         " 20 mel bands from 50.5 to 8000 Hz, flux; 32 ms"},
        {UNFOLD_ENERGY | UNFOLD_PITCH, 20, 0, 0, 0, " energy, pitch; 32 ms every 8 ms"},
        {UNFOLD_MFCC, 20, 5, 0, 60,
         " 5 MFCCs of 20 mel bands from 50.5 to 8000 Hz within 60 dB; 32 ms"},
        {UNFOLD_ENERGY, 20, 0, 0, 0, " energy; 32 ms every 8 ms at 16000 Hz\n"},
        {UNFOLD_FEATURES_ALL, UNFOLD_MAX_BANDS, UNFOLD_MAX_BANDS, 2, 0,
         " 128 mel bands from 50.5 to 8000 Hz, 128 MFCCs of these, energy, flux, "
         "pitch, with slopes and slopes of these; 32 ms"},
    };
    name_file(model, "features.json");
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        put_features(&(UnfoldFeatureSpec){.rate = 16000,
                                          .frame = 512,
                                          .hop = 128,
                                          .kinds = cases[k].kinds,
                                          .bands = cases[k].bands,
                                          .low = 50.5,
                                          .high = 8000,
                                          .range = cases[k].range,
                                          .mfcc = cases[k].mfcc,
                                          .deltas = cases[k].deltas});
        const ToolRun run = RUN_TOOL("info", model);
        lacks_no(&run, &cases[k].words, 1);
    }
}

static void many_labels_stay_within_a_line(void)
{
    UnfoldModelFile file = listening_model(UNFOLD_TASK_FRAME);
    UnfoldShape shape = *unfold_model_shape(file.model);
    unfold_model_free(file.model);
    shape.outputs = file.listening->label_count = UNFOLD_MAX_LABELS;
    for (int k = 0; k < UNFOLD_MAX_LABELS; ++k)
        snprintf(file.listening->labels[k], UNFOLD_LABEL_NAME, "label %d", k);
    file.model = random_model(&shape, 0, 1);
    name_file(model, "labels.json");
    CU_ASSERT_EQUAL_FATAL(unfold_model_save(model, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
    ToolRun run = RUN_TOOL("info", model);
    const char *const words[] = {" 256: label 0, label 1,", " label 254, label 255\n"};
    lacks_no(&run, words, 2);
    for (const char *line = strtok(run.out, "\n"); line; line = strtok(NULL, "\n"))
        CU_ASSERT(!strstr(line, "label ") ||
                  (strlen(line) <= 88 && line[strlen(line) - 1] != ' '));
}

/* With a sentence about the model, and no file is written. */
static void refuses(const ToolRun *run, const char *word)
{
    size_t size;
    CU_ASSERT_EQUAL(run->status, 1);
    CU_ASSERT_STRING_EQUAL(run->out, "");
    if (!strstr(run->err, word))
        printf("'%s' lacks '%s'\n", run->err, word);
    CU_ASSERT_PTR_NOT_NULL(strstr(run->err, word));
    CU_ASSERT_PTR_NOT_NULL(strstr(run->err, model));
    CU_ASSERT_PTR_NULL(get_bytes(out, &size));
}

static void put_files(UnfoldTask task)
{
    static float tones[FRAMES];
    name_file(model, "listening.json");
    name_file(dry, "dry.wav");
    name_file(wet, "wet.wav");
    name_file(out, "out");
    put_listening_model(model, task);
    fill_tones(tones, FRAMES, 0.5f);
    put_wav(dry, tones, FRAMES, 1, RATE);
    put_wav(wet, tones, FRAMES, 1, RATE);
}

static void where_an_effect_is_wanted_it_is_said_where_it_belongs(void)
{
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        put_files(task);
        const ToolRun runs[] = {
            RUN_TOOL("render", model, dry, out),
            RUN_TOOL("render", model, dry, out, "--model-rate", "48000"),
            RUN_TOOL("eval", model, dry, wet),
            RUN_TOOL("train", dry, wet, "-o", out, "--epochs", "1", "--hidden", "2",
                     "--from", model),
            RUN_TOOL("info", model, "--rate", "48000"),
        };
        for (size_t k = 0; k < sizeof runs / sizeof *runs; ++k)
            refuses(&runs[k], ": " UNFOLD_LISTENS "\n");
    }
}

static void convert_writes_it_as_ours_alone(void)
{
    static const char *const formats[] = {"nam", "aidax", "proteus"};
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        size_t size, again_size;
        put_files(task);
        for (size_t k = 0; k < 3; ++k) {
            ToolRun run = RUN_TOOL("convert", model, out, "--to", formats[k]);
            refuses(&run, "cannot hold a model that listens\n");
            run = RUN_TOOL("convert", model, out, "--to", formats[k], "--lossy");
            refuses(&run, "cannot hold a model that listens\n");
        }
        const ToolRun run = RUN_TOOL("convert", model, out, "--to", "unfold");
        CU_ASSERT_EQUAL(run.status, 0);
        char *text = get_bytes(model, &size), *again = get_bytes(out, &again_size);
        CU_ASSERT_PTR_NOT_NULL_FATAL(again);
        CU_ASSERT_STRING_EQUAL(text, again);
        free(text);
        free(again);
        remove(out);
    }
}

static void a_preset_of_it_is_for_the_plugin_that_listens(void)
{
    size_t size;
    put_files(UNFOLD_TASK_CLIP);
    const char *bundle = test_path("presets.lv2");
    for (int k = 0; k < 2; ++k) { /* the second time from the bundle's own list */
        const ToolRun run =
            RUN_TOOL("preset", model, "-o", bundle, "--label", k ? "Two" : "One");
        CU_ASSERT_EQUAL(run.status, 0);
    }
    char *text = get_bytes(test_path("presets.lv2/manifest.ttl"), &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_PTR_NULL(strstr(text, "<urn:unfold:effect"));
    for (int k = 0; k < 2; ++k) {
        const char *label = strstr(text, k ? "\"Two\"" : "\"One\"");
        CU_ASSERT_PTR_NOT_NULL(label);
    }
    const char *first = strstr(text, "<urn:unfold:listen>");
    CU_ASSERT_PTR_NOT_NULL_FATAL(first);
    CU_ASSERT_PTR_NOT_NULL(strstr(first + 1, "<urn:unfold:listen>"));
    free(text);
}

static const Test tests[] = {
    {"info says in words what a model listens for",
     info_says_in_words_what_a_model_listens_for},
    {"info says the same in JSON", info_says_the_same_in_json},
    {"info says numbers in JSON", info_says_numbers_in_json},
    {"info of an effect has none of it", info_of_an_effect_has_none_of_it},
    {"features are said in words", features_are_said_in_words},
    {"many labels stay within a line", many_labels_stay_within_a_line},
    {"where an effect is wanted it is said where it belongs",
     where_an_effect_is_wanted_it_is_said_where_it_belongs},
    {"convert writes it as ours alone", convert_writes_it_as_ours_alone},
    {"a preset of it is for the plugin that listens",
     a_preset_of_it_is_for_the_plugin_that_listens},
    {NULL, NULL}};

const Suite info_listening_suite = {"info_listening", tests};
