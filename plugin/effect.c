/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/effect.h"

#include "net/denormal.h"
#include "plugin/messages.h"

#include <math.h>
#include <string.h>

/* Seconds that a gain takes to follow its control, and on and off to fade. */
#define GLIDE 0.02
#define FADE 0.01

typedef struct {
    float minimum, maximum, normal;
} Range;

static const Range ranges[] = {
#define RANGE(id, symbol, name, kind, minimum, maximum, normal, ...)                   \
    {minimum, maximum, normal},
    UNFOLD_PORTS(RANGE)
#undef RANGE
};

void unfold_effect_init(UnfoldEffect *effect, double rate)
{
    unfold_slot_init(&effect->slot, rate);
    effect->glide_frames = (uint32_t)(GLIDE * rate) + 1;
    effect->fade_frames = (uint32_t)(FADE * rate) + 1;
}

void unfold_effect_activate(UnfoldEffect *effect)
{
    unfold_slot_settle(&effect->slot);
    effect->started = false;
    effect->tell_path = true;
}

/* The control's value in its range, the default where it is no number. */
static float control(const UnfoldEffect *effect, UnfoldPort port)
{
    const float *buffer = effect->ports[port];
    const Range *range = &ranges[port];
    if (!buffer || isnan(*buffer))
        return range->normal;
    return fminf(fmaxf(*buffer, range->minimum), range->maximum);
}

static float factor(float decibels)
{
    return powf(10.0f, decibels / 20.0f);
}

static void read_gain(UnfoldEffect *effect, UnfoldPort port, float *decibels,
                      UnfoldRamp *ramp)
{
    const float now = control(effect, port);
    if (now == *decibels && effect->started)
        return;
    *decibels = now;
    unfold_ramp_to(ramp, factor(now), 0, effect->glide_frames);
}

static bool is_off(const UnfoldEffect *effect)
{
    return unfold_ramp_rests_at(&effect->enabled, 0);
}

/* When it comes back from off, the network hears the input for a moment before it is
   heard: its state was left behind when it went. */
static void read_controls(UnfoldEffect *effect)
{
    const float enabled = control(effect, UNFOLD_PORT_ENABLED) > 0.5f;
    const uint32_t warm = is_off(effect) ? effect->slot.warm_frames : 0;
    unfold_ramp_to(&effect->enabled, enabled, warm, effect->fade_frames);
    read_gain(effect, UNFOLD_PORT_INPUT, &effect->input_db, &effect->input);
    read_gain(effect, UNFOLD_PORT_OUTPUT, &effect->output_db, &effect->output);
    const float mix = control(effect, UNFOLD_PORT_MIX) / 100.0f;
    unfold_ramp_to(&effect->mix, mix, 0, effect->glide_frames);
    if (effect->started && !is_off(effect))
        return;
    unfold_ramp_set(&effect->input, effect->input.target);
    unfold_ramp_set(&effect->output, effect->output.target);
    unfold_ramp_set(&effect->mix, effect->mix.target);
    if (!effect->started)
        unfold_ramp_set(&effect->enabled, enabled);
}

static float finite_or_zero(float x)
{
    return x - x == 0 ? x : 0;
}

static void process(UnfoldEffect *effect, const float *in, uint32_t n, float *out)
{
    float *const dry = effect->dry, *const driven = effect->driven;
    for (uint32_t k = 0; k < n; ++k)
        dry[k] = finite_or_zero(in[k]);
    if (is_off(effect)) {
        memcpy(out, dry, n * sizeof *out);
        return;
    }
    for (uint32_t k = 0; k < n; ++k) {
        const float x = dry[k] * unfold_ramp_next(&effect->input);
        driven[k] = fminf(fmaxf(x, -UNFOLD_MAX_INPUT), UNFOLD_MAX_INPUT);
    }
    unfold_slot_process(&effect->slot, driven, n, effect->wet);
    for (uint32_t k = 0; k < n; ++k) {
        const float wet = effect->wet[k] * unfold_ramp_next(&effect->output);
        const float share =
            unfold_ramp_next(&effect->mix) * unfold_ramp_next(&effect->enabled);
        out[k] = finite_or_zero((1 - share) * dry[k] + share * wet);
    }
}

static void take_voice(UnfoldEffect *effect)
{
    if (!unfold_slot_take(&effect->slot, !effect->started || is_off(effect)))
        return;
    effect->tell_path = true;
    if (unfold_slot_voice(&effect->slot)->chosen)
        effect->tell_change = true;
}

void unfold_effect_run(UnfoldEffect *effect, uint32_t frames)
{
    const uint64_t mode = unfold_denormals_off();
    unfold_messages_read(effect);
    unfold_loader_ask(&effect->loader);
    const float *in = effect->ports[UNFOLD_PORT_IN];
    float *out = effect->ports[UNFOLD_PORT_OUT];
    if (frames > 0 && in && out) {
        take_voice(effect);
        read_controls(effect);
        effect->started = true;
        for (uint32_t done = 0; done < frames; done += UNFOLD_CHUNK) {
            const uint32_t left = frames - done;
            process(effect, in + done, left < UNFOLD_CHUNK ? left : UNFOLD_CHUNK,
                    out + done);
        }
    }
    if (unfold_loader_failed(&effect->loader))
        effect->tell_path = true;
    unfold_messages_write(effect);
    unfold_denormals_restore(mode);
}
