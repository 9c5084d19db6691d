/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>
#include <string.h>

static const char *name_of(LV2_URID id)
{
    const char *uri = uri_of(id);
    return uri ? uri : "a number that nobody has mapped";
}

static void check_text(const Port *port, const LV2_Atom *atom)
{
    const char *text = (const char *)(atom + 1);
    if (atom->size == 0 || text[atom->size - 1] != '\0')
        fail("port %s tells a text without its end", port->symbol);
    if (strlen(text) + 1 != atom->size)
        fail("port %s tells a text of %u bytes that ends after %zu", port->symbol,
             atom->size, strlen(text) + 1);
}

static void check_value(const Port *port, const LV2_Atom *atom)
{
    static const struct {
        const char *type;
        uint32_t size;
    } fixed[] = {{LV2_ATOM__Float, 4}, {LV2_ATOM__Int, 4},  {LV2_ATOM__Bool, 4},
                 {LV2_ATOM__URID, 4},  {LV2_ATOM__Long, 8}, {LV2_ATOM__Double, 8}};
    const char *type = name_of(atom->type);
    for (size_t k = 0; k < sizeof fixed / sizeof *fixed; ++k)
        if (!strcmp(type, fixed[k].type) && atom->size != fixed[k].size)
            fail("port %s tells %u bytes as <%s>", port->symbol, atom->size, type);
    if (!strcmp(type, LV2_ATOM__Path) || !strcmp(type, LV2_ATOM__String))
        check_text(port, atom);
    if (!strcmp(type, LV2_ATOM__URID) && !uri_of(((const LV2_Atom_URID *)atom)->body))
        fail("port %s tells a URI by a number that nobody has mapped", port->symbol);
    if (!uri_of(atom->type))
        fail("port %s tells a value of type %u, which nobody has mapped", port->symbol,
             atom->type);
}

static uint64_t hash_of(const LV2_Atom *atom)
{
    uint64_t hash = 0xcbf29ce484222325u;
    const uint8_t *bytes = (const uint8_t *)(atom + 1);
    for (uint32_t k = 0; k < atom->size; ++k)
        hash = (hash ^ bytes[k]) * 0x100000001b3u;
    return hash;
}

/* Of a property of the Turtle, of the type it says. */
static void check_set(const Plugin *plugin, const Port *port, const LV2_Atom *property,
                      const LV2_Atom *value, uint64_t told[MOST_PROPERTIES])
{
    if (!property || !value || property->type != urid(LV2_ATOM__URID))
        fail("port %s tells a patch:Set without property or value", port->symbol);
    const LV2_URID key = ((const LV2_Atom_URID *)property)->body;
    for (uint32_t k = 0; k < plugin->property_count; ++k) {
        const Property *known = &plugin->properties[k];
        if (known->key != key)
            continue;
        if (known->range && value->type != known->range)
            fail("port %s tells <%s> as <%s>, not <%s>", port->symbol, name_of(key),
                 name_of(value->type), name_of(known->range));
        const uint64_t hash = hash_of(value);
        if (value->type == urid(LV2_ATOM__Path) && told[k] != hash)
            count(ACT_models);
        told[k] = hash;
        return;
    }
    fail("port %s tells <%s>, of which the Turtle does not know", port->symbol,
         name_of(key));
}

static void check_object(const Plugin *plugin, const Port *port, const LV2_Atom *atom,
                         uint64_t told[MOST_PROPERTIES])
{
    const LV2_Atom_Object *object = (const LV2_Atom_Object *)atom;
    const LV2_Atom *property = NULL, *value = NULL;
    if (atom->size < sizeof object->body)
        fail("port %s tells an object of %u bytes", port->symbol, atom->size);
    const char *at = (const char *)(object + 1);
    uint32_t left = atom->size - (uint32_t)sizeof object->body;
    while (left > 0) {
        const LV2_Atom_Property_Body *body = (const void *)at;
        if (left < sizeof *body || body->value.size > left - sizeof *body)
            fail("port %s tells an object that ends within a property", port->symbol);
        check_value(port, &body->value);
        if (body->key == urid(LV2_PATCH__property))
            property = &body->value;
        if (body->key == urid(LV2_PATCH__value))
            value = &body->value;
        const uint32_t step =
            (uint32_t)sizeof *body + lv2_atom_pad_size(body->value.size);
        at += step;
        left -= step < left ? step : left;
    }
    if (object->body.otype == urid("urn:unfold:Picture"))
        count(ACT_pictures);
    if (object->body.otype == urid(LV2_PATCH__Set))
        check_set(plugin, port, property, value, told);
}

static void check_events(const Plugin *plugin, const Port *port, const char *at,
                         uint32_t left, uint32_t frames, uint64_t told[MOST_PROPERTIES])
{
    int64_t last = 0;
    while (left > 0) {
        const LV2_Atom_Event *event = (const void *)at;
        if (left < sizeof *event || event->body.size > left - sizeof *event)
            fail("port %s holds a sequence that ends within an event", port->symbol);
        if (event->time.frames < last || event->time.frames >= (frames ? frames : 1))
            fail("port %s tells an event at frame %lld of %u", port->symbol,
                 (long long)event->time.frames, frames);
        if (!uri_of(event->body.type))
            fail("port %s tells an event of type %u, which nobody has mapped",
                 port->symbol, event->body.type);
        if (event->body.type == urid(LV2_ATOM__Object))
            check_object(plugin, port, &event->body, told);
        count(ACT_told);
        last = event->time.frames;
        const uint32_t step =
            (uint32_t)sizeof *event + lv2_atom_pad_size(event->body.size);
        at += step;
        left -= step < left ? step : left;
    }
}

void check_told(const Plugin *plugin, const Port *port, const void *data, uint32_t room,
                uint32_t frames, uint64_t told[MOST_PROPERTIES])
{
    const LV2_Atom_Sequence *sequence = data;
    if (room < sizeof *sequence) {
        if (sequence->atom.size != 0)
            fail("port %s has %u bytes and holds %u more", port->symbol, room,
                 sequence->atom.size);
        return;
    }
    if (sequence->atom.type != urid(LV2_ATOM__Sequence))
        fail("port %s holds no sequence, but <%s>", port->symbol,
             name_of(sequence->atom.type));
    if (sequence->atom.size < sizeof sequence->body ||
        sequence->atom.size > room - sizeof sequence->atom)
        fail("port %s has %u bytes and holds a sequence of %u", port->symbol, room,
             sequence->atom.size);
    check_events(plugin, port, (const char *)(sequence + 1),
                 sequence->atom.size - (uint32_t)sizeof sequence->body, frames, told);
}
