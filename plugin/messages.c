/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/messages.h"

#include "plugin/requests.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <string.h>

static size_t padded(uint32_t size)
{
    return ((size_t)size + 7) & ~(size_t)7;
}

/* The value of `key` in an object's body of `size` bytes; NULL if it has none. Unlike
   lv2_atom_object_get it trusts no size. */
static const LV2_Atom *find(const LV2_Atom_Object_Body *body, uint32_t size,
                            LV2_URID key)
{
    const char *at = (const char *)(body + 1);
    size_t left = size - sizeof *body;
    while (left >= sizeof(LV2_Atom_Property_Body)) {
        const LV2_Atom_Property_Body *property = (const void *)at;
        if (property->value.size > left - sizeof *property)
            return NULL;
        if (property->key == key)
            return &property->value;
        const size_t step = sizeof *property + padded(property->value.size);
        if (step > left)
            return NULL;
        at += step;
        left -= step;
    }
    return NULL;
}

static LV2_URID urid(const UnfoldUris *uris, const LV2_Atom *atom)
{
    if (!atom || atom->type != uris->atom_urid || atom->size != sizeof(LV2_URID))
        return 0;
    return ((const LV2_Atom_URID *)atom)->body;
}

/* Refused: what plays is unchanged, and told. */
static void set_model(UnfoldEffect *effect, const LV2_Atom *value)
{
    const UnfoldUris *uris = &effect->uris;
    const bool is_path =
        value && (value->type == uris->atom_path || value->type == uris->atom_string);
    if (!is_path ||
        !unfold_loader_request(&effect->loader, (const char *)(value + 1), value->size))
        effect->tell |= UNFOLD_TELL_MODEL;
}

/* NaN where it is none. */
static float number(const UnfoldUris *uris, const LV2_Atom *value)
{
    if (!value)
        return NAN;
    if (value->type == uris->atom_float && value->size == sizeof(float))
        return ((const LV2_Atom_Float *)value)->body;
    if (value->type == uris->atom_double && value->size == sizeof(double))
        return (float)((const LV2_Atom_Double *)value)->body;
    if ((value->type == uris->atom_int || value->type == uris->atom_bool) &&
        value->size == sizeof(int32_t))
        return (float)((const LV2_Atom_Int *)value)->body;
    return NAN;
}

static void set_model_rate(UnfoldEffect *effect, const LV2_Atom *value)
{
    const float rate = number(&effect->uris, value);
    if (!isnan(rate) && unfold_loader_set_model_rate(&effect->loader, rate)) {
        unfold_loader_request_again(&effect->loader);
        effect->tell |= UNFOLD_TELL_CHANGE;
    }
    if (rate != unfold_loader_model_rate(&effect->loader))
        effect->tell |= UNFOLD_TELL_MODEL_RATE;
}

static void set_embed(UnfoldEffect *effect, const LV2_Atom *value)
{
    const float wanted = number(&effect->uris, value);
    if (isnan(wanted))
        effect->tell |= UNFOLD_TELL_EMBED;
    else if (atomic_exchange(&effect->loader.embed, wanted != 0) != (wanted != 0))
        effect->tell |= UNFOLD_TELL_CHANGE;
}

/* The properties in the order of UnfoldTell, and how they are set; NULL: read only. */
typedef struct {
    LV2_URID uri;
    void (*set)(UnfoldEffect *, const LV2_Atom *);
} Property;

#define PROPERTIES 6
static void list_properties(const UnfoldUris *uris, Property list[PROPERTIES])
{
    const Property all[PROPERTIES] = {
        {uris->model, set_model}, {uris->model_rate, set_model_rate},
        {uris->embed, set_embed}, {uris->name, NULL},
        {uris->knobs, NULL},      {uris->problem, NULL},
    };
    memcpy(list, all, sizeof all);
}

static void obey(UnfoldEffect *effect, const LV2_Atom *event)
{
    const UnfoldUris *uris = &effect->uris;
    const LV2_Atom_Object_Body *body = (const void *)(event + 1);
    if (event->type != uris->atom_object || event->size < sizeof *body)
        return;
    const LV2_Atom *property = find(body, event->size, uris->patch_property);
    const LV2_URID which = urid(uris, property);
    if (body->otype == uris->patch_get && !property)
        effect->tell |= UNFOLD_TELL_PROPERTIES;
    Property list[PROPERTIES];
    list_properties(uris, list);
    for (unsigned k = 0; k < PROPERTIES; ++k) {
        if (list[k].uri != which)
            continue;
        if (body->otype == uris->patch_get)
            effect->tell |= 1u << k;
        else if (body->otype == uris->patch_set && list[k].set)
            list[k].set(effect, find(body, event->size, uris->patch_value));
    }
}

void unfold_messages_read(UnfoldEffect *effect)
{
    const LV2_Atom_Sequence *sequence = effect->ports[UNFOLD_PORT_CONTROL];
    if (!sequence || sequence->atom.type != effect->uris.atom_sequence ||
        sequence->atom.size < sizeof sequence->body)
        return;
    const char *at = (const char *)(sequence + 1);
    size_t left = sequence->atom.size - sizeof sequence->body;
    while (left >= sizeof(LV2_Atom_Event)) {
        const LV2_Atom_Event *event = (const void *)at;
        if (event->body.size > left - sizeof *event)
            return;
        obey(effect, &event->body);
        const size_t step = sizeof *event + padded(event->body.size);
        if (step > left)
            return;
        at += step;
        left -= step;
    }
}

