/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/utf8.h"
#include "plugin/ui/link.h"

#include <math.h>
#include <string.h>

/* The value of `key` in an object's body of `size` bytes; NULL if it has none. Trusts
   no size. */
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
        const size_t step =
            sizeof *property + (((size_t)property->value.size + 7) & ~(size_t)7);
        if (step > left)
            return NULL;
        at += step;
        left -= step;
    }
    return NULL;
}

/* NaN if it is none. */
static float number(const UnfoldUris *uris, const LV2_Atom *value)
{
    if (!value)
        return NAN;
    if (value->type == uris->atom_float && value->size == sizeof(float))
        return ((const LV2_Atom_Float *)value)->body;
    if (value->type == uris->atom_double && value->size == sizeof(double))
        return (float)((const LV2_Atom_Double *)value)->body;
    if (value->type == uris->atom_int && value->size == sizeof(int32_t))
        return (float)((const LV2_Atom_Int *)value)->body;
    return NAN;
}

static uint32_t count(const UnfoldUris *uris, const LV2_Atom *value, float most)
{
    const float read = number(uris, value);
    return read >= 1 && read <= most ? (uint32_t)read : 0;
}

/* NaN for what is no number from 0: negative means that nothing is known. */
static float figure_of(const UnfoldUris *uris, const LV2_Atom *value)
{
    const float read = number(uris, value);
    return isfinite(read) && read >= 0 ? read : NAN;
}

/* What cannot be drawn is a question mark, controls are blanks (but `kept`). */
static void clean(char *text, char kept)
{
    for (char *at = text; *at;) {
        size_t length = 1;
        while (length < 4 && ((unsigned char)at[length] & 0xc0) == 0x80)
            ++length;
        if (!unfold_utf8_valid(at, length)) {
            *at = '?';
            length = 1;
        } else if (((unsigned char)*at < 0x20 && *at != kept) || *at == 0x7f) {
            *at = ' ';
        }
        at += length;
    }
}

/* Cut between characters where there is no room; NUL is there in any case. */
static void copy_bytes(const LV2_Atom *value, char *to, size_t room)
{
    const char *from = (const char *)(value + 1);
    size_t length = strnlen(from, value->size);
    if (length >= room) {
        length = room - 1;
        while (length > 0 && ((unsigned char)from[length] & 0xc0) == 0x80)
            --length;
    }
    memcpy(to, from, length);
    to[length] = 0;
}

/* A property that is a text. */
typedef struct {
    LV2_URID uri;
    char *text;
    size_t room;
    unsigned news;
    char kept;
} Text;

static unsigned hear_text(UnfoldLink *link, LV2_URID property, const LV2_Atom *value)
{
    const UnfoldUris *uris = &link->uris;
    const Text texts[] = {
        {uris->name, link->name, sizeof link->name, UNFOLD_NEWS_MODEL, 0},
        {uris->gear, link->gear, sizeof link->gear, UNFOLD_NEWS_MODEL, 0},
        {uris->knobs, link->knobs, sizeof link->knobs, UNFOLD_NEWS_MODEL, 0},
        {uris->task, link->task, sizeof link->task, UNFOLD_NEWS_MODEL, 0},
        {uris->labels, link->labels, sizeof link->labels, UNFOLD_NEWS_MODEL, '\n'},
        {uris->problem, link->problem, sizeof link->problem, UNFOLD_NEWS_PROBLEM, 0},
        {uris->label, link->label, sizeof link->label, UNFOLD_NEWS_LABEL, 0}};
    if (value->type != uris->atom_string)
        return 0;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; ++k) {
        if (property != texts[k].uri)
            continue;
        copy_bytes(value, texts[k].text, texts[k].room);
        clean(texts[k].text, texts[k].kept);
        return texts[k].news;
    }
    return 0;
}

