/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/listen_face.h"

#include "file/listening.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAST_SIZE 22.0

static const UnfoldFacePorts ports = {.controls = unfold_listen_controls,
                                      .models = unfold_listen_models,
                                      .enabled = UNFOLD_LISTEN_PORT_ENABLED,
                                      .previous = UNFOLD_LISTEN_PORT_PREVIOUS,
                                      .next = UNFOLD_LISTEN_PORT_NEXT,
                                      .load = UNFOLD_LISTEN_PORT_LOAD,
                                      .latency = UNFOLD_LISTEN_PORT_DECISION_LATENCY};

/* The line in the picture and the dial are one control. */
static void turn_threshold(UnfoldHeard *heard, float position)
{
    UnfoldListenFace *face = heard->widget.owner;
    unfold_valued_turn(&face->threshold.valued, position);
}

static void grab_threshold(UnfoldHeard *heard, bool held)
{
    UnfoldListenFace *face = heard->widget.owner;
    unfold_valued_hold(&face->threshold.valued, held);
}

static void turned_some(UnfoldFaceBase *base)
{
    UnfoldListenFace *face = (UnfoldListenFace *)base;
    unfold_heard_threshold(&face->heard, face->threshold.valued.value);
}

/* In the order of Tab. */
static void add_all(UnfoldListenFace *face)
{
    UnfoldFaceBase *base = &face->base;
    unfold_heard_init(&face->heard);
    face->heard.turned = turn_threshold;
    face->heard.grabbed = grab_threshold;
    unfold_face_add(base, &face->heard.widget);
    unfold_face_add_hint(base, &face->heard.widget,
                         "What it hears, its answers, and the threshold: a line to "
                         "drag.");
    unfold_label_init(&face->last, LAST_SIZE, UNFOLD_LEFT, UNFOLD_PLAIN);
    unfold_label_init(&face->sure, UNFOLD_TEXT_SIZE, UNFOLD_LEFT, UNFOLD_QUIET);
    unfold_face_add(base, &face->last.widget);
    unfold_face_add(base, &face->sure.widget);
    unfold_face_add_dial(base, &face->threshold, UNFOLD_LISTEN_PORT_THRESHOLD);
    unfold_face_add_dial(base, &face->hold, UNFOLD_LISTEN_PORT_HOLD);
    unfold_face_add_dial(base, &face->velocity, UNFOLD_LISTEN_PORT_VELOCITY);
    unfold_face_add_dial(base, &face->base_note, UNFOLD_LISTEN_PORT_BASE_NOTE);
    unfold_face_add_dial(base, &face->channel, UNFOLD_LISTEN_PORT_CHANNEL);
    unfold_gauge_init(&face->in, "In");
    unfold_face_add(base, &face->in.widget);
    unfold_face_add_hint(base, &face->in.widget,
                         unfold_listen_controls[UNFOLD_LISTEN_PORT_INPUT_PEAK].comment);
}

/* A label and how sure it is, or a number and what it is. */
static void tell_last(UnfoldListenFace *face)
{
    const UnfoldLink *link = face->base.with.link;
    const float value = link->values[UNFOLD_LISTEN_PORT_VALUE];
    const float sure = link->values[UNFOLD_LISTEN_PORT_CONFIDENCE];
    const bool known = face->heard.kind == UNFOLD_HEARS_LABELS
                           ? link->label[0] && !isnan(sure)
                           : !isnan(value);
    char last[UNFOLD_LABEL_TEXT] = "\xe2\x80\x93", below[UNFOLD_LABEL_TEXT] = "";
    if (known && face->heard.kind == UNFOLD_HEARS_LABELS) {
        snprintf(last, sizeof last, "%s", link->label);
        unfold_write_number(below, 32, (double)(100 * sure), 0);
        snprintf(below + strlen(below), 32, " %% sure");
    } else if (known) {
        const double size = fabs((double)value);
        unfold_write_number(last, 64, (double)value,
                            size < 1     ? 4
                            : size < 100 ? 2
                            : size < 1e4 ? 1
                                         : 0);
        snprintf(below, sizeof below, "%s",
                 face->heard.kind == UNFOLD_HEARS_NEXT ? "unusual above the line"
                                                       : link->label);
    }
    unfold_label_set(&face->last, last, UNFOLD_PLAIN);
    unfold_label_set(&face->sure, below, UNFOLD_QUIET);
}

static void hear_ports(UnfoldListenFace *face)
{
    unfold_face_hear_ports(&face->base);
    unfold_gauge_set(&face->in,
                     face->base.with.link->values[UNFOLD_LISTEN_PORT_INPUT_PEAK]);
    tell_last(face);
}

static UnfoldHears kind_of(const char *name)
{
    UnfoldTask task;
    if (!unfold_task_from_name(name, &task))
        return UNFOLD_HEARS_LABELS;
    return task == UNFOLD_TASK_VALUE  ? UNFOLD_HEARS_VALUE
           : task == UNFOLD_TASK_NEXT ? UNFOLD_HEARS_NEXT
                                      : UNFOLD_HEARS_LABELS;
}

static bool is_same(float a, float b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void hear_model(UnfoldListenFace *face)
{
    const UnfoldLink *link = face->base.with.link;
    const UnfoldHears kind = kind_of(link->task);
    const bool other = unfold_face_hear_model(&face->base);
    if (other || kind != face->heard.kind ||
        strcmp(face->heard.labels, link->labels) != 0 ||
        !is_same(face->heard.normal, link->threshold))
        unfold_heard_model(&face->heard, kind, link->labels, link->threshold);
    tell_last(face);
    unfold_listen_lay_out(face);
}

static void hear_picture(UnfoldListenFace *face)
{
    const UnfoldPicture *picture = &face->base.with.link->picture;
    if (picture->frames && !face->heard.widget.hidden)
        unfold_heard_hear(&face->heard, picture->frames, picture->columns,
                          picture->rows, picture->answers, picture->hop);
}

static void hear(void *owner, unsigned news)
{
    UnfoldListenFace *face = owner;
    if (news & UNFOLD_NEWS_PORT)
        hear_ports(face);
    if (news & (UNFOLD_NEWS_MODEL | UNFOLD_NEWS_PROBLEM))
        hear_model(face);
    if (news & UNFOLD_NEWS_LABEL)
        tell_last(face);
    if (news & UNFOLD_NEWS_PICTURE)
        hear_picture(face);
}

static void tick(void *face, double seconds)
{
    unfold_face_tick(&((UnfoldListenFace *)face)->base, seconds);
}

static void lay_out(void *face)
{
    unfold_listen_lay_out(face);
}

static void *new (const UnfoldFaceOptions *options)
{
    UnfoldListenFace *face = calloc(1, sizeof *face);
    if (!face)
        return NULL;
    unfold_face_begin(&face->base, options, &ports);
    add_all(face);
    face->base.turned_some = turned_some;
    unfold_face_end(&face->base);
    tell_last(face);
    return face;
}

static void free_face(void *owner)
{
    UnfoldListenFace *face = owner;
    if (!face)
        return;
    unfold_face_clear(&face->base);
    unfold_heard_free(&face->heard);
    free(face);
}

const UnfoldFaceKind unfold_listen_face = {.width = 1000,
                                           .height = 560,
                                           .least_width = 480,
                                           .least_height = 320,
                                           .new = new,
                                           .free = free_face,
                                           .lay_out = lay_out,
                                           .hear = hear,
                                           .tick = tick};
