/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/fit.h"
#include "rate/plan.h"
#include "tests/support/allocations.h"
#include "tests/support/edits.h"
#include "tests/support/listening.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TASKS 4

static char *saved_text(const UnfoldModelFile *file, size_t *size)
{
    UnfoldError error = {""};
    const UnfoldStatus status = unfold_model_save(test_path("saved"), file, &error);
    if (status)
        printf("%s\n", error.text);
    CU_ASSERT_EQUAL_FATAL(status, UNFOLD_OK);
    char *text = get_bytes(test_path("saved"), size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

/* What is saved is read, and saved again to the same bytes; the file is cleared. */
static void come_back(UnfoldModelFile *file)
{
    size_t size, again_size;
    UnfoldError error = {""};
    UnfoldModelFile back;
    char *text = saved_text(file, &size);
    const UnfoldStatus status = unfold_model_parse(text, size, &back, &error);
    if (status)
        printf("%s\n", error.text);
    CU_ASSERT_EQUAL_FATAL(status, UNFOLD_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(back.listening);
    const UnfoldListening *a = file->listening, *b = back.listening;
    CU_ASSERT_EQUAL(a->task, b->task);
    CU_ASSERT_EQUAL(memcmp(&a->features, &b->features, sizeof a->features), 0);
    CU_ASSERT_EQUAL(memcmp(a->mean, b->mean, sizeof a->mean), 0);
    CU_ASSERT_EQUAL(memcmp(a->deviation, b->deviation, sizeof a->deviation), 0);
    CU_ASSERT_EQUAL(memcmp(&a->events, &b->events, sizeof a->events), 0);
    CU_ASSERT_EQUAL(a->label_count, b->label_count);
    CU_ASSERT_EQUAL(memcmp(a->labels, b->labels, sizeof a->labels), 0);
    CU_ASSERT_EQUAL(a->nothing, b->nothing);
    CU_ASSERT_EQUAL(a->has_notes, b->has_notes);
    CU_ASSERT_EQUAL(memcmp(a->notes, b->notes, sizeof a->notes), 0);
    CU_ASSERT_EQUAL(a->threshold, b->threshold);
    CU_ASSERT_STRING_EQUAL(a->value_name, b->value_name);
    CU_ASSERT_EQUAL(a->value_mean, b->value_mean);
    CU_ASSERT_EQUAL(a->value_deviation, b->value_deviation);
    CU_ASSERT_EQUAL(unfold_model_sample_rate(back.model), 0);
    char *again = saved_text(&back, &again_size);
    CU_ASSERT_STRING_EQUAL(again, text);
    free(again);
    free(text);
    unfold_model_file_clear(&back);
    CU_ASSERT_PTR_NULL(back.listening);
    unfold_model_file_clear(file);
}

static void every_task_comes_back_with_the_same_bytes(void)
{
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        UnfoldModelFile file = listening_model(task);
        come_back(&file);
    }
}

static void a_file_says_its_task_in_version_4(void)
{
    size_t size;
    char *text = listening_text(UNFOLD_TASK_CLIP, &size);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"version\": 4,\n  \"kind\": \"listen\",\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "  \"features\": {\n"
                                        "    \"sample_rate\": 8000,\n"
                                        "    \"frame\": 200,\n"
                                        "    \"hop\": 80,\n"
                                        "    \"kinds\": [\"mel\"],\n"
                                        "    \"bands\": 3,\n"
                                        "    \"low\": 60,\n"
                                        "    \"high\": 4000,\n"
                                        "    \"deltas\": 1,\n"
                                        "    \"mean\": [0.100000001, "));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "  \"listening\": {\n"
                     "    \"task\": \"clip\",\n"
                     "    \"labels\": [\"kick\", \"snare\", \"nothing\"],\n"
                     "    \"nothing\": \"nothing\",\n"
                     "    \"events\": {\"rise\": 12, \"floor\": -60, \"lead\": 0.03, "
                     "\"pause\": 0.1, \"longest\": 2},\n"
                     "    \"threshold\": 0.600000024\n"
                     "  },\n"));
    free(text);
}

