/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/edits.h"
#include "tests/support/listening.h"
#include "tests/support/suite.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Listening models, spoiled. */

#define TASKS 4

static void a_text_cut_at_any_byte_is_refused(void)
{
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        size_t size;
        char *text = listening_text(task, &size);
        refuse_cuts(text, size);
        free(text);
    }
}

static void any_changed_byte_is_refused_or_read_without_harm(void)
{
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        size_t size;
        char *text = listening_text(task, &size);
        survive_changes(text, size);
        free(text);
    }
}

/* A text whose key at `path`, from the root, is set to `value`, or gone if that is
   NULL, is refused by that key. */
static void refuse_member(UnfoldTask task, const char *path, json_t *value)
{
    size_t size;
    char *text = listening_text(task, &size), copy[64];
    json_t *root = json_loads(text, 0, NULL), *object = root;
    snprintf(copy, sizeof copy, "%s", path);
    char *key = copy;
    for (char *slash; (slash = strchr(key, '/')); key = slash + 1) {
        *slash = '\0';
        object = json_object_get(object, key);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(json_object_get(object, key));
    if (value)
        json_object_set_new(object, key, value);
    else
        json_object_del(object, key);
    char *edited = json_dumps(root, 0), quoted[80];
    UnfoldError error;
    snprintf(quoted, sizeof quoted, "'%s'", key);
    const UnfoldStatus status = parse_text(edited, strlen(edited), &error);
    if (status != UNFOLD_BAD_FILE || !strstr(error.text, quoted))
        printf("%s, %s: %d '%s'\n", unfold_task_name(task), path, status, error.text);
    CU_ASSERT_EQUAL(status, UNFOLD_BAD_FILE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, quoted));
    json_decref(root);
    free(edited);
    free(text);
}

static const struct {
    UnfoldTask task;
    const char *path;
} needed[] = {
    {UNFOLD_TASK_CLIP, "features"},
    {UNFOLD_TASK_CLIP, "features/sample_rate"},
    {UNFOLD_TASK_CLIP, "features/frame"},
    {UNFOLD_TASK_CLIP, "features/hop"},
    {UNFOLD_TASK_CLIP, "features/kinds"},
    {UNFOLD_TASK_CLIP, "features/bands"},
    {UNFOLD_TASK_CLIP, "features/low"},
    {UNFOLD_TASK_CLIP, "features/high"},
    {UNFOLD_TASK_CLIP, "features/deltas"},
    {UNFOLD_TASK_CLIP, "features/mean"},
    {UNFOLD_TASK_CLIP, "features/deviation"},
    {UNFOLD_TASK_CLIP, "listening"},
    {UNFOLD_TASK_CLIP, "listening/task"},
    {UNFOLD_TASK_CLIP, "listening/labels"},
    {UNFOLD_TASK_CLIP, "listening/threshold"},
    {UNFOLD_TASK_CLIP, "listening/events"},
    {UNFOLD_TASK_CLIP, "listening/events/rise"},
    {UNFOLD_TASK_CLIP, "listening/events/floor"},
    {UNFOLD_TASK_CLIP, "listening/events/lead"},
    {UNFOLD_TASK_CLIP, "listening/events/pause"},
    {UNFOLD_TASK_CLIP, "listening/events/longest"},
    {UNFOLD_TASK_FRAME, "listening/labels"},
    {UNFOLD_TASK_FRAME, "listening/threshold"},
    {UNFOLD_TASK_VALUE, "listening/value"},
    {UNFOLD_TASK_VALUE, "listening/value/name"},
    {UNFOLD_TASK_VALUE, "listening/value/mean"},
    {UNFOLD_TASK_VALUE, "listening/value/deviation"},
    {UNFOLD_TASK_NEXT, "listening/threshold"},
};

static void every_key_is_needed(void)
{
    for (size_t k = 0; k < sizeof needed / sizeof *needed; ++k)
        refuse_member(needed[k].task, needed[k].path, NULL);
}