static bool forge_text(UnfoldEffect *effect, const char *text)
{
    return lv2_atom_forge_string(&effect->forge, text, (uint32_t)strlen(text));
}

static bool forge_value(UnfoldEffect *effect, UnfoldTell what)
{
    LV2_Atom_Forge *forge = &effect->forge;
    const UnfoldVoice *voice = unfold_slot_voice(&effect->slot);
    const char *path = voice ? voice->path : "";
    const char *problem = unfold_loader_problem(&effect->loader);
    switch (what) {
    case UNFOLD_TELL_MODEL:
        return lv2_atom_forge_path(forge, path, (uint32_t)strlen(path));
    case UNFOLD_TELL_MODEL_RATE:
        return lv2_atom_forge_float(forge, effect->told_model_rate);
    case UNFOLD_TELL_EMBED:
        return lv2_atom_forge_bool(forge, effect->told_embed);
    case UNFOLD_TELL_NAME:
        return forge_text(effect, voice ? voice->name : "");
    case UNFOLD_TELL_KNOBS:
        return forge_text(effect, voice ? voice->knobs : "");
    case UNFOLD_TELL_PROBLEM:
        return forge_text(effect, problem ? problem : "");
    default:
        return false;
    }
}

/* patch:Set of a property to what it is. */
static bool forge_set(UnfoldEffect *effect, LV2_URID property, UnfoldTell what)
{
    LV2_Atom_Forge *forge = &effect->forge;
    const UnfoldUris *uris = &effect->uris;
    LV2_Atom_Forge_Frame object;
    if (!lv2_atom_forge_frame_time(forge, 0) ||
        !lv2_atom_forge_object(forge, &object, 0, uris->patch_set))
        return false;
    const bool whole = lv2_atom_forge_key(forge, uris->patch_property) &&
                       lv2_atom_forge_urid(forge, property) &&
                       lv2_atom_forge_key(forge, uris->patch_value) &&
                       forge_value(effect, what);
    lv2_atom_forge_pop(forge, &object);
    return whole;
}

static bool forge_change(UnfoldEffect *effect)
{
    LV2_Atom_Forge *forge = &effect->forge;
    LV2_Atom_Forge_Frame object;
    if (!lv2_atom_forge_frame_time(forge, 0) ||
        !lv2_atom_forge_object(forge, &object, 0, effect->uris.state_changed))
        return false;
    lv2_atom_forge_pop(forge, &object);
    return true;
}

/* Whole or not at all: a forge that runs out of room has written a part. */
static void tell(UnfoldEffect *effect, UnfoldTell what, LV2_URID property)
{
    LV2_Atom_Sequence *sequence = effect->ports[UNFOLD_PORT_NOTIFY];
    const uint32_t offset = effect->forge.offset;
    const uint32_t size = sequence->atom.size;
    if (!(effect->tell & what))
        return;
    if (what == UNFOLD_TELL_CHANGE ? forge_change(effect)
                                   : forge_set(effect, property, what)) {
        effect->tell &= ~(unsigned)what;
        if (what == UNFOLD_TELL_PROBLEM)
            unfold_loader_problem_told(&effect->loader);
    } else {
        effect->forge.offset = offset;
        sequence->atom.size = size;
    }
}

/* What others may have changed since. */
static void look_around(UnfoldEffect *effect)
{
    const float rate = unfold_loader_model_rate(&effect->loader);
    const bool embed = atomic_load(&effect->loader.embed);
    if (rate != effect->told_model_rate)
        effect->tell |= UNFOLD_TELL_MODEL_RATE;
    if (embed != effect->told_embed)
        effect->tell |= UNFOLD_TELL_EMBED;
    if (unfold_loader_problem(&effect->loader))
        effect->tell |= UNFOLD_TELL_PROBLEM;
    effect->told_model_rate = rate;
    effect->told_embed = embed;
}

void unfold_messages_write(UnfoldEffect *effect)
{
    LV2_Atom_Sequence *sequence = effect->ports[UNFOLD_PORT_NOTIFY];
    if (!sequence)
        return;
    LV2_Atom_Forge *forge = &effect->forge;
    LV2_Atom_Forge_Frame frame;
    const uint32_t room = sequence->atom.size;
    look_around(effect);
    if (room < sizeof *sequence) { /* Ardour's first buffer holds 8 bytes */
        sequence->atom.size = sequence->atom.type = 0;
        return;
    }
    lv2_atom_forge_set_buffer(forge, (uint8_t *)sequence, room);
    lv2_atom_forge_sequence_head(forge, &frame, 0);
    Property list[PROPERTIES];
    list_properties(&effect->uris, list);
    for (unsigned k = 0; k < PROPERTIES; ++k)
        tell(effect, (UnfoldTell)(1u << k), list[k].uri);
    tell(effect, UNFOLD_TELL_CHANGE, 0);
    lv2_atom_forge_pop(forge, &frame);
}
