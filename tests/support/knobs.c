/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/knobs.h"

#include "net/play.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

UnfoldModelFile knob_model(UnfoldCell cell, size_t count, unsigned seed)
{
    static const char *const names[UNFOLD_MAX_KNOBS] = {
        "gain", "tone", "bass boost", "Höhen", "\"level\"", "6", "7", "8"};
    static const double defaults[UNFOLD_MAX_KNOBS] = {0.3,     0.75, 0,    1,
                                                      1.0 / 3, 1e-9, 0.1f, 0.5};
    UnfoldShape shape = effect_shape(cell, 8, 1);
    shape.inputs = 1 + (uint32_t)count;
    UnfoldModelFile file = {.model = random_model(&shape, 48000, seed)};
    CU_ASSERT_PTR_NOT_NULL_FATAL(file.model);
    for (size_t k = 0; k < count; ++k)
        CU_ASSERT_EQUAL_FATAL(
            unfold_knobs_add(&file.knobs, names[k], defaults[k], NULL), UNFOLD_OK);
    return file;
}

void put_knob_model(const char *path, unsigned seed)
{
    UnfoldModelFile file = knob_model(UNFOLD_LSTM, 2, seed);
    CU_ASSERT_EQUAL_FATAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
}

void play_file(const UnfoldModelFile *file, const float *x, size_t frames, float *y)
{
    UnfoldReal knobs[UNFOLD_MAX_KNOBS];
    unfold_knobs_values(&file->knobs, knobs);
    CU_ASSERT_TRUE_FATAL(unfold_play_knobs(file->model, x, knobs, frames, y));
}
