/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "presets/presets.h"
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static float random_number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (float)(*state >> 8) / 8388608.0f - 1;
}

UnfoldModel *host_make_model(unsigned seed)
{
    const UnfoldShape shape = {
        .cell = UNFOLD_LSTM,
        .inputs = 1,
        .hidden = 8,
        .layers = 1,
        .outputs = 1,
    };
    float weights[1024];
    const size_t count = unfold_shape_weights(&shape);
    CU_ASSERT_TRUE_FATAL(count <= sizeof weights / sizeof *weights);
    uint32_t state = seed * 2654435761u;
    for (size_t k = 0; k < count; ++k)
        weights[k] = 0.7f * random_number(&state);
    UnfoldModel *model = NULL;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, HOST_RATE, weights, &model, NULL),
                          UNFOLD_OK);
    return model;
}

const char *host_model(const char *name, unsigned seed)
{
    const char *path = test_path(name);
    UnfoldModel *model = host_make_model(seed);
    CU_ASSERT_EQUAL_FATAL(
        unfold_model_save(path, &(UnfoldModelFile){.model = model}, NULL), UNFOLD_OK);
    unfold_model_free(model);
    return path;
}

const char *host_bundled_model(void)
{
    static const char *const files[] = {
#define FILE_OF(file, ...) file,
        UNFOLD_PRESETS(FILE_OF)
#undef FILE_OF
    };
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", host_bundle(), files[0]);
    return path;
}

const char *host_bundle(void)
{
    static char folder[256];
    if (folder[0] && access(folder, F_OK) == 0)
        return folder;
    snprintf(folder, sizeof folder, "%s/bundle", test_folder());
    mkdir(folder, 0755);
    UnfoldModel *model = host_make_model(1);
    CU_ASSERT_EQUAL(unfold_model_save(host_bundled_model(),
                                      &(UnfoldModelFile){.model = model}, NULL),
                    UNFOLD_OK);
    unfold_model_free(model);
    return folder;
}

const float *host_pluck(void)
{
    static float pluck[HOST_FRAMES];
    if (pluck[10] != 0)
        return pluck;
    for (size_t t = 0; t < HOST_FRAMES; ++t) {
        const double seconds = (double)t / HOST_RATE;
        double sum = 0;
        for (int k = 1; k < 6; ++k)
            sum += sin(6.283185307 * 196 * k * seconds) / k;
        pluck[t] = (float)(0.55 * sum * exp(-1.5 * seconds));
    }
    return pluck;
}
