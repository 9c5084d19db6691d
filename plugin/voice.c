/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/voice.h"

#include "net/denormal.h"
#include "plugin/turned.h"

#include <math.h>
#include <stdio.h>
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

/* Hold the knobs at these positions, unless they are held there already. */
static void turn(UnfoldVoice *voice, const float *const positions[], size_t at)
{
    bool same = true;
    for (uint32_t k = 0; k < voice->turned; ++k)
        same &= positions[k][at] == voice->positions[k];
    if (same)
        return;
    for (uint32_t k = 0; k < voice->turned; ++k) {
        voice->positions[k] = positions[k][at];
        voice->held[k] = (UnfoldReal)unfold_turned(
            voice->loaded.file.knobs.list[k].value, positions[k][at]);
    }
    unfold_player_hold(voice->player, voice->held);
}

static void name_knobs(UnfoldVoice *voice)
{
    for (uint32_t k = 0; k < voice->turned; ++k) {
        const size_t used = strlen(voice->knobs);
        snprintf(voice->knobs + used, sizeof voice->knobs - used, "%s%s", k ? ", " : "",
                 voice->loaded.file.knobs.list[k].name);
    }
    voice->loaded.about = voice->turned > 0 ? voice->knobs : NULL;
}

static void remark_on_rate(UnfoldVoice *voice)
{
    const UnfoldRatePlan *plan = unfold_player_plan(voice->player);
    char how[160];
    if (plan->rate == plan->model_rate && plan->oversampling == 1)
        return;
    unfold_rate_plan_text(plan, how, sizeof how);
    snprintf(voice->loaded.remark, sizeof voice->loaded.remark,
             "made at %g Hz, is played at %g Hz: %s", plan->model_rate, plan->rate,
             how);
}

static UnfoldStatus start(UnfoldVoice *voice, const UnfoldVoiceWish *wish,
                          UnfoldError *error)
{
    const UnfoldKnobs *knobs = &voice->loaded.file.knobs;
    const UnfoldStatus status = unfold_player_new(
        voice->loaded.file.model, wish->channels, &wish->rates, &voice->player, error);
    if (status)
        return status;
    voice->channels = wish->channels;
    voice->latency = unfold_player_latency(voice->player);
    for (uint32_t m = 0; m < voice->channels; ++m) {
        voice->line[m] = calloc(voice->latency + UNFOLD_CHUNK, sizeof *voice->line[m]);
        if (!voice->line[m])
            return unfold_no_memory(error);
    }
    voice->louder =
        factor_of(voice->loaded.file.facts, "loudness", -1, UNFOLD_NORMAL_DB);
    voice->louder = voice->louder > 0 ? voice->louder : 1;
    voice->input_level = factor_of(voice->loaded.file.facts, "input_level_dbu", 1, 0);
    unfold_knobs_values(knobs, voice->held);
    unfold_player_hold(voice->player, voice->held);
    voice->turned =
        knobs->count < UNFOLD_KNOB_PORTS ? (uint32_t)knobs->count : UNFOLD_KNOB_PORTS;
    for (uint32_t k = 0; k < voice->turned; ++k)
        voice->positions[k] = 0.5f;
    name_knobs(voice);
    remark_on_rate(voice);
    voice->played = true; /* so that it settles */
    unfold_voice_settle(voice, wish->knobs);
    return UNFOLD_OK;
}

UnfoldStatus unfold_voice_make(const char *path, const char *bytes, size_t size,
                               const UnfoldVoiceWish *wish, UnfoldVoice **voice,
                               UnfoldError *error)
{
    UnfoldVoice *made = calloc(1, sizeof *made);
    *voice = NULL;
    if (!made)
        return unfold_no_memory(error);
    UnfoldModelFile *file = &made->loaded.file;
    UnfoldStatus status =
        unfold_loaded_read(&made->loaded, path, bytes, size, wish->model_rate, error);
    if (status == UNFOLD_OK)
        status = unfold_effect_check(file, error);
    if (status == UNFOLD_OK)
        status = start(made, wish, error);
    if (status != UNFOLD_OK) {
        unfold_voice_free(made);
        return status;
    }
    *voice = made;
    return UNFOLD_OK;
}