static void every_key_has_its_type(void)
{
    for (size_t k = 0; k < sizeof needed / sizeof *needed; ++k) {
        refuse_member(needed[k].task, needed[k].path, json_true());
        refuse_member(needed[k].task, needed[k].path, json_null());
        refuse_member(needed[k].task, needed[k].path, json_array());
    }
    refuse_member(UNFOLD_TASK_CLIP, "listening/nothing", json_null());
    refuse_member(UNFOLD_TASK_CLIP, "listening/nothing", json_integer(2));
    refuse_member(UNFOLD_TASK_CLIP, "features/frame", json_real(200));
    refuse_member(UNFOLD_TASK_CLIP, "features/frame", json_string("200"));
}

typedef struct {
    const char *from, *to;
    UnfoldStatus expected;
    const char *word;
} Edit;

static void refuse_all(UnfoldTask task, const Edit *edits, size_t count)
{
    size_t size;
    char *text = listening_text(task, &size);
    for (size_t k = 0; k < count; ++k)
        refuse_edited(text, size, edits[k].from, edits[k].to, edits[k].expected,
                      edits[k].word);
    free(text);
}
#define REFUSE_ALL(task, edits) refuse_all(task, edits, sizeof edits / sizeof *edits)

static void wrong_features_are_refused_by_name(void)
{
    static const Edit edits[] = {
        {"8000", "7999", UNFOLD_BAD_FILE, "'features': low is 60 and high is 4000"},
        {"8000", "1e300", UNFOLD_BAD_FILE, "sample rate of the features is 1e+300"},
        {"8000", "99", UNFOLD_BAD_FILE, "sample rate of the features is 99"},
        {": 200", ": 79", UNFOLD_BAD_FILE, "'features': hop is 80"},
        {": 200", ": 16385", UNFOLD_BAD_FILE, "'features': frame is 16385"},
        {": 200", ": -200", UNFOLD_BAD_FILE, "'frame'"},
        {": 80,", ": 0,", UNFOLD_BAD_FILE, "'features': hop is 0"},
        {"\"bands\": 3", "\"bands\": 129", UNFOLD_BAD_FILE, "bands is 129"},
        {"\"bands\": 3", "\"bands\": 0", UNFOLD_BAD_FILE, "bands is 0"},
        {"\"bands\": 3", "\"bands\": 2", UNFOLD_BAD_FILE, "6 numbers instead of 4"},
        {"\"deltas\": 1", "\"deltas\": 1, \"range\": 0.5", UNFOLD_BAD_FILE,
         "range is 0.5"},
        {"\"deltas\": 1", "\"deltas\": 1, \"range\": null", UNFOLD_BAD_FILE, "'range'"},
        {"\"deltas\": 1", "\"deltas\": 3", UNFOLD_BAD_FILE, "deltas is 3"},
        {"\"deltas\": 1", "\"deltas\": 1, \"mfcc\": 3", UNFOLD_BAD_FILE, "mfcc is 3"},
        {"\"deltas\": 1", "\"deltas\": 1, \"loud\": 3", UNFOLD_UNSUPPORTED,
         "'loud' in 'features'"},
        {"[\"mel\"]", "[\"mel\", \"mfcc\"]", UNFOLD_BAD_FILE, "'mfcc' is missing"},
        {"[\"mel\"]", "[\"mel\", \"energy\"]", UNFOLD_BAD_FILE, "instead of 8"},
        {"[\"mel\"]", "[\"mel\", \"mel\"]", UNFOLD_BAD_FILE, "'mel' twice"},
        {"[\"mel\"]", "[\"mel\", \"melt\"]", UNFOLD_UNSUPPORTED, "number 2, is unk"},
        {"[\"mel\"]", "[\"me\"]", UNFOLD_UNSUPPORTED, "'me'"},
        {"[\"mel\"]", "[1]", UNFOLD_BAD_FILE, "'kinds', number 1"},
        {"[\"mel\"]", "[]", UNFOLD_BAD_FILE, "'kinds'"},
        {"[0.100000001, ", "[", UNFOLD_BAD_FILE, "'mean' has 5 numbers"},
        {"[0.100000001, ", "[null, ", UNFOLD_BAD_FILE, "'mean', number 1"},
        {"[0.100000001, ", "[1e39, ", UNFOLD_NOT_FINITE, "'mean', number 1"},
        {"[0.100000001, ", "[1e7, ", UNFOLD_BAD_FILE, "'mean' in 'features', number 1"},
        {"[1.0, ", "[0, ", UNFOLD_BAD_FILE, "'deviation' in 'features', number 1"},
        {"[1.0, ", "[-1, ", UNFOLD_BAD_FILE, "'deviation' in 'features', number 1"},
        {"[1.0, ", "[1e-7, ", UNFOLD_BAD_FILE, "'deviation' in 'features', number 1"},
    };
    REFUSE_ALL(UNFOLD_TASK_CLIP, edits);
}

