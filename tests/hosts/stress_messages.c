/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>
#include <math.h>
#include <string.h>

#define MOST_BYTES 65536

typedef struct {
    Random *random;
    const Plugin *plugin;
    LV2_Atom_Forge forge;
    uint8_t *bytes;
    uint32_t room;
} Writer;

static uint32_t atom(const char *type)
{
    char uri[128] = LV2_ATOM_PREFIX;
    strncat(uri, type, sizeof uri - strlen(uri) - 1);
    return urid(uri);
}

static void forge_bytes(Writer *writer, uint32_t type, uint32_t size)
{
    uint8_t bytes[512];
    size = size < sizeof bytes ? size : sizeof bytes;
    for (uint32_t k = 0; k < size; ++k)
        bytes[k] = (uint8_t)random_bits(writer->random);
    lv2_atom_forge_atom(&writer->forge, size, type);
    lv2_atom_forge_write(&writer->forge, bytes, size);
}

/* Hosts count the NUL, or do not. */
static void forge_path(Writer *writer, uint32_t type)
{
    const char *path = any_path(writer->random);
    const uint32_t size = (uint32_t)strlen(path) + below(writer->random, 2);
    lv2_atom_forge_atom(&writer->forge, size, type);
    lv2_atom_forge_write(&writer->forge, path, size);
}

static double any_number(Writer *writer, const Property *property)
{
    const double low = isnan(property->minimum) ? 0 : property->minimum;
    const double high = isnan(property->maximum) ? 1 : property->maximum;
    switch (below(writer->random, 8)) {
    case 0:
        return NAN;
    case 1:
        return one_in(writer->random, 2) ? INFINITY : -1e300;
    case 2:
        return 2 * high + 1;
    case 3:
        return low;
    case 4:
        return 48000;
    default:
        return low + (high - low) * unit(writer->random);
    }
}

static void forge_value(Writer *writer, const Property *property, uint32_t type)
{
    LV2_Atom_Forge *forge = &writer->forge;
    const double number = any_number(writer, property);
    const int64_t whole = fabs(number) < 1e9 ? (int64_t)number : INT32_MIN;
    if (type == forge->Path || type == forge->String || type == forge->URI)
        forge_path(writer, type);
    else if (type == forge->Float)
        lv2_atom_forge_float(forge, (float)number);
    else if (type == forge->Double)
        lv2_atom_forge_double(forge, number);
    else if (type == forge->Int)
        lv2_atom_forge_int(forge, (int32_t)whole);
    else if (type == forge->Long)
        lv2_atom_forge_long(forge, whole);
    else if (type == forge->Bool)
        lv2_atom_forge_bool(forge, whole & 1);
    else if (type == forge->URID)
        lv2_atom_forge_urid(forge, below(writer->random, 300));
    else
        forge_bytes(writer, type, below(writer->random, 40));
}

static uint32_t any_type(Random *random)
{
    static const char *const types[] = {"Path",  "String", "URI",    "Float", "Double",
                                        "Int",   "Long",   "Bool",   "URID",  "Chunk",
                                        "Blank", "Tuple",  "Vector", "Object"};
    const uint32_t most = sizeof types / sizeof *types;
    const uint32_t k = below(random, most + 2);
    return k < most ? atom(types[k]) : k == most ? 0 : (uint32_t)random_bits(random);
}

static const Property *any_property(const Writer *writer)
{
    static const Property none = {0, 0, 0, 1};
    const Plugin *plugin = writer->plugin;
    const uint32_t k = below(writer->random, plugin->property_count + 1);
    return k < plugin->property_count ? &plugin->properties[k] : &none;
}

static void forge_sequence_number(Writer *writer)
{
    lv2_atom_forge_key(&writer->forge, urid(LV2_PATCH__sequenceNumber));
    lv2_atom_forge_int(&writer->forge, 7);
}

static void forge_set(Writer *writer)
{
    LV2_Atom_Forge *forge = &writer->forge;
    const Property *property = any_property(writer);
    const bool is_wrong = !property->key || one_in(writer->random, 6);
    const uint32_t lacks = is_wrong ? below(writer->random, 4) : 0;
    count(is_wrong ? ACT_set_wrong : ACT_set);
    if (one_in(writer->random, 2))
        forge_sequence_number(writer);
    if (lacks != 1) {
        lv2_atom_forge_key(forge, urid(LV2_PATCH__property));
        if (is_wrong && one_in(writer->random, 8))
            forge_bytes(writer, any_type(writer->random), 4);
        else
            lv2_atom_forge_urid(forge, property->key);
    }
    if (lacks != 2) {
        lv2_atom_forge_key(forge, urid(LV2_PATCH__value));
        forge_value(writer, property,
                    is_wrong ? any_type(writer->random) : property->range);
    }
}

static void forge_get(Writer *writer)
{
    count(ACT_get);
    if (one_in(writer->random, 2))
        return;
    lv2_atom_forge_key(&writer->forge, urid(LV2_PATCH__property));
    lv2_atom_forge_urid(&writer->forge, any_property(writer)->key);
}