/* A model of as much as there may be. */
static UnfoldModelFile largest(void)
{
    UnfoldModelFile file = {.listening = calloc(1, sizeof *file.listening)};
    CU_ASSERT_PTR_NOT_NULL_FATAL(file.listening);
    UnfoldListening *listening = file.listening;
    listening->task = UNFOLD_TASK_CLIP;
    listening->features = (UnfoldFeatureSpec){.rate = 192000.5,
                                              .frame = UNFOLD_MAX_FRAME,
                                              .hop = 7,
                                              .kinds = UNFOLD_FEATURES_ALL,
                                              .bands = UNFOLD_MAX_BANDS,
                                              .low = 0.1,
                                              .high = 192000.5 / 2,
                                              .range = 199.5,
                                              .mfcc = UNFOLD_MAX_BANDS,
                                              .deltas = 2};
    for (size_t k = 0; k < UNFOLD_MAX_FEATURES; ++k) {
        listening->mean[k] = k % 2 ? -1e6f : 1.0f / 3;
        listening->deviation[k] = k % 3 ? 1e6f : 1e-6f;
    }
    listening->events = (UnfoldEventSpec){60, -100, 0.1, 10, 60};
    listening->label_count = UNFOLD_MAX_LABELS;
    for (int k = 0; k < UNFOLD_MAX_LABELS; ++k)
        snprintf(listening->labels[k], UNFOLD_LABEL_NAME, "\"\\ \xc3\xa9 %0*d",
                 UNFOLD_LABEL_NAME - 7, k);
    listening->has_notes = true;
    for (int k = 0; k < UNFOLD_MAX_LABELS; ++k)
        listening->notes[k] = k % 129 - 1;
    listening->nothing = UNFOLD_MAX_LABELS - 1;
    listening->threshold = 1;
    listening->value_deviation = 1;
    const UnfoldShape shape = {.cell = UNFOLD_RNN,
                               .inputs = UNFOLD_MAX_FEATURES,
                               .hidden = 1,
                               .layers = 1,
                               .outputs = UNFOLD_MAX_LABELS,
                               .output = UNFOLD_SOFTMAX};
    file.model = random_model(&shape, 0, 2);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file.model);
    return file;
}

static void the_largest_model_comes_back(void)
{
    UnfoldModelFile file = largest();
    CU_ASSERT_EQUAL(strlen(file.listening->labels[0]), UNFOLD_LABEL_NAME - 1);
    come_back(&file);
}

static void the_least_and_the_most_of_each_number_come_back(void)
{
    for (int most = 0; most < 2; ++most) {
        UnfoldModelFile file = listening_model(UNFOLD_TASK_CLIP);
        file.listening->events = most ? (UnfoldEventSpec){60, 0, 1, 10, 60}
                                      : (UnfoldEventSpec){1, -100, 0, 0.001, 0.001};
        file.listening->threshold = (float)most;
        file.listening->nothing = most - 1;
        come_back(&file);
        file = listening_model(UNFOLD_TASK_VALUE);
        file.listening->value_mean = most ? 1e30 : -1e30;
        file.listening->value_deviation = most ? 1e30 : 1e-30;
        come_back(&file);
        file = listening_model(UNFOLD_TASK_NEXT);
        file.listening->threshold = most ? 1e30f : 0;
        come_back(&file);
    }
}

/* Refused when it is saved, as it could not be read. */
static void refuse_saving(UnfoldModelFile *file, const char *word)
{
    UnfoldError error = {""};
    const UnfoldStatus status = unfold_model_save(test_path("wrong"), file, &error);
    if (!strstr(error.text, word))
        printf("'%s' lacks '%s'\n", error.text, word);
    CU_ASSERT(status == UNFOLD_BAD_FILE || status == UNFOLD_UNSUPPORTED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, word));
    CU_ASSERT_PTR_NULL(get_bytes(test_path("wrong"), &(size_t){0}));
    unfold_model_file_clear(file);
}

#define REFUSE(kind, member, number, word)                                             \
    do {                                                                               \
        UnfoldModelFile file = listening_model(kind);                                  \
        file.listening->member = number;                                               \
        refuse_saving(&file, word);                                                    \
    } while (0)

static void wrong_numbers_are_not_saved(void)
{
    REFUSE(UNFOLD_TASK_CLIP, mean[5], NAN, "'mean' in 'features', number 6,");
    REFUSE(UNFOLD_TASK_CLIP, mean[5], -1.1e6f, "'mean' in 'features', number 6,");
    REFUSE(UNFOLD_TASK_CLIP, deviation[0], 0, "'deviation' in 'features', number 1,");
    REFUSE(UNFOLD_TASK_CLIP, deviation[0], -1, "'deviation' in 'features'");
    REFUSE(UNFOLD_TASK_CLIP, deviation[0], HUGE_VALF, "'deviation' in 'features'");
    REFUSE(UNFOLD_TASK_CLIP, deviation[0], NAN, "'deviation' in 'features'");
    REFUSE(UNFOLD_TASK_CLIP, threshold, NAN, "'threshold'");
    REFUSE(UNFOLD_TASK_CLIP, events.rise, (double)NAN, "'rise'");
    REFUSE(UNFOLD_TASK_CLIP, events.longest, HUGE_VAL, "'longest'");
    REFUSE(UNFOLD_TASK_CLIP, nothing, 3, "'nothing'");
    REFUSE(UNFOLD_TASK_CLIP, nothing, -2, "'nothing'");
    REFUSE(UNFOLD_TASK_FRAME, label_count, 0, "0 'labels'");
    REFUSE(UNFOLD_TASK_FRAME, label_count, 257, "257 'labels'");
    REFUSE(UNFOLD_TASK_FRAME, labels[1][0], '\0', "number 2 is empty");
    REFUSE(UNFOLD_TASK_FRAME, labels[1][0], '\xff', "number 2 is not UTF-8");
    REFUSE(UNFOLD_TASK_VALUE, label_count, 2, "the task 'value' has no 'labels'");
    REFUSE(UNFOLD_TASK_NEXT, label_count, 2, "the task 'next' has no 'labels'");
    REFUSE(UNFOLD_TASK_VALUE, value_name[0], '\0', "'name' in 'value' is empty");
    REFUSE(UNFOLD_TASK_VALUE, value_deviation, 0, "'deviation' in 'value'");
    REFUSE(UNFOLD_TASK_VALUE, value_mean, (double)NAN, "'mean' in 'value'");
    REFUSE(UNFOLD_TASK_NEXT, threshold, HUGE_VALF, "'threshold'");
    REFUSE(UNFOLD_TASK_NEXT, features.hop, 0, "'features': hop is 0");
}

