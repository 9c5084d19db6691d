/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/effect.h"

#include "net/denormal.h"
#include "net/stream.h"
#include "plugin/clock.h"
#include "plugin/messages.h"
#include "plugin/requests.h"

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

void unfold_effect_init(UnfoldEffect *effect, uint32_t channels, double rate)
{
    effect->channels = channels;
    for (int port = 0; port < UNFOLD_PORT_COUNT; ++port)
        if (unfold_port_is_there((UnfoldPort)port, channels))
            effect->port_at[effect->port_count++] = (UnfoldPort)port;
    unfold_slot_init(&effect->slot, channels, rate);
    effect->rate = rate;
    effect->clock_rate = unfold_clock_rate();
    effect->glide_frames = (uint32_t)(GLIDE * rate) + 1;
    effect->fade_frames = (uint32_t)(FADE * rate) + 1;
    effect->index = effect->previous = effect->next = NAN;
    effect->told_embed = true;
}

void unfold_effect_connect(UnfoldEffect *effect, uint32_t index, void *buffer)
{
    if (index < effect->port_count)
        effect->ports[effect->port_at[index]] = buffer;
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

static UnfoldPort knob_port(size_t knob)
{
    return (UnfoldPort)(UNFOLD_PORT_KNOB_1 + knob);
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
    float knobs[UNFOLD_KNOB_PORTS];
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        knobs[k] = control(effect, knob_port(k));
    unfold_loader_turn(&effect->loader, knobs);
    read_wish(effect);
    unfold_loader_catch_up(&effect->loader);
    unfold_slot_settle(&effect->slot, knobs);
    effect->started = false;
    effect->tell |= UNFOLD_TELL_MODEL | UNFOLD_TELL_NAME | UNFOLD_TELL_KNOBS;
}

/* True when a trigger goes up; at first it only shows where it is. */
static bool goes_up(const UnfoldEffect *effect, UnfoldPort port, float *before)
{
    const float now = control(effect, port) > 0.5f;
    const bool up = *before == 0 && now == 1;
    *before = now;
    return up;
}

static void read_choice(UnfoldEffect *effect)
{
    const float index = floorf(control(effect, UNFOLD_PORT_INDEX));
    if (!isnan(effect->index) && index != effect->index)
        unfold_loader_request_index(&effect->loader, (int)index);
    effect->index = index;
    if (goes_up(effect, UNFOLD_PORT_PREVIOUS, &effect->previous))
        unfold_loader_request_step(&effect->loader, -1);
    if (goes_up(effect, UNFOLD_PORT_NEXT, &effect->next))
        unfold_loader_request_step(&effect->loader, 1);
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
    float knobs[UNFOLD_KNOB_PORTS];
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k) {
        knobs[k] = control(effect, knob_port(k));
        unfold_ramp_to(&effect->knobs[k], knobs[k], 0, effect->glide_frames);
    }
    unfold_loader_turn(&effect->loader, knobs);
    if (effect->started && !is_off(effect))
        return;
    UnfoldRamp *const ramps[] = {&effect->input,     &effect->output,
                                 &effect->mix,       &effect->interface,
                                 &effect->normalise, &effect->calibrate};
    for (size_t k = 0; k < sizeof ramps / sizeof *ramps; ++k)
        unfold_ramp_set(ramps[k], ramps[k]->target);
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        unfold_ramp_set(&effect->knobs[k], knobs[k]);
    if (!effect->started)
        unfold_ramp_set(&effect->enabled, enabled);
}

static float finite_or_zero(float x)
{
    return x - x == 0 ? x : 0;
}

/* What the model hears, and how its levels and knobs stand meanwhile. */
static UnfoldHeard drive(UnfoldEffect *effect, uint32_t n)
{
    for (uint32_t k = 0; k < n; ++k) {
        const float gain = unfold_ramp_next(&effect->input);
        for (uint32_t m = 0; m < effect->channels; ++m)
            effect->driven[m][k] = fminf(
                fmaxf(effect->dry[m][k] * gain, -UNFOLD_MAX_INPUT), UNFOLD_MAX_INPUT);
        effect->normalised[k] = unfold_ramp_next(&effect->normalise);
        effect->calibrated[k] = unfold_ramp_next(&effect->calibrate);
        effect->level[k] = unfold_ramp_next(&effect->interface);
        for (size_t j = 0; j < UNFOLD_KNOB_PORTS; ++j)
            effect->turned[j][k] = unfold_ramp_next(&effect->knobs[j]);
    }
    UnfoldHeard heard = {.calibrate = effect->calibrated,
                         .interface = effect->level,
                         .normalise = effect->normalised};
    for (uint32_t m = 0; m < effect->channels; ++m) {
        heard.dry[m] = effect->dry[m];
        heard.driven[m] = effect->driven[m];
    }
    for (size_t j = 0; j < UNFOLD_KNOB_PORTS; ++j)
        heard.knobs[j] = effect->turned[j];
    return heard;
}

