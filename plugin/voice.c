/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/voice.h"

#include "net/denormal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LEVEL 120.0 /* dB: what a file says beyond is no level */

/* The factor of a level, 0 where it is not known or no level. */
static float factor_of(const UnfoldFacts *facts, const char *key, double sign,
                       double offset)
{
    double level;
    if (!unfold_facts_number(facts, UNFOLD_METADATA, key, &level) ||
        !(fabs(level) <= MAX_LEVEL))
        return 0;
    return (float)pow(10, (sign * level + offset) / 20);
}

static UnfoldStatus start(UnfoldVoice *voice, const UnfoldRateWish *wish,
                          UnfoldError *error)
{
    const UnfoldKnobs *knobs = &voice->file.knobs;
    const UnfoldStatus status =
        unfold_player_new(voice->file.model, 1, wish, &voice->player, error);
    if (status)
        return status;
    voice->latency = unfold_player_latency(voice->player);
    voice->line = calloc(voice->latency + UNFOLD_CHUNK, sizeof *voice->line);
    if (!voice->line)
        return unfold_no_memory(error);
    voice->louder = factor_of(voice->file.facts, "loudness", -1, UNFOLD_NORMAL_DB);
    voice->louder = voice->louder > 0 ? voice->louder : 1;
    voice->input_level = factor_of(voice->file.facts, "input_level_dbu", 1, 0);
    UnfoldReal values[UNFOLD_MAX_KNOBS];
    unfold_knobs_values(knobs, values);
    unfold_player_hold(voice->player, values);
    voice->played = true; /* so that it settles */
    unfold_voice_settle(voice);
    return UNFOLD_OK;
}

UnfoldStatus unfold_voice_load(const char *path, float model_rate,
                               const UnfoldRateWish *wish, UnfoldVoice **voice,
                               UnfoldError *error)
{
    const size_t size = strlen(path) + 1;
    UnfoldVoice *loaded = calloc(1, sizeof *loaded + size);
    *voice = NULL;
    if (!loaded)
        return unfold_no_memory(error);
    memcpy(loaded->path, path, size);
    UnfoldStatus status = unfold_model_load_at(path, model_rate, &loaded->file, error);
    if (status == UNFOLD_OK)
        status =
            unfold_effect_check(loaded->file.model, loaded->file.knobs.count, error);
    if (status == UNFOLD_OK)
        status = start(loaded, wish, error);
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
    unfold_player_free(voice->player);
    unfold_model_file_clear(&voice->file);
    free(voice->line);
    free(voice);
}

void unfold_voice_settle(UnfoldVoice *voice)
{
    if (!voice->played)
        return;
    const uint64_t mode = unfold_denormals_off();
    unfold_player_reset(voice->player);
    unfold_player_settle(voice->player);
    unfold_denormals_restore(mode);
    memset(voice->line, 0, voice->latency * sizeof *voice->line);
    voice->played = false;
}

void unfold_voice_pass(UnfoldVoice *voice, const float *x, uint32_t n, float *dry)
{
    if (!voice || !voice->latency) {
        memcpy(dry, x, n * sizeof *dry);
        return;
    }
    float *line = voice->line;
    memcpy(line + voice->latency, x, n * sizeof *line);
    memcpy(dry, line, n * sizeof *dry);
    memmove(line, line + n, voice->latency * sizeof *line);
}

/* Weights beyond all measure: what was reached must not stay in the state. */
static void drop_nonsense(UnfoldVoice *voice, uint32_t n, float *y)
{
    float zero = 0;
    for (uint32_t k = 0; k < n; ++k)
        zero += y[k] * 0.0f;
    if (zero == 0)
        return;
    memset(y, 0, n * sizeof *y);
    unfold_player_reset(voice->player);
}

void unfold_voice_play(UnfoldVoice *voice, const UnfoldHeard *heard, uint32_t n,
                       float *wet, float *dry)
{
    unfold_voice_pass(voice, heard->dry, n, dry);
    memcpy(wet, heard->driven, n * sizeof *wet);
    if (!voice)
        return;
    voice->played = true;
    if (voice->input_level > 0)
        for (uint32_t k = 0; k < n; ++k)
            wet[k] *= 1 + heard->calibrate[k] *
                              (heard->interface[k] / voice->input_level - 1);
    unfold_player_process(voice->player, (const float *const *)&wet, n, &wet);
    drop_nonsense(voice, n, wet);
    for (uint32_t k = 0; k < n; ++k)
        wet[k] *= 1 + heard->normalise[k] * (voice->louder - 1);
}
