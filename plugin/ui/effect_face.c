/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/effect_face.h"

#include "plugin/ui/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const UnfoldFacePorts ports = {.controls = unfold_effect_controls,
                                      .models = unfold_effect_models,
                                      .enabled = UNFOLD_PORT_ENABLED,
                                      .previous = UNFOLD_PORT_PREVIOUS,
                                      .next = UNFOLD_PORT_NEXT,
                                      .load = UNFOLD_PORT_LOAD,
                                      .latency = UNFOLD_PORT_LATENCY};

static void add_gauge(UnfoldEffectFace *face, UnfoldGauge *gauge, const char *name,
                      UnfoldPort port)
{
    unfold_gauge_init(gauge, name);
    unfold_face_add(&face->base, &gauge->widget);
    unfold_face_add_hint(&face->base, &gauge->widget,
                         unfold_effect_controls[port].comment);
}

/* In the order of Tab. */
static void add_all(UnfoldEffectFace *face)
{
    UnfoldFaceBase *base = &face->base;
    unfold_scope_init(&face->scope);
    unfold_memory_init(&face->memory);
    unfold_face_add(base, &face->scope.widget);
    unfold_face_add(base, &face->memory.widget);
    unfold_face_add_dial(base, &face->input, UNFOLD_PORT_INPUT);
    unfold_face_add_dial(base, &face->output, UNFOLD_PORT_OUTPUT);
    unfold_face_add_dial(base, &face->mix, UNFOLD_PORT_MIX);
    for (int k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        unfold_face_add_dial(base, &face->knobs[k], UNFOLD_PORT_KNOB_1 + k);
    unfold_face_add_toggle(base, &face->normalise, UNFOLD_PORT_NORMALISE);
    unfold_face_add_toggle(base, &face->calibrate, UNFOLD_PORT_CALIBRATE);
    unfold_face_add_dial(base, &face->interface, UNFOLD_PORT_INTERFACE);
    unfold_face_add_choice(base, &face->oversampling, UNFOLD_PORT_OVERSAMPLING, 100);
    unfold_face_add_choice(base, &face->rates, UNFOLD_PORT_RATES, 100);
    add_gauge(face, &face->in, "In", UNFOLD_PORT_INPUT_PEAK);
    add_gauge(face, &face->out, "Out", UNFOLD_PORT_OUTPUT_PEAK);
}

/* The interface's level does something only if it is used. */
static void turned_some(UnfoldFaceBase *base)
{
    UnfoldEffectFace *face = (UnfoldEffectFace *)base;
    unfold_panel_activate(base->with.panel, &face->interface.valued.widget,
                          face->calibrate.valued.value != 0);
}

/* Between commas; those beyond the ports cannot be turned. */
static void name_knobs(UnfoldEffectFace *face)
{
    const char *at = face->base.with.link->knobs;
    uint32_t count = 0;
    while (*at && count < UNFOLD_KNOB_PORTS) {
        at += strspn(at, " ");
        const size_t length = strcspn(at, ",");
        char name[sizeof face->base.with.link->knobs];
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        unfold_utf8_clean(name, face->knob_names[count], sizeof *face->knob_names);
        face->knobs[count].valued.widget.name = face->knob_names[count];
        ++count;
        at += length + (at[length] == ',');
    }
    face->knob_count = count;
}

static void hear_ports(UnfoldEffectFace *face)
{
    const float *values = face->base.with.link->values;
    unfold_face_hear_ports(&face->base);
    unfold_gauge_set(&face->in, values[UNFOLD_PORT_INPUT_PEAK]);
    unfold_gauge_set(&face->out, values[UNFOLD_PORT_OUTPUT_PEAK]);
}

static void hear_model(UnfoldEffectFace *face)
{
    if (unfold_face_hear_model(&face->base)) {
        unfold_scope_forget(&face->scope);
        unfold_memory_forget(&face->memory);
    }
    name_knobs(face);
    unfold_effect_lay_out(face);
}

static void hear_picture(UnfoldEffectFace *face)
{
    const UnfoldPicture *picture = &face->base.with.link->picture;
    if (picture->cloud && !face->scope.widget.hidden)
        unfold_scope_hear(&face->scope, picture->cloud, picture->pairs);
    if (picture->states && !face->memory.widget.hidden)
        unfold_memory_hear(&face->memory, picture->states, picture->columns,
                           picture->units);
}

static void hear(void *owner, unsigned news)
{
    UnfoldEffectFace *face = owner;
    if (news & UNFOLD_NEWS_PORT)
        hear_ports(face);
    if (news & (UNFOLD_NEWS_MODEL | UNFOLD_NEWS_PROBLEM))
        hear_model(face);
    if (news & UNFOLD_NEWS_PICTURE)
        hear_picture(face);
}

static void tick(void *face, double seconds)
{
    unfold_face_tick(&((UnfoldEffectFace *)face)->base, seconds);
}

static void lay_out(void *face)
{
    unfold_effect_lay_out(face);
}

static void *new (const UnfoldFaceOptions *options)
{
    UnfoldEffectFace *face = calloc(1, sizeof *face);
    if (!face)
        return NULL;
    unfold_face_begin(&face->base, options, &ports);
    add_all(face);
    face->base.turned_some = turned_some;
    unfold_face_end(&face->base);
    name_knobs(face);
    return face;
}

static void free_face(void *owner)
{
    UnfoldEffectFace *face = owner;
    if (!face)
        return;
    unfold_face_clear(&face->base);
    unfold_scope_free(&face->scope);
    unfold_memory_free(&face->memory);
    free(face);
}

const UnfoldFaceKind unfold_effect_face = {.width = 1000,
                                           .height = 620,
                                           .least_width = 480,
                                           .least_height = 320,
                                           .new = new,
                                           .free = free_face,
                                           .lay_out = lay_out,
                                           .hear = hear,
                                           .tick = tick};
