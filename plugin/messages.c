/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/messages.h"

#include "plugin/properties.h"

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

/* Of what was played before somebody watched nothing is shown. */
static void watch(UnfoldInstance *instance, const LV2_Atom *seconds)
{
    if (unfold_watch_wish(&instance->watch,
                          unfold_atom_number(&instance->uris, seconds)))
        instance->plugin->show(instance, 0);
}

static void obey(UnfoldInstance *instance, const LV2_Atom *event)
{
    const UnfoldUris *uris = &instance->uris;
    const LV2_Atom_Object_Body *body = (const void *)(event + 1);
    if (event->type != uris->atom_object || event->size < sizeof *body)
        return;
    if (body->otype == uris->watch) {
        watch(instance, find(body, event->size, uris->seconds));
        return;
    }
    const LV2_Atom *property = find(body, event->size, uris->patch_property);
    const LV2_URID which = urid(uris, property);
    for (uint32_t k = 0; k < instance->property_count; ++k) {
        const UnfoldProperty *asked = &instance->properties[k];
        if (property && asked->uri != which)
            continue;
        if (body->otype == uris->patch_get)
            instance->tell |= asked->tell;
        else if (body->otype == uris->patch_set && property && asked->set)
            asked->set(instance, find(body, event->size, uris->patch_value));
    }
}

void unfold_messages_read(UnfoldInstance *instance)
{
    const LV2_Atom_Sequence *sequence = instance->ports[instance->plugin->control];
    if (!sequence || sequence->atom.type != instance->uris.atom_sequence ||
        sequence->atom.size < sizeof sequence->body)
        return;
    const char *at = (const char *)(sequence + 1);
    size_t left = sequence->atom.size - sizeof sequence->body;
    while (left >= sizeof(LV2_Atom_Event)) {
        const LV2_Atom_Event *event = (const void *)at;
        if (event->body.size > left - sizeof *event)
            return;
        obey(instance, &event->body);
        const size_t step = sizeof *event + padded(event->body.size);
        if (step > left)
            return;
        at += step;
        left -= step;
    }
}

/* patch:Set of a property to what it is. */
static bool forge_set(UnfoldInstance *instance, const UnfoldProperty *property)
{
    LV2_Atom_Forge *forge = &instance->forge;
    const UnfoldUris *uris = &instance->uris;
    LV2_Atom_Forge_Frame object;
    if (!lv2_atom_forge_frame_time(forge, 0) ||
        !lv2_atom_forge_object(forge, &object, 0, uris->patch_set))
        return false;
    const bool whole = lv2_atom_forge_key(forge, uris->patch_property) &&
                       lv2_atom_forge_urid(forge, property->uri) &&
                       lv2_atom_forge_key(forge, uris->patch_value) &&
                       property->forge(instance);
    lv2_atom_forge_pop(forge, &object);
    return whole;
}

static bool forge_change(UnfoldInstance *instance)
{
    LV2_Atom_Forge *forge = &instance->forge;
    LV2_Atom_Forge_Frame object;
    if (!lv2_atom_forge_frame_time(forge, 0) ||
        !lv2_atom_forge_object(forge, &object, 0, instance->uris.state_changed))
        return false;
    lv2_atom_forge_pop(forge, &object);
    return true;
}

/* Whole or not at all: a forge that runs out of room has written a part. `property`
   NULL: that the state has changed. */
static void tell(UnfoldInstance *instance, const UnfoldProperty *property)
{
    LV2_Atom_Sequence *sequence = instance->ports[instance->plugin->notify];
    const unsigned what = property ? property->tell : UNFOLD_TELL_CHANGE;
    const uint32_t offset = instance->forge.offset;
    const uint32_t size = sequence->atom.size;
    if (!(instance->tell & what))
        return;
    if (property ? forge_set(instance, property) : forge_change(instance)) {
        instance->tell &= ~what;
        if (property && property->told)
            property->told(instance);
    } else {
        instance->forge.offset = offset;
        sequence->atom.size = size;
    }
}

/* What others may have changed since. */
static void look_around(UnfoldInstance *instance)
{
    for (uint32_t k = 0; k < instance->property_count; ++k) {
        const UnfoldProperty *property = &instance->properties[k];
        if (property->is_new && property->is_new(instance))
            instance->tell |= property->tell;
    }
}

void unfold_messages_write(UnfoldInstance *instance, uint32_t frames)
{
    LV2_Atom_Forge *forge = &instance->forge;
    LV2_Atom_Forge_Frame sequence;
    const bool is_due = unfold_watch_advance(&instance->watch, frames);
    look_around(instance);
    if (!unfold_instance_begin(instance, instance->plugin->notify, &sequence)) {
        if (is_due)
            instance->plugin->show(instance, 0);
        return;
    }
    for (uint32_t k = 0; k < instance->property_count; ++k)
        tell(instance, &instance->properties[k]);
    tell(instance, NULL);
    if (is_due)
        instance->plugin->show(instance, forge->size - forge->offset);
    lv2_atom_forge_pop(forge, &sequence);
}
