/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/effect.h"

#include "plugin/properties.h"
#include "plugin/requests.h"
#include "presets/presets.h"

#include <math.h>
#include <string.h>

/* Seconds that a gain takes to follow its control, and on and off to fade. */
#define GLIDE 0.02
#define FADE 0.01

static UnfoldEffect *effect_of(UnfoldInstance *instance)
{
    return (UnfoldEffect *)instance;
}

static void set_model_rate(UnfoldInstance *instance, const LV2_Atom *value)
{
    UnfoldWishes *wishes = &effect_of(instance)->wishes;
    const float rate = unfold_atom_number(&instance->uris, value);
    if (!isnan(rate) && unfold_wishes_set_model_rate(wishes, rate)) {
        unfold_loader_request_again(&instance->loader);
        instance->tell |= UNFOLD_TELL_CHANGE;
    }
    if (rate != unfold_wishes_model_rate(wishes))
        instance->tell |= UNFOLD_TELL_MODEL_RATE;
}

static bool model_rate_is_new(UnfoldInstance *instance)
{
    UnfoldEffect *effect = effect_of(instance);
    const float before = effect->told_model_rate;
    effect->told_model_rate = unfold_wishes_model_rate(&effect->wishes);
    return effect->told_model_rate != before;
}

static bool forge_model_rate(UnfoldInstance *instance)
{
    return lv2_atom_forge_float(&instance->forge, effect_of(instance)->told_model_rate);
}

static bool forge_knobs(UnfoldInstance *instance)
{
    const UnfoldVoice *voice = unfold_slot_voice(&effect_of(instance)->slot);
    return unfold_forge_text(instance, voice ? voice->knobs : "");
}

static void list_properties(UnfoldInstance *instance)
{
    const UnfoldUris *uris = &instance->uris;
    const UnfoldProperty list[] = {
        unfold_property_model(uris),
        {.tell = UNFOLD_TELL_MODEL_RATE,
         .uri = uris->model_rate,
         .set = set_model_rate,
         .is_new = model_rate_is_new,
         .forge = forge_model_rate},
        unfold_property_embed(uris),
        unfold_property_name(uris),
        unfold_property_gear(uris),
        unfold_property_esr(uris),
        {.tell = UNFOLD_TELL_KNOBS, .uri = uris->knobs, .forge = forge_knobs},
        unfold_property_problem(uris),
    };
    memcpy(instance->properties, list, sizeof list);
    instance->property_count = sizeof list / sizeof *list;
}

static void init(UnfoldInstance *instance)
{
    UnfoldEffect *effect = effect_of(instance);
    const double rate = instance->rate;
    effect->channels = instance->plugin == &unfold_effect_stereo ? 2 : 1;
    for (int port = 0; port < UNFOLD_PORT_COUNT; ++port)
        if (unfold_port_is_there((UnfoldPort)port, effect->channels))
            instance->port_at[instance->port_count++] = port;
    list_properties(instance);
    unfold_wishes_init(&effect->wishes);
    unfold_slot_init(&effect->slot, &instance->loader.exchange, effect->channels, rate);
    unfold_cloud_init(&effect->cloud, rate);
    effect->glide_frames = (uint32_t)(GLIDE * rate) + 1;
    effect->fade_frames = (uint32_t)(FADE * rate) + 1;
}

static void clear(UnfoldInstance *instance)
{
    unfold_slot_clear(&effect_of(instance)->slot);
}