#define KIT "[\"kick\", \"snare\", \"nothing\"]"
#define LONG16 "0123456789abcdef"

static void wrong_labels_are_refused_by_name(void)
{
    static const Edit edits[] = {
        {KIT, "[]", UNFOLD_BAD_FILE, "'labels' is not a list of 2"},
        {KIT, "[\"kick\"]", UNFOLD_BAD_FILE, "'labels' is not a list of 2"},
        {KIT, "[\"kick\", \"nothing\"]", UNFOLD_BAD_FILE, "2 'labels' for 3"},
        {KIT, "{}", UNFOLD_BAD_FILE, "'labels' is not a list of 2"},
        {"\"kick\"", "\"snare\"", UNFOLD_BAD_FILE, "'snare' comes twice"},
        {"\"kick\"", "\"\"", UNFOLD_BAD_FILE, "'labels', number 1 is empty"},
        {"\"kick\"", "7", UNFOLD_BAD_FILE, "'labels', number 1, is not a text"},
        {"\"kick\"", "\"a\\nb\"", UNFOLD_BAD_FILE, "a control character"},
        {"\"kick\"", "\"\\u0085\"", UNFOLD_BAD_FILE, "a control character"},
        {"\"kick\"", "\"\xff\"", UNFOLD_BAD_FILE, "UTF-8"},
        {"\"kick\"", "\"" LONG16 LONG16 LONG16 LONG16 "\"", UNFOLD_BAD_FILE,
         "'labels', number 1, is not a text of up to 63"},
        {"\"nothing\": \"nothing\"", "\"nothing\": \"silence\"", UNFOLD_BAD_FILE,
         "'nothing' is none of the labels"},
        {KIT, KIT ", \"notes\": [36, 38]", UNFOLD_BAD_FILE,
         "'notes' is not a list of 3"},
        {KIT, KIT ", \"notes\": [36, 38, 1, 1]", UNFOLD_BAD_FILE, "'notes'"},
        {KIT, KIT ", \"notes\": [36, 38, 128]", UNFOLD_BAD_FILE, "-1 to 127"},
        {KIT, KIT ", \"notes\": [36, -2, 12]", UNFOLD_BAD_FILE, "-1 to 127"},
        {KIT, KIT ", \"notes\": [36, 3.5, 12]", UNFOLD_BAD_FILE, "'notes'"},
        {KIT, KIT ", \"notes\": 36", UNFOLD_BAD_FILE, "'notes'"},
        {"\"softmax\"", "\"linear\"", UNFOLD_BAD_FILE, "'output' must be softmax"},
        {"\"skip\": 0", "\"skip\": 1", UNFOLD_BAD_SHAPE, "skip"},
    };
    REFUSE_ALL(UNFOLD_TASK_CLIP, edits);
}