static void names_without_an_end_are_not_saved(void)
{
    UnfoldModelFile file = listening_model(UNFOLD_TASK_FRAME);
    memset(file.listening->labels[1], 'x', UNFOLD_LABEL_NAME);
    refuse_saving(&file, "number 2 is too long");
    file = listening_model(UNFOLD_TASK_VALUE);
    memset(file.listening->value_name, 'x', UNFOLD_LABEL_NAME);
    refuse_saving(&file, "'name' in 'value' is too long");
}

static void networks_that_cannot_listen_so_are_not_saved(void)
{
    const struct {
        UnfoldTask task;
        UnfoldShape shape; /* of what differs from what fits */
        double rate;
        const char *word;
    } cases[] = {
        {UNFOLD_TASK_CLIP, {.inputs = 5}, 0, "6 features are no 5 'inputs'"},
        {UNFOLD_TASK_CLIP, {.outputs = 2}, 0, "3 'labels' for 2 'outputs'"},
        {UNFOLD_TASK_CLIP, {.output = UNFOLD_SIGMOID}, 0, "softmax"},
        {UNFOLD_TASK_CLIP, {.gains = true}, 0, "gains"},
        {UNFOLD_TASK_CLIP, {.inputs = 6}, 8000, "no sample rate"},
        {UNFOLD_TASK_NEXT, {.skip = 1}, 0, "'skip'"},
        {UNFOLD_TASK_NEXT, {.outputs = 5}, 0, "as many 'outputs' as"},
        {UNFOLD_TASK_NEXT, {.output = UNFOLD_TANH}, 0, "linear"},
        {UNFOLD_TASK_NEXT, {.output_at = UNFOLD_LAST_STEP}, 0, "every step"},
        {UNFOLD_TASK_VALUE, {.outputs = 2}, 0, "1 of 'outputs'"},
        {UNFOLD_TASK_VALUE, {.output = UNFOLD_SIGMOID}, 0, "linear"},
        {UNFOLD_TASK_VALUE, {.output_at = UNFOLD_LAST_STEP}, 0, "every step"},
        {UNFOLD_TASK_FRAME, {.output_at = UNFOLD_LAST_STEP}, 0, "every step"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldModelFile file = listening_model(cases[k].task);
        const UnfoldShape *other = &cases[k].shape;
        UnfoldShape shape = *unfold_model_shape(file.model);
        unfold_model_free(file.model);
        shape.inputs = other->inputs ? other->inputs : shape.inputs;
        shape.outputs = other->outputs ? other->outputs : shape.outputs;
        shape.output = other->output ? other->output : shape.output;
        shape.output_at = other->output_at ? other->output_at : shape.output_at;
        shape.skip = other->skip;
        shape.gains = other->gains;
        file.model = random_model(&shape, cases[k].rate, 1);
        CU_ASSERT_PTR_NOT_NULL_FATAL(file.model);
        refuse_saving(&file, cases[k].word);
    }
}

static void a_clip_is_decided_at_the_last_step_or_by_the_average(void)
{
    UnfoldModelFile file = listening_model(UNFOLD_TASK_CLIP);
    UnfoldShape shape = *unfold_model_shape(file.model);
    unfold_model_free(file.model);
    shape.output_at = UNFOLD_EVERY_STEP;
    file.model = random_model(&shape, 0, 1);
    come_back(&file);
}

static void no_other_format_and_no_effect_takes_it(void)
{
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        UnfoldModelFile file = listening_model(task);
        UnfoldError error;
        for (int f = UNFOLD_FORMAT_NAM; f <= UNFOLD_FORMAT_PROTEUS; ++f)
            for (int lossy = 0; lossy < 2; ++lossy) {
                CU_ASSERT_EQUAL(unfold_model_fit(&file, (UnfoldFormat)f, lossy, &error),
                                UNFOLD_UNSUPPORTED);
                CU_ASSERT_PTR_NOT_NULL(
                    strstr(error.text, "cannot hold a model that listens"));
            }
        CU_ASSERT_EQUAL(unfold_effect_check(&file, &error), UNFOLD_UNSUPPORTED);
        CU_ASSERT_STRING_EQUAL(error.text, UNFOLD_LISTENS);
        unfold_model_file_clear(&file);
    }
}

