/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/made_listening.h"

#include "net/random.h"
#include "tests/support/networks.h"

#include <math.h>
#include <stdio.h>

UnfoldListening listening_of(UnfoldTask task)
{
    const bool labels = task == UNFOLD_TASK_CLIP || task == UNFOLD_TASK_FRAME;
    UnfoldListening listening = {
        .task = task,
        .features = {.rate = 8000,
                     .frame = 200,
                     .hop = 80,
                     .kinds = UNFOLD_FEATURES_ALL,
                     .bands = 8,
                     .low = 100,
                     .high = 4000,
                     .mfcc = 4,
                     .deltas = 1},
        .label_count = labels ? 3 : 0,
        .nothing = task == UNFOLD_TASK_FRAME ? 0 : -1,
        .threshold = 0.5f,
        .value_mean = 3,
        .value_deviation = 2,
    };
    if (task == UNFOLD_TASK_CLIP)
        listening.events = (UnfoldEventSpec){
            .rise = 12, .floor = -60, .lead = 0.03, .pause = 0.04, .longest = 1};
    for (size_t k = 0; k < unfold_feature_count(&listening.features); ++k) {
        listening.mean[k] = -4 + (float)(k % 3);
        listening.deviation[k] = 3 + (float)(k % 5);
    }
    for (uint32_t k = 0; k < listening.label_count; ++k)
        snprintf(listening.labels[k], sizeof listening.labels[k], "label %u", k);
    return listening;
}

UnfoldModelFile listening_file(UnfoldListening *listening, UnfoldOutputAt output_at)
{
    const uint32_t inputs = unfold_feature_count(&listening->features);
    const bool labels = listening->label_count > 0;
    const UnfoldShape shape = {
        .cell = UNFOLD_GRU,
        .inputs = inputs,
        .hidden = 7,
        .layers = 1,
        .outputs = labels ? listening->label_count
                          : (listening->task == UNFOLD_TASK_NEXT ? inputs : 1),
        .output = labels ? UNFOLD_SOFTMAX : UNFOLD_LINEAR,
        .output_at = output_at};
    return (UnfoldModelFile){.model = random_model(&shape, 0, 5),
                             .listening = listening};
}

void fill_bursts(double rate, double seconds, float *x)
{
    UnfoldRandom random = {3};
    for (size_t t = 0; t < (size_t)(seconds * rate); ++t) {
        const double time = (double)t / rate;
        const double hiss = 2 * unfold_random_uniform(&random) - 1;
        double sample = 1e-5 * hiss;
        if ((time >= 0.025 && time < 0.1) || (time >= 0.5 && time < 0.6))
            sample += 0.3 * sin(2 * M_PI * 440 * time);
        if (time >= 0.25 && time < 0.35)
            sample += 0.2 * hiss;
        x[t] = (float)sample;
    }
}
