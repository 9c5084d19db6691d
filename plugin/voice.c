/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/voice.h"

#include "net/denormal.h"

#include <stdlib.h>
#include <string.h>

static UnfoldStatus check(const UnfoldModelFile *file, UnfoldError *error)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    const size_t inputs = shape->inputs - file->knobs.count;
    if (inputs != 1 || shape->outputs != 1)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "the model has %zu inputs and %u outputs, this effect needs "
                           "one of each",
                           inputs, shape->outputs);
    if (shape->output_at != UNFOLD_EVERY_STEP)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "the model answers once, after the last step; an effect "
                           "needs an output at every step");
    return UNFOLD_OK;
}

static UnfoldStatus start(UnfoldVoice *voice, UnfoldError *error)
{
    const UnfoldKnobs *knobs = &voice->file.knobs;
    UnfoldReal values[UNFOLD_MAX_KNOBS];
    voice->stream = unfold_stream_new(voice->file.model, 1);
    if (!voice->stream)
        return unfold_no_memory(error);
    unfold_knobs_values(knobs, values);
    unfold_stream_hold(voice->stream, values, (uint32_t)knobs->count);
    voice->played = true; /* so that it settles */
    unfold_voice_settle(voice);
    return UNFOLD_OK;
}

UnfoldStatus unfold_voice_load(const char *path, UnfoldVoice **voice,
                               UnfoldError *error)
{
    const size_t size = strlen(path) + 1;
    UnfoldVoice *loaded = calloc(1, sizeof *loaded + size);
    *voice = NULL;
    if (!loaded)
        return unfold_no_memory(error);
    memcpy(loaded->path, path, size);
    UnfoldStatus status = unfold_model_load(path, &loaded->file, error);
    if (status == UNFOLD_OK)
        status = check(&loaded->file, error);
    if (status == UNFOLD_OK)
        status = start(loaded, error);
    if (status != UNFOLD_OK) {
        unfold_voice_free(loaded);
        return status;
    }
    *voice = loaded;
    return UNFOLD_OK;
}

void unfold_voice_free(UnfoldVoice *voice)
{
    if (!voice)
        return;
    unfold_stream_free(voice->stream);
    unfold_model_file_clear(&voice->file);
    free(voice);
}

void unfold_voice_settle(UnfoldVoice *voice)
{
    if (!voice->played)
        return;
    const uint64_t mode = unfold_denormals_off();
    unfold_stream_reset(voice->stream);
    unfold_stream_settle(voice->stream);
    unfold_denormals_restore(mode);
    voice->played = false;
}

void unfold_voice_play(UnfoldVoice *voice, const float *x, uint32_t n, float *y)
{
    if (!voice) {
        memcpy(y, x, n * sizeof *y);
        return;
    }
    voice->played = true;
    unfold_stream_process(voice->stream, &x, n, &y);
    float zero = 0;
    for (uint32_t k = 0; k < n; ++k)
        zero += y[k] * 0.0f;
    if (zero == 0)
        return;
    /* Weights beyond all measure: what was reached must not stay in the state. */
    memset(y, 0, n * sizeof *y);
    unfold_stream_reset(voice->stream);
}