static void mix(UnfoldEffect *effect, uint32_t n, float *const out[])
{
    for (uint32_t k = 0; k < n; ++k) {
        const float gain = unfold_ramp_next(&effect->output);
        const float share =
            unfold_ramp_next(&effect->mix) * unfold_ramp_next(&effect->enabled);
        for (uint32_t m = 0; m < effect->channels; ++m)
            out[m][k] = finite_or_zero((1 - share) * effect->late[m][k] +
                                       share * (effect->wet[m][k] * gain));
    }
}

static void process(UnfoldEffect *effect, const float *const in[], uint32_t n,
                    float *const out[])
{
    const float *const dry[] = {effect->dry[0], effect->dry[1]};
    for (uint32_t m = 0; m < effect->channels; ++m) {
        for (uint32_t k = 0; k < n; ++k)
            effect->dry[m][k] = finite_or_zero(in[m][k]);
        unfold_meter_hear(&effect->input_meter, dry[m], n);
    }
    if (is_off(effect)) {
        unfold_slot_pass(&effect->slot, dry, n, out);
    } else {
        const UnfoldHeard heard = drive(effect, n);
        unfold_slot_process(&effect->slot, &heard, n,
                            (float *const[]){effect->wet[0], effect->wet[1]},
                            (float *const[]){effect->late[0], effect->late[1]});
        mix(effect, n, out);
    }
    for (uint32_t m = 0; m < effect->channels; ++m)
        unfold_meter_hear(&effect->output_meter, out[m], n);
}

static void take_voice(UnfoldEffect *effect)
{
    if (!unfold_slot_take(&effect->slot, !effect->started || is_off(effect)))
        return;
    effect->tell |= UNFOLD_TELL_MODEL | UNFOLD_TELL_NAME | UNFOLD_TELL_KNOBS;
    if (unfold_slot_voice(&effect->slot)->chosen)
        effect->tell |= UNFOLD_TELL_CHANGE;
}

/* All of the host's frames; nothing where a buffer is missing. */
static void play(UnfoldEffect *effect, uint32_t frames)
{
    static const UnfoldPort ins[] = {UNFOLD_PORT_IN, UNFOLD_PORT_IN_RIGHT};
    static const UnfoldPort outs[] = {UNFOLD_PORT_OUT, UNFOLD_PORT_OUT_RIGHT};
    const float *in[UNFOLD_MAX_CHANNELS];
    float *out[UNFOLD_MAX_CHANNELS];
    for (uint32_t m = 0; m < effect->channels; ++m) {
        in[m] = effect->ports[ins[m]];
        out[m] = effect->ports[outs[m]];
        if (!in[m] || !out[m])
            return;
    }
    take_voice(effect);
    read_controls(effect);
    effect->started = true;
    for (uint32_t left = frames; left > 0;) {
        const uint32_t some = left < UNFOLD_CHUNK ? left : UNFOLD_CHUNK;
        process(effect, in, some, out);
        for (uint32_t m = 0; m < effect->channels; ++m) {
            in[m] += some;
            out[m] += some;
        }
        left -= some;
    }
}

static void put(UnfoldEffect *effect, UnfoldPort port, float value)
{
    float *const buffer = effect->ports[port];
    const Range *range = &ranges[port];
    if (buffer)
        *buffer = fminf(fmaxf(value, range->minimum), range->maximum);
}

static void tell_values(UnfoldEffect *effect, uint32_t frames, uint64_t begun)
{
    const float seconds = (float)(frames / effect->rate);
    const UnfoldVoice *voice = unfold_slot_voice(&effect->slot);
    put(effect, UNFOLD_PORT_LATENCY, voice ? (float)voice->latency : 0);
    put(effect, UNFOLD_PORT_INPUT_PEAK, unfold_meter_decibels(&effect->input_meter));
    put(effect, UNFOLD_PORT_OUTPUT_PEAK, unfold_meter_decibels(&effect->output_meter));
    unfold_meter_fall(&effect->input_meter, seconds);
    unfold_meter_fall(&effect->output_meter, seconds);
    if (frames > 0)
        unfold_load_add(&effect->load,
                        (float)((double)(unfold_clock() - begun) / effect->clock_rate),
                        seconds);
    put(effect, UNFOLD_PORT_LOAD, effect->load.percent);
}

void unfold_effect_run(UnfoldEffect *effect, uint32_t frames)
{
    const uint64_t begun = unfold_clock(), mode = unfold_denormals_off();
    unfold_messages_read(effect);
    read_choice(effect);
    if (read_wish(effect))
        unfold_loader_request_again(&effect->loader);
    unfold_loader_ask(&effect->loader);
    if (frames > 0)
        play(effect, frames);
    if (unfold_loader_failed(&effect->loader))
        effect->tell |= UNFOLD_TELL_MODEL;
    unfold_messages_write(effect);
    tell_values(effect, frames, begun);
    unfold_denormals_restore(mode);
}
