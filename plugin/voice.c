/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/voice.h"

#include "net/denormal.h"

#include <stdlib.h>
#include <string.h>

static UnfoldStatus check(const UnfoldShape *shape, UnfoldError *error)
{
    if (shape->inputs != 1 || shape->outputs != 1)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "the model has %u inputs and %u outputs, this effect needs "
                           "one of each",
                           shape->inputs, shape->outputs);
    if (shape->output_at != UNFOLD_EVERY_STEP)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "the model answers once, after the last step; an effect "
                           "needs an output at every step");
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
        status = check(unfold_model_shape(loaded->file.model), error);
    if (status == UNFOLD_OK) {
        loaded->stream = unfold_stream_new(loaded->file.model, 1);
        if (!loaded->stream)
            status = unfold_no_memory(error);
    }
    if (status != UNFOLD_OK) {
        unfold_voice_free(loaded);
        return status;
    }
    loaded->played = true;
    unfold_voice_settle(loaded);
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
