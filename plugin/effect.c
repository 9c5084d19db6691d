/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/effect.h"

#include "net/denormal.h"
#include "net/stream.h"
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

/* The control's value in its range, the default where it is no number. */
static float control(const UnfoldEffect *effect, UnfoldPort port)
{
    const float *buffer = effect->ports[port];
    const Range *range = &ranges[port];
    if (!buffer || isnan(*buffer))
        return range->normal;
    return fminf(fmaxf(*buffer, range->minimum), range->maximum);
}

/* How the model is to be played, which takes a voice of its own. */
static bool read_wish(UnfoldEffect *effect)
{
    const float times = control(effect, UNFOLD_PORT_OVERSAMPLING);
    const uint32_t oversampling = times < 2 ? 1 : times < 4 ? 2 : times < 8 ? 4 : 8;
    const int method = (int)control(effect, UNFOLD_PORT_RATES);
    return unfold_loader_wish(&effect->loader, oversampling, (UnfoldRateMethod)method);
}

void unfold_effect_activate(UnfoldEffect *effect)
{
    read_wish(effect);
    unfold_loader_catch_up(&effect->loader);
    unfold_slot_settle(&effect->slot);
    effect->started = false;
    effect->tell_model = true;
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
    read_gain(effect, UNFOLD_PORT_INTERFACE, &effect->interface_db, &effect->interface);
    unfold_ramp_to(&effect->normalise, control(effect, UNFOLD_PORT_NORMALISE) > 0.5f, 0,
                   effect->glide_frames);
    unfold_ramp_to(&effect->calibrate, control(effect, UNFOLD_PORT_CALIBRATE) > 0.5f, 0,
                   effect->glide_frames);
    if (effect->started && !is_off(effect))
        return;
    UnfoldRamp *const ramps[] = {&effect->input,     &effect->output,
                                 &effect->mix,       &effect->interface,
                                 &effect->normalise, &effect->calibrate};
    for (size_t k = 0; k < sizeof ramps / sizeof *ramps; ++k)
        unfold_ramp_set(ramps[k], ramps[k]->target);
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
        unfold_slot_pass(&effect->slot, dry, n, out);
        return;
    }
    for (uint32_t k = 0; k < n; ++k) {
        const float x = dry[k] * unfold_ramp_next(&effect->input);
        driven[k] = fminf(fmaxf(x, -UNFOLD_MAX_INPUT), UNFOLD_MAX_INPUT);
        effect->normalised[k] = unfold_ramp_next(&effect->normalise);
        effect->calibrated[k] = unfold_ramp_next(&effect->calibrate);
        effect->level[k] = unfold_ramp_next(&effect->interface);
    }
    const UnfoldHeard heard = {dry, driven, effect->calibrated, effect->level,
                               effect->normalised};
    unfold_slot_process(&effect->slot, &heard, n, effect->wet, effect->late);
    for (uint32_t k = 0; k < n; ++k) {
        const float wet = effect->wet[k] * unfold_ramp_next(&effect->output);
        const float share =
            unfold_ramp_next(&effect->mix) * unfold_ramp_next(&effect->enabled);
        out[k] = finite_or_zero((1 - share) * effect->late[k] + share * wet);
    }
}

static void take_voice(UnfoldEffect *effect)
{
    if (!unfold_slot_take(&effect->slot, !effect->started || is_off(effect)))
        return;
    effect->tell_model = true;
    if (unfold_slot_voice(&effect->slot)->chosen)
        effect->tell_change = true;
}

static void tell_latency(UnfoldEffect *effect)
{
    float *port = effect->ports[UNFOLD_PORT_LATENCY];
    const UnfoldVoice *voice = unfold_slot_voice(&effect->slot);
    if (port)
        *port = voice ? (float)voice->latency : 0;
}

void unfold_effect_run(UnfoldEffect *effect, uint32_t frames)
{
    const uint64_t mode = unfold_denormals_off();
    unfold_messages_read(effect);
    if (read_wish(effect))
        unfold_loader_request_again(&effect->loader);
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
    tell_latency(effect);
    if (unfold_loader_failed(&effect->loader))
        effect->tell_model = true;
    unfold_messages_write(effect);
    unfold_denormals_restore(mode);
}