static void wrong_events_are_refused_by_name(void)
{
    static const Edit edits[] = {
        {"\"rise\": 12", "\"rise\": 0.9", UNFOLD_BAD_FILE, "'rise' is 0.9, not 1"},
        {"\"rise\": 12", "\"rise\": 61", UNFOLD_BAD_FILE, "'rise' is 61"},
        {"\"floor\": -60", "\"floor\": 1", UNFOLD_BAD_FILE, "'floor' is 1"},
        {"\"floor\": -60", "\"floor\": -101", UNFOLD_BAD_FILE, "'floor' is -101"},
        {"0.03", "-0.03", UNFOLD_BAD_FILE, "'lead' is -0.03"},
        {"0.03", "1.1", UNFOLD_BAD_FILE, "'lead' is 1.1"},
        {"\"pause\": 0.1", "\"pause\": 0", UNFOLD_BAD_FILE, "'pause' is 0"},
        {"\"pause\": 0.1", "\"pause\": 11", UNFOLD_BAD_FILE, "'pause' is 11"},
        {"\"longest\": 2", "\"longest\": 0", UNFOLD_BAD_FILE, "'longest' is 0"},
        {"\"longest\": 2", "\"longest\": 61", UNFOLD_BAD_FILE, "'longest' is 61"},
        {"\"longest\": 2", "\"longest\": 2, \"end\": 1", UNFOLD_UNSUPPORTED,
         "'end' in 'events'"},
        {"0.600000024", "1.01", UNFOLD_BAD_FILE, "'threshold' is 1.01"},
        {"0.600000024", "-0.1", UNFOLD_BAD_FILE, "'threshold' is -0.1"},
        {"0.600000024", "1e300", UNFOLD_BAD_FILE, "'threshold'"},
    };
    REFUSE_ALL(UNFOLD_TASK_CLIP, edits);
}

static void wrong_values_are_refused_by_name(void)
{
    static const Edit edits[] = {
        {"\"pitch\"", "\"\"", UNFOLD_BAD_FILE, "'name' in 'value' is empty"},
        {"\"pitch\"", "\"a\\tb\"", UNFOLD_BAD_FILE, "'name' in 'value' holds"},
        {"\"pitch\"", "\"" LONG16 LONG16 LONG16 LONG16 "\"", UNFOLD_BAD_FILE,
         "'name' in 'value' is not a text of up to 63"},
        {"220.5", "1e31", UNFOLD_BAD_FILE, "'mean' in 'value' is 1e+31"},
        {"\"deviation\": 0.", "\"deviation\": -0.", UNFOLD_BAD_FILE,
         "'deviation' in 'value' is -0.333"},
        {"\"mean\": 220.5", "\"mean\": 220.5, \"unit\": 1", UNFOLD_UNSUPPORTED,
         "'unit' in 'value'"},
        {"\"linear\"", "\"tanh\"", UNFOLD_BAD_FILE, "'output' linear"},
        {"\"every step\"", "\"last step\"", UNFOLD_BAD_FILE, "'output_at'"},
    };
    REFUSE_ALL(UNFOLD_TASK_VALUE, edits);
}

static void keys_of_another_task_are_refused(void)
{
    static const Edit clip[] = {
        {"\"clip\"", "\"clap\"", UNFOLD_UNSUPPORTED, "'task' is unknown: 'clap'"},
        {"\"clip\"", "\"frame\"", UNFOLD_UNSUPPORTED, "'events' in 'listening'"},
        {"\"clip\"", "\"value\"", UNFOLD_UNSUPPORTED, "'labels' in 'listening'"},
        {"\"clip\"", "\"next\"", UNFOLD_UNSUPPORTED, "'labels' in 'listening'"},
    };
    static const Edit frame[] = {
        {"\"frame\",", "\"clip\",", UNFOLD_BAD_FILE, "'events' is missing"},
    };
    static const Edit next[] = {
        {"\"next\"", "\"value\"", UNFOLD_UNSUPPORTED, "'threshold' in 'listening'"},
        {"\"threshold\": 2.5", "\"threshold\": 1e31", UNFOLD_BAD_FILE, "'threshold'"},
        {"\"threshold\": 2.5", "\"threshold\": -1", UNFOLD_BAD_FILE, "'threshold'"},
    };
    REFUSE_ALL(UNFOLD_TASK_CLIP, clip);
    REFUSE_ALL(UNFOLD_TASK_FRAME, frame);
    REFUSE_ALL(UNFOLD_TASK_NEXT, next);
}

