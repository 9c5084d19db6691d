/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/effect.h"

#include "net/stream.h"

#include <math.h>

static float factor(float decibels)
{
    return powf(10.0f, decibels / 20.0f);
}

static void read_gain(UnfoldEffect *effect, UnfoldPort port, float *decibels,
                      UnfoldRamp *ramp)
{
    const float now = unfold_instance_control(&effect->base, port);
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
    const float enabled =
        unfold_instance_control(&effect->base, UNFOLD_PORT_ENABLED) > 0.5f;
    const uint32_t warm = is_off(effect) ? effect->slot.warm_frames : 0;
    unfold_ramp_to(&effect->enabled, enabled, warm, effect->fade_frames);
    read_gain(effect, UNFOLD_PORT_INPUT, &effect->input_db, &effect->input);
    read_gain(effect, UNFOLD_PORT_OUTPUT, &effect->output_db, &effect->output);
    const float mix = unfold_instance_control(&effect->base, UNFOLD_PORT_MIX) / 100.0f;
    unfold_ramp_to(&effect->mix, mix, 0, effect->glide_frames);
    read_gain(effect, UNFOLD_PORT_INTERFACE, &effect->interface_db, &effect->interface);
    unfold_ramp_to(&effect->normalise,
                   unfold_instance_control(&effect->base, UNFOLD_PORT_NORMALISE) > 0.5f,
                   0, effect->glide_frames);
    unfold_ramp_to(&effect->calibrate,
                   unfold_instance_control(&effect->base, UNFOLD_PORT_CALIBRATE) > 0.5f,
                   0, effect->glide_frames);
    float knobs[UNFOLD_KNOB_PORTS];
    unfold_effect_read_knobs(effect, knobs);
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        unfold_ramp_to(&effect->knobs[k], knobs[k], 0, effect->glide_frames);
    unfold_wishes_turn(&effect->wishes, knobs);
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

static float limit(float x)
{
    return fminf(fmaxf(x, -UNFOLD_MAX_INPUT), UNFOLD_MAX_INPUT);
}

/* What the model hears, and how its levels and knobs stand meanwhile. */
static UnfoldHeard drive(UnfoldEffect *effect, uint32_t n)
{
    for (uint32_t k = 0; k < n; ++k) {
        const float gain = unfold_ramp_next(&effect->input);
        for (uint32_t m = 0; m < effect->channels; ++m)
            effect->driven[m][k] = limit(effect->dry[m][k] * gain);
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
            out[m][k] = unfold_finite_or_zero((1 - share) * effect->late[m][k] +
                                              share * (effect->wet[m][k] * gain));
    }
}

/* For who watches. The model has heard what was driven as long ago as its voice is
   late, which the dry sound, as late, shows but for gains that were on their way since.
   The state is read between chunks and not within them: splitting chunks where a column
   is due would let a voice drop less nonsense at a time, and who watches must not
   change the sound. */
static void show(UnfoldEffect *effect, uint32_t n)
{
    const UnfoldVoice *voice = unfold_slot_voice(&effect->slot);
    UnfoldBlock late;
    if (!voice)
        return;
    for (uint32_t k = 0; k < n && voice->latency > 0; ++k)
        late[k] = limit(effect->late[0][k] * effect->input.value);
    unfold_cloud_add(&effect->cloud, voice->latency > 0 ? late : effect->driven[0],
                     effect->wet[0], n);
    unfold_cloud_add_state(&effect->cloud, unfold_voice_hidden(voice),
                           unfold_voice_units(voice), n);
}

static void process(UnfoldEffect *effect, const float *const in[], uint32_t n,
                    float *const out[])
{
    const float *const dry[] = {effect->dry[0], effect->dry[1]};
    for (uint32_t m = 0; m < effect->channels; ++m) {
        for (uint32_t k = 0; k < n; ++k)
            effect->dry[m][k] = unfold_finite_or_zero(in[m][k]);
        unfold_meter_hear(&effect->input_meter, dry[m], n);
    }
    if (is_off(effect)) {
        unfold_slot_pass(&effect->slot, dry, n, out);
        if (effect->base.watch.left > 0)
            unfold_cloud_clear(&effect->cloud);
    } else {
        const UnfoldHeard heard = drive(effect, n);
        unfold_slot_process(&effect->slot, &heard, n,
                            (float *const[]){effect->wet[0], effect->wet[1]},
                            (float *const[]){effect->late[0], effect->late[1]});
        if (effect->base.watch.left > 0)
            show(effect, n);
        mix(effect, n, out);
    }
    for (uint32_t m = 0; m < effect->channels; ++m)
        unfold_meter_hear(&effect->output_meter, out[m], n);
}

static void take_voice(UnfoldEffect *effect)
{
    if (!unfold_slot_take(&effect->slot, !effect->started || is_off(effect)))
        return;
    const UnfoldVoice *voice = unfold_slot_voice(&effect->slot);
    unfold_cloud_clear(&effect->cloud); /* it may have other units */
    unfold_instance_plays(&effect->base, &voice->loaded);
    if (voice->loaded.chosen)
        effect->base.tell |= UNFOLD_TELL_CHANGE;
}

/* All of the host's frames; nothing where a buffer is missing. */
void unfold_effect_play(UnfoldInstance *instance, uint32_t frames)
{
    UnfoldEffect *effect = (UnfoldEffect *)instance;
    static const UnfoldPort ins[] = {UNFOLD_PORT_IN, UNFOLD_PORT_IN_RIGHT};
    static const UnfoldPort outs[] = {UNFOLD_PORT_OUT, UNFOLD_PORT_OUT_RIGHT};
    const float *in[UNFOLD_MAX_CHANNELS];
    float *out[UNFOLD_MAX_CHANNELS];
    for (uint32_t m = 0; m < effect->channels; ++m) {
        in[m] = instance->ports[ins[m]];
        out[m] = instance->ports[outs[m]];
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