void unfold_effect_read_knobs(const UnfoldEffect *effect,
                              float knobs[UNFOLD_KNOB_PORTS])
{
    for (int k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        knobs[k] = unfold_instance_control(&effect->base, UNFOLD_PORT_KNOB_1 + k);
}

/* How the model is to be played, which takes a voice of its own. */
static bool wish(UnfoldInstance *instance)
{
    const float times = unfold_instance_control(instance, UNFOLD_PORT_OVERSAMPLING);
    const uint32_t oversampling = times < 2 ? 1 : times < 4 ? 2 : times < 8 ? 4 : 8;
    const int method = (int)unfold_instance_control(instance, UNFOLD_PORT_RATES);
    return unfold_wishes_set_rates(&effect_of(instance)->wishes, oversampling,
                                   (UnfoldRateMethod)method);
}

static void prepare(UnfoldInstance *instance)
{
    UnfoldEffect *effect = effect_of(instance);
    float knobs[UNFOLD_KNOB_PORTS];
    unfold_effect_read_knobs(effect, knobs);
    unfold_wishes_turn(&effect->wishes, knobs);
}

static void activate(UnfoldInstance *instance)
{
    UnfoldEffect *effect = effect_of(instance);
    float knobs[UNFOLD_KNOB_PORTS];
    unfold_effect_read_knobs(effect, knobs);
    unfold_slot_settle(&effect->slot, knobs);
    unfold_cloud_clear(&effect->cloud);
    effect->started = false;
    const UnfoldVoice *voice = unfold_slot_voice(&effect->slot);
    unfold_instance_plays(instance, voice ? &voice->loaded : NULL);
}

static void show(UnfoldInstance *instance, uint32_t room)
{
    unfold_cloud_show(&effect_of(instance)->cloud, &instance->forge, &instance->uris,
                      room);
}

static void tell(UnfoldInstance *instance, uint32_t frames)
{
    UnfoldEffect *effect = effect_of(instance);
    const float seconds = (float)(frames / instance->rate);
    const UnfoldVoice *voice = unfold_slot_voice(&effect->slot);
    unfold_instance_put(instance, UNFOLD_PORT_LATENCY,
                        voice ? (float)voice->latency : 0);
    unfold_instance_put(instance, UNFOLD_PORT_INPUT_PEAK,
                        unfold_meter_decibels(&effect->input_meter));
    unfold_instance_put(instance, UNFOLD_PORT_OUTPUT_PEAK,
                        unfold_meter_decibels(&effect->output_meter));
    unfold_meter_fall(&effect->input_meter, seconds);
    unfold_meter_fall(&effect->output_meter, seconds);
}

static void save(UnfoldInstance *instance, UnfoldWriter *writer, const UnfoldKept *kept)
{
    const UnfoldUris *uris = &instance->uris;
    const float rate = unfold_wishes_model_rate(&effect_of(instance)->wishes);
    if (kept->about)
        unfold_state_write(writer, uris->knobs, kept->about, strlen(kept->about) + 1,
                           uris->atom_string);
    if (rate != 0)
        unfold_state_write(writer, uris->model_rate, &rate, sizeof rate,
                           uris->atom_float);
}

static void restore(UnfoldInstance *instance, const UnfoldReader *reader,
                    bool has_model)
{
    const UnfoldUris *uris = &instance->uris;
    float rate = 0;
    size_t size;
    const void *value =
        unfold_state_find(reader, uris->model_rate, uris->atom_float, &size);
    const bool has_rate = value && size == sizeof rate;
    if (has_rate)
        memcpy(&rate, value, sizeof rate);
    if (has_rate || has_model)
        unfold_wishes_set_model_rate(&effect_of(instance)->wishes, rate);
}

static uint64_t wanted(void *owner)
{
    return unfold_wishes_number(&((UnfoldEffect *)owner)->wishes);
}

static UnfoldStatus make(void *owner, const char *path, const char *bytes, size_t size,
                         uint64_t number, UnfoldLoaded **made, UnfoldError *error)
{
    UnfoldEffect *effect = owner;
    UnfoldVoice *voice;
    const UnfoldVoiceWish as =
        unfold_wishes_of(&effect->wishes, number, effect->base.rate, effect->channels);
    const UnfoldStatus status =
        unfold_voice_make(path, bytes, size, &as, &voice, error);
    *made = voice ? &voice->loaded : NULL;
    return status;
}

static void free_voice(UnfoldLoaded *made)
{
    unfold_voice_free((UnfoldVoice *)made);
}

static const UnfoldRange ranges[] = {
#define RANGE(id, symbol, name, kind, minimum, maximum, normal, ...)                   \
    {minimum, maximum, normal},
    UNFOLD_PORTS(RANGE)
#undef RANGE
};

static const char *const bundled[] = {
#define FILE_OF(file, ...) file,
    UNFOLD_PRESETS(FILE_OF)
#undef FILE_OF
        NULL};

#define EFFECT(its_uri)                                                                \
    {                                                                                  \
        .uri = its_uri, .size = sizeof(UnfoldEffect), .ranges = ranges,                \
        .control = UNFOLD_PORT_CONTROL, .notify = UNFOLD_PORT_NOTIFY,                  \
        .index = UNFOLD_PORT_INDEX, .previous = UNFOLD_PORT_PREVIOUS,                  \
        .next = UNFOLD_PORT_NEXT, .load = UNFOLD_PORT_LOAD,                            \
        .kind = {bundled, wanted, make, free_voice}, .init = init, .clear = clear,     \
        .prepare = prepare, .activate = activate, .wish = wish,                        \
        .play = unfold_effect_play, .show = show, .tell = tell, .save = save,          \
        .restore = restore                                                             \
    }

const UnfoldPlugin unfold_effect = EFFECT(UNFOLD_EFFECT_URI);
const UnfoldPlugin unfold_effect_stereo = EFFECT(UNFOLD_STEREO_URI);