static void only_the_kind_listen_has_features(void)
{
    static const Edit edits[] = {
        {"\"version\": 4", "\"version\": 3", UNFOLD_BAD_FILE,
         "what it holds is format 4"},
        {"\"version\": 4", "\"version\": 5", UNFOLD_UNSUPPORTED, "newer version"},
        {"\"listen\"", "\"sequence\"", UNFOLD_BAD_FILE, "what the kind 'listen' has"},
        {"\"listen\"", "\"effect\", \"sample_rate\": 8000", UNFOLD_BAD_FILE,
         "what the kind 'listen' has"},
        {"\"listen\"", "\"listen\", \"sample_rate\": 8000", UNFOLD_BAD_FILE,
         "a listening model has no 'sample_rate'"},
        {"\"metadata\"", "\"knobs\": [{\"name\": \"x\", \"default\": 0}], \"metadata\"",
         UNFOLD_BAD_FILE, "no 'knobs'"},
    };
    size_t size;
    REFUSE_ALL(UNFOLD_TASK_CLIP, edits);
    char *text = listening_text(UNFOLD_TASK_CLIP, &size);
    json_t *root = json_loads(text, 0, NULL);
    json_object_del(root, "features");
    json_object_del(root, "listening");
    json_object_set_new(root, "version", json_integer(1));
    char *edited = json_dumps(root, 0);
    UnfoldError error;
    CU_ASSERT_EQUAL(parse_text(edited, strlen(edited), &error), UNFOLD_BAD_FILE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "what the kind 'listen' has"));
    json_decref(root);
    free(edited);
    free(text);
}

static void more_labels_than_there_may_be_are_refused(void)
{
    char list[UNFOLD_MAX_LABELS * 8 + 64] = "[\"0\"";
    for (int k = 1; k <= UNFOLD_MAX_LABELS; ++k)
        snprintf(list + strlen(list), 16, ", \"%d\"", k);
    strcat(list, "]");
    const Edit edits[] = {{KIT, list, UNFOLD_UNSUPPORTED, "not a list of 2 to 256"}};
    REFUSE_ALL(UNFOLD_TASK_CLIP, edits);
}

static void what_is_kept_ahead_of_a_sound_has_a_limit(void)
{
    UnfoldModelFile file = listening_model(UNFOLD_TASK_CLIP);
    UnfoldListening *listening = file.listening;
    const UnfoldShape *shape = unfold_model_shape(file.model);
    UnfoldError error;
    listening->features.rate = 1e6;
    listening->features.hop = 1;
    listening->events.lead = 1;
    CU_ASSERT_EQUAL(unfold_listening_check(listening, shape, &error), UNFOLD_BAD_FILE);
    CU_ASSERT_STRING_EQUAL(error.text,
                           "'lead' is 1: these are 1000000 frames of 6 features, more "
                           "than 4194304 numbers");
    listening->events.lead = 0.69;
    CU_ASSERT_EQUAL(unfold_listening_check(listening, shape, &error), UNFOLD_OK);
    unfold_model_file_clear(&file);
}

static const Test tests[] = {
    {"a text cut at any byte is refused", a_text_cut_at_any_byte_is_refused},
    {"any changed byte is refused or read without harm",
     any_changed_byte_is_refused_or_read_without_harm},
    {"every key is needed", every_key_is_needed},
    {"every key has its type", every_key_has_its_type},
    {"wrong features are refused by name", wrong_features_are_refused_by_name},
    {"wrong labels are refused by name", wrong_labels_are_refused_by_name},
    {"wrong events are refused by name", wrong_events_are_refused_by_name},
    {"wrong values are refused by name", wrong_values_are_refused_by_name},
    {"keys of another task are refused", keys_of_another_task_are_refused},
    {"only the kind listen has features", only_the_kind_listen_has_features},
    {"more labels than there may be are refused",
     more_labels_than_there_may_be_are_refused},
    {"what is kept ahead of a sound has a limit",
     what_is_kept_ahead_of_a_sound_has_a_limit},
    {NULL, NULL}};

const Suite listening_refusals_suite = {"listening_refusals", tests};