static unsigned hear_set(UnfoldLink *link, const LV2_Atom_Object_Body *body,
                         uint32_t size)
{
    const UnfoldUris *uris = &link->uris;
    const LV2_Atom *property = find(body, size, uris->patch_property);
    const LV2_Atom *value = find(body, size, uris->patch_value);
    if (!property || !value || property->type != uris->atom_urid ||
        property->size != sizeof(LV2_URID))
        return 0;
    const LV2_URID which = ((const LV2_Atom_URID *)property)->body;
    float *figure = which == uris->esr         ? &link->esr
                    : which == uris->accuracy  ? &link->accuracy
                    : which == uris->threshold ? &link->threshold
                                               : NULL;
    if (figure) {
        *figure = figure_of(uris, value);
        return UNFOLD_NEWS_MODEL;
    }
    if (which != uris->model)
        return hear_text(link, which, value);
    if (value->type != uris->atom_path && value->type != uris->atom_string)
        return 0;
    copy_bytes(value, link->model, sizeof link->model);
    return UNFOLD_NEWS_MODEL;
}

/* Floats of a vector and how many; NULL if it is none. They lie in the link's copy, so
   that those that are not finite can be made 0. */
static const float *vector(const UnfoldLink *link, const LV2_Atom *value, uint32_t *n)
{
    *n = 0;
    if (!value || value->type != link->forge.Vector ||
        value->size < sizeof(LV2_Atom_Vector_Body))
        return NULL;
    const LV2_Atom_Vector_Body *body = (const void *)(value + 1);
    if (body->child_type != link->forge.Float || body->child_size != sizeof(float))
        return NULL;
    *n = (uint32_t)((value->size - sizeof *body) / sizeof(float));
    float *x = (float *)(body + 1);
    for (uint32_t k = 0; k < *n; ++k)
        x[k] = isfinite(x[k]) ? x[k] : 0;
    return *n > 0 ? x : NULL;
}

static unsigned hear_picture(UnfoldLink *link, const LV2_Atom_Object_Body *body,
                             uint32_t size)
{
    const UnfoldUris *uris = &link->uris;
    UnfoldPicture picture = {0};
    uint32_t n;
    picture.cloud = vector(link, find(body, size, uris->cloud), &n);
    picture.pairs = n / 2;
    picture.units = count(uris, find(body, size, uris->units), 4096);
    picture.states = vector(link, find(body, size, uris->states), &n);
    picture.columns = picture.units > 0 ? n / picture.units : 0;
    if (picture.columns == 0) {
        picture.states = NULL;
        picture.rows = count(uris, find(body, size, uris->rows), 4096);
        picture.answers = count(uris, find(body, size, uris->answers), 4096);
        picture.frames = vector(link, find(body, size, uris->frames), &n);
        const uint32_t height = picture.rows + picture.answers;
        picture.columns = height > 0 ? n / height : 0;
        picture.frames = picture.columns > 0 ? picture.frames : NULL;
        const float hop = number(uris, find(body, size, uris->hop));
        picture.hop = hop > 0 && isfinite(hop) ? hop : 0;
    }
    link->picture = picture;
    return picture.pairs > 0 || picture.columns > 0 ? UNFOLD_NEWS_PICTURE : 0;
}

static unsigned hear_message(UnfoldLink *link, uint32_t size, const void *buffer)
{
    LV2_Atom atom;
    if (size < sizeof atom || size > sizeof link->message)
        return 0;
    memcpy(&atom, buffer, sizeof atom);
    if (atom.type != link->uris.atom_object || atom.size > size - sizeof atom ||
        atom.size < sizeof(LV2_Atom_Object_Body))
        return 0;
    link->picture = (UnfoldPicture){0}; /* it lies in the message before */
    memcpy(link->message, buffer, size);
    const LV2_Atom_Object_Body *body =
        (const void *)((const LV2_Atom *)(const void *)link->message + 1);
    if (body->otype == link->uris.patch_set) {
        const unsigned first = link->told ? 0 : UNFOLD_NEWS_MODEL;
        link->told = true;
        return hear_set(link, body, atom.size) | first;
    }
    if (body->otype == link->uris.picture)
        return hear_picture(link, body, atom.size);
    return 0;
}

unsigned unfold_link_hear(UnfoldLink *link, uint32_t index, uint32_t size,
                          uint32_t format, const void *buffer)
{
    if (index >= link->port_count || !buffer)
        return 0;
    if (format == link->event_transfer)
        return hear_message(link, size, buffer);
    float value;
    if (format != 0 || size != sizeof value)
        return 0;
    memcpy(&value, buffer, sizeof value);
    const int port = link->port_at[index];
    if (!isfinite(value) || link->values[port] == value)
        return 0;
    link->values[port] = value;
    return UNFOLD_NEWS_PORT;
}