/* Windows that ask for pictures, and what no window asks. */
static void forge_watch(Writer *writer)
{
    static const Property seconds = {.minimum = 0, .maximum = 10};
    static const char *const numbers[] = {"Float", "Double", "Int", "Long", "Bool"};
    const bool is_wrong = one_in(writer->random, 4);
    count(ACT_watch);
    if (is_wrong && one_in(writer->random, 3))
        return;
    lv2_atom_forge_key(&writer->forge, is_wrong && one_in(writer->random, 3)
                                           ? below(writer->random, 300)
                                           : urid("urn:unfold:seconds"));
    forge_value(writer, &seconds,
                is_wrong ? any_type(writer->random)
                         : atom(numbers[below(writer->random, 5)]));
}

static void forge_foreign(Writer *writer)
{
    count(ACT_foreign);
    lv2_atom_forge_key(&writer->forge, urid("http://lv2plug.in/ns/ext/time#speed"));
    lv2_atom_forge_float(&writer->forge, 1);
    lv2_atom_forge_key(&writer->forge, below(writer->random, 300));
    forge_bytes(writer, any_type(writer->random), below(writer->random, 300));
}

static void forge_object(Writer *writer, const char *type,
                         void (*properties)(Writer *writer))
{
    LV2_Atom_Forge_Frame frame;
    if (!lv2_atom_forge_object(&writer->forge, &frame, 0, urid(type)))
        return;
    properties(writer);
    lv2_atom_forge_pop(&writer->forge, &frame);
}

static void forge_event(Writer *writer, int64_t frame)
{
    if (!lv2_atom_forge_frame_time(&writer->forge, frame))
        return;
    switch (below(writer->random, 9)) {
    case 8:
        forge_object(writer, "urn:unfold:Watch", forge_watch);
        break;
    case 0:
        forge_object(writer, LV2_PATCH__Get, forge_get);
        break;
    case 1:
        forge_object(writer, "http://lv2plug.in/ns/ext/time#Position", forge_foreign);
        break;
    case 2:
        count(ACT_foreign);
        forge_bytes(writer, urid("http://lv2plug.in/ns/ext/midi#MidiEvent"), 3);
        break;
    default:
        forge_object(writer, LV2_PATCH__Set, forge_set);
    }
}

/* What the forge refuses for lack of room leaves a part behind: one event too many is
   taken back whole. Returns the bytes of the sequence. */
static uint32_t forge_events(Writer *writer, uint32_t events, uint32_t frames)
{
    LV2_Atom_Forge *forge = &writer->forge;
    LV2_Atom_Forge_Frame frame;
    lv2_atom_forge_set_buffer(forge, writer->bytes, writer->room);
    lv2_atom_forge_sequence_head(forge, &frame, 0);
    LV2_Atom *sequence = (LV2_Atom *)writer->bytes;
    int64_t at = 0;
    for (uint32_t k = 0; k < events && forge->offset + 8300 < writer->room; ++k) {
        at += frames ? below(writer->random, frames - (uint32_t)at) : 0;
        forge_event(writer, at);
    }
    lv2_atom_forge_pop(forge, &frame);
    return (uint32_t)sizeof *sequence + sequence->size;
}

static void put_word(Writer *writer, uint32_t at)
{
    static const uint32_t words[] = {
        0, 1, 7, 8, 16, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff, 4096};
    const uint32_t k = below(writer->random, 12);
    const uint32_t word = k < 10 ? words[k] : (uint32_t)random_bits(writer->random);
    memcpy(writer->bytes + at, &word, sizeof word);
}

/* The size at its head stays within the buffer, or hosts would be at fault. */
static uint32_t damage(Writer *writer, uint32_t size)
{
    LV2_Atom *head = (LV2_Atom *)writer->bytes;
    count(ACT_malformed);
    if (one_in(writer->random, 8))
        head->type = any_type(writer->random);
    for (uint32_t n = 1 + below(writer->random, 4); n > 0 && size > 12; --n)
        put_word(writer, 8 + below(writer->random, (size - 8) / 4) * 4);
    if (one_in(writer->random, 3))
        head->size = below(writer->random, size - (uint32_t)sizeof *head + 1);
    return (uint32_t)sizeof *head + head->size;
}

void fill_messages(Random *random, const Plugin *plugin, Buffer *buffer, uint32_t room,
                   uint32_t frames)
{
    static union {
        LV2_Atom atom;
        uint8_t bytes[MOST_BYTES];
    } space;
    static LV2_Atom_Forge forge;
    if (!forge.Path)
        lv2_atom_forge_init(&forge, &stress.map);
    Writer writer = {random, plugin, forge, space.bytes,
                     room < MOST_BYTES ? room : MOST_BYTES};
    const uint32_t events = one_in(random, 8) ? 1 + below(random, 4) : 0;
    uint32_t size = forge_events(&writer, events, frames);
    if (one_in(random, 40))
        size = damage(&writer, size);
    memcpy(buffer_place(buffer, 0, size), space.bytes, size);
}