void unfold_voice_free(UnfoldVoice *voice)
{
    if (!voice)
        return;
    unfold_player_free(voice->player);
    unfold_loaded_clear(&voice->loaded);
    for (uint32_t m = 0; m < UNFOLD_MAX_CHANNELS; ++m)
        free(voice->line[m]);
    free(voice);
}

void unfold_voice_settle(UnfoldVoice *voice, const float knobs[UNFOLD_KNOB_PORTS])
{
    const float *positions[UNFOLD_KNOB_PORTS];
    bool stays = !voice->played;
    for (uint32_t k = 0; k < UNFOLD_KNOB_PORTS; ++k) {
        positions[k] = &knobs[k];
        stays &= k >= voice->turned || knobs[k] == voice->positions[k];
    }
    if (stays)
        return;
    const uint64_t mode = unfold_denormals_off();
    turn(voice, positions, 0);
    unfold_player_reset(voice->player);
    unfold_player_settle(voice->player);
    unfold_denormals_restore(mode);
    for (uint32_t m = 0; m < voice->channels; ++m)
        memset(voice->line[m], 0, voice->latency * sizeof *voice->line[m]);
    voice->played = false;
}

static void delay(float *line, uint32_t latency, const float *x, uint32_t n, float *dry)
{
    memcpy(line + latency, x, n * sizeof *line);
    memcpy(dry, line, n * sizeof *dry);
    memmove(line, line + n, latency * sizeof *line);
}

void unfold_voice_pass(UnfoldVoice *voice, const float *const x[], uint32_t channels,
                       uint32_t n, float *const dry[])
{
    for (uint32_t m = 0; m < channels; ++m) {
        if (voice && voice->latency)
            delay(voice->line[m], voice->latency, x[m], n, dry[m]);
        else
            memcpy(dry[m], x[m], n * sizeof *dry[m]);
    }
}

/* Weights beyond all measure: what was reached must not stay in the state. */
static void drop_nonsense(UnfoldVoice *voice, uint32_t n, float *const wet[])
{
    float zero = 0;
    for (uint32_t m = 0; m < voice->channels; ++m)
        for (uint32_t k = 0; k < n; ++k)
            zero += wet[m][k] * 0.0f;
    if (zero == 0)
        return;
    for (uint32_t m = 0; m < voice->channels; ++m)
        memset(wet[m], 0, n * sizeof *wet[m]);
    unfold_player_reset(voice->player);
}

/* Samples from `at` on during which no knob moves. */
static uint32_t still(const UnfoldVoice *voice, const UnfoldHeard *heard, uint32_t at,
                      uint32_t n)
{
    uint32_t end = n;
    for (uint32_t k = 0; k < voice->turned; ++k)
        for (uint32_t t = at + 1; t < end; ++t)
            if (heard->knobs[k][t] != heard->knobs[k][at])
                end = t;
    return end - at;
}

static void process(UnfoldVoice *voice, const UnfoldHeard *heard, uint32_t n,
                    float *const wet[])
{
    for (uint32_t done = 0; done < n;) {
        const uint32_t some = still(voice, heard, done, n);
        float *at[UNFOLD_MAX_CHANNELS];
        for (uint32_t m = 0; m < voice->channels; ++m)
            at[m] = wet[m] + done;
        turn(voice, heard->knobs, done);
        unfold_player_process(voice->player, (const float *const *)at, some, at);
        done += some;
    }
}

void unfold_voice_play(UnfoldVoice *voice, const UnfoldHeard *heard, uint32_t channels,
                       uint32_t n, float *const wet[], float *const dry[])
{
    unfold_voice_pass(voice, heard->dry, channels, n, dry);
    for (uint32_t m = 0; m < channels; ++m)
        memcpy(wet[m], heard->driven[m], n * sizeof *wet[m]);
    if (!voice)
        return;
    voice->played = true;
    if (voice->input_level > 0)
        for (uint32_t k = 0; k < n; ++k) {
            const float wanted = heard->interface[k] / voice->input_level;
            for (uint32_t m = 0; m < channels; ++m)
                wet[m][k] *= 1 + heard->calibrate[k] * (wanted - 1);
        }
    process(voice, heard, n, wet);
    drop_nonsense(voice, n, wet);
    for (uint32_t k = 0; k < n; ++k) {
        const float louder = 1 + heard->normalise[k] * (voice->louder - 1);
        for (uint32_t m = 0; m < channels; ++m)
            wet[m][k] *= louder;
    }
}