static void a_rate_that_is_said_is_refused(void)
{
    size_t size;
    UnfoldModelFile file;
    UnfoldError error;
    char *text = listening_text(UNFOLD_TASK_NEXT, &size);
    CU_ASSERT_EQUAL(unfold_model_parse_at(text, size, 48000, &file, &error),
                    UNFOLD_UNSUPPORTED);
    CU_ASSERT_STRING_EQUAL(error.text, UNFOLD_LISTENS);
    free(text);
}

static void each_failed_allocation_while_loading_is_an_error(void)
{
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        put_listening_model(test_path("memory.json"), task);
        CU_ASSERT(fail_each_allocation_of_loading(test_path("memory.json")) > 50);
    }
}

static void fail_each_allocation_of_saving(const UnfoldModelFile *file)
{
    size_t size, size_after, n = 0;
    char *before = saved_text(file, &size);
    UnfoldError error;
    watch_jansson();
    for (;; ++n) {
        allocations_reset();
        allocations_fail_at(n / 2, n % 2);
        const UnfoldStatus status = unfold_model_save(test_path("saved"), file, &error);
        const size_t made = allocations_made();
        CU_ASSERT_EQUAL(allocations_live(), 0);
        allocations_reset();
        char *after = get_bytes(test_path("saved"), &size_after);
        CU_ASSERT(size == size_after && !memcmp(before, after, size));
        free(after);
        if (status == UNFOLD_OK && made <= n / 2)
            break;
        CU_ASSERT_EQUAL(status, UNFOLD_NO_MEMORY);
    }
    CU_ASSERT(n > 100);
    free(before);
}

static void each_failed_allocation_while_saving_keeps_the_old_file(void)
{
    for (UnfoldTask task = UNFOLD_TASK_CLIP; task < TASKS; ++task) {
        UnfoldModelFile file = listening_model(task);
        fail_each_allocation_of_saving(&file);
        unfold_model_file_clear(&file);
    }
}

static void tasks_have_names_and_labels_are_found(void)
{
    UnfoldModelFile file = listening_model(UNFOLD_TASK_CLIP);
    UnfoldTask task;
    for (UnfoldTask k = UNFOLD_TASK_CLIP; k < TASKS; ++k) {
        CU_ASSERT(unfold_task_from_name(unfold_task_name(k), &task));
        CU_ASSERT_EQUAL(task, k);
    }
    CU_ASSERT_FALSE(unfold_task_from_name("clips", &task));
    CU_ASSERT_FALSE(unfold_task_from_name("", &task));
    CU_ASSERT_EQUAL(unfold_label_find(file.listening, "snare"), 1);
    CU_ASSERT_EQUAL(unfold_label_find(file.listening, "snar"), -1);
    unfold_model_file_clear(&file);
}

static const Test tests[] = {
    {"tasks have names and labels are found", tasks_have_names_and_labels_are_found},
    {"every task comes back with the same bytes",
     every_task_comes_back_with_the_same_bytes},
    {"a file says its task in version 4", a_file_says_its_task_in_version_4},
    {"the largest model comes back", the_largest_model_comes_back},
    {"the least and the most of each number come back",
     the_least_and_the_most_of_each_number_come_back},
    {"a clip is decided at the last step or by the average",
     a_clip_is_decided_at_the_last_step_or_by_the_average},
    {"wrong numbers are not saved", wrong_numbers_are_not_saved},
    {"names without an end are not saved", names_without_an_end_are_not_saved},
    {"networks that cannot listen so are not saved",
     networks_that_cannot_listen_so_are_not_saved},
    {"no other format and no effect takes it", no_other_format_and_no_effect_takes_it},
    {"a rate that is said is refused", a_rate_that_is_said_is_refused},
    {"each failed allocation while loading is an error",
     each_failed_allocation_while_loading_is_an_error},
    {"each failed allocation while saving keeps the old file",
     each_failed_allocation_while_saving_keeps_the_old_file},
    {NULL, NULL}};

const Suite listening_file_suite = {"listening_file", tests};
