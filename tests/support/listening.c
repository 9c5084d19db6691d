/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/listening.h"

#include "tests/support/networks.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_labels(UnfoldListening *listening, const char *const *labels)
{
    for (; labels[listening->label_count]; ++listening->label_count)
        strcpy(listening->labels[listening->label_count],
               labels[listening->label_count]);
}

static UnfoldListening listening_of(UnfoldTask task)
{
    static const char *const kit[] = {"kick", "snare", "nothing", NULL};
    static const char *const letters[] = {"a", "b", NULL};
    UnfoldListening listening = {
        .task = task,
        .features = {.rate = 8000,
                     .frame = 200,
                     .hop = 80,
                     .kinds = UNFOLD_MEL,
                     .bands = 3,
                     .low = 60,
                     .high = 4000,
                     .deltas = 1},
        .nothing = -1,
        .value_deviation = 1,
    };
    for (uint32_t k = 0; k < unfold_feature_count(&listening.features); ++k) {
        listening.mean[k] = 0.1f - (float)k;
        listening.deviation[k] = 1 + (float)k / 3;
    }
    if (task == UNFOLD_TASK_CLIP) {
        add_labels(&listening, kit);
        listening.nothing = 2;
        listening.threshold = 0.6f;
        listening.events = (UnfoldEventSpec){12, -60, 0.03, 0.1, 2};
    } else if (task == UNFOLD_TASK_FRAME) {
        add_labels(&listening, letters);
    } else if (task == UNFOLD_TASK_VALUE) {
        strcpy(listening.value_name, "pitch");
        listening.value_mean = 220.5;
        listening.value_deviation = 1.0 / 3;
    } else {
        listening.threshold = 2.5f;
    }
    return listening;
}

UnfoldModelFile listening_model(UnfoldTask task)
{
    UnfoldModelFile file = {0};
    file.listening = malloc(sizeof *file.listening);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file.listening);
    *file.listening = listening_of(task);
    const uint32_t labels = file.listening->label_count;
    UnfoldShape shape = {.cell = UNFOLD_GRU, .inputs = 6, .hidden = 2, .layers = 1};
    shape.outputs = labels ? labels : task == UNFOLD_TASK_VALUE ? 1 : shape.inputs;
    shape.output = labels ? UNFOLD_SOFTMAX : UNFOLD_LINEAR;
    shape.output_at = task == UNFOLD_TASK_CLIP ? UNFOLD_LAST_STEP : UNFOLD_EVERY_STEP;
    file.model = random_model(&shape, 0, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file.model);
    return file;
}

void put_listening_model(const char *path, UnfoldTask task)
{
    UnfoldModelFile file = listening_model(task);
    UnfoldError error = {""};
    const UnfoldStatus status = unfold_model_save(path, &file, &error);
    if (status)
        printf("%s: %s\n", path, error.text);
    CU_ASSERT_EQUAL_FATAL(status, UNFOLD_OK);
    unfold_model_file_clear(&file);
}

char *listening_text(UnfoldTask task, size_t *size)
{
    put_listening_model(test_path("listening.json"), task);
    char *text = get_bytes(test_path("listening.json"), size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}
