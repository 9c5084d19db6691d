/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/networks.h"

#include "learn/start.h"
#include "net/random.h"

#include <math.h>
#include <stdlib.h>

UnfoldShape effect_shape(UnfoldCell cell, uint32_t hidden, uint32_t layers)
{
    return (UnfoldShape){.cell = cell,
                         .inputs = 1,
                         .hidden = hidden,
                         .layers = layers,
                         .outputs = 1,
                         .skip = 1};
}

void fill_noise(UnfoldReal *samples, size_t count, double scale, unsigned seed)
{
    UnfoldRandom random = {seed};
    for (size_t k = 0; k < count; ++k)
        samples[k] = (UnfoldReal)(scale * (2 * unfold_random_uniform(&random) - 1));
}

UnfoldModel *random_model(const UnfoldShape *shape, double sample_rate, unsigned seed)
{
    const size_t count = unfold_shape_weights(shape);
    UnfoldReal *weights = malloc(count * sizeof *weights);
    UnfoldReal *noise = malloc(count * sizeof *noise);
    UnfoldModel *model = NULL;
    if (weights && noise && !unfold_start_weights(shape, seed, 1, weights)) {
        /* Small enough that the recurrence stays stable. */
        fill_noise(noise, count, 0.3 / sqrt(shape->hidden), seed + 1);
        for (size_t k = 0; k < count; ++k)
            weights[k] += noise[k];
        unfold_model_new(shape, sample_rate, weights, &model, NULL);
    }
    free(weights);
    free(noise);
    return model;
}
