/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ear.h"

#include "net/stream.h"
#include "plugin/turned.h"

#include <math.h>

#define SOFTEST (-48.0f) /* dB: velocity 1 */
#define FIXED 100        /* velocity that follows nothing */
#define EVENT 24         /* bytes of a MIDI event in a sequence */

static float control(const UnfoldEar *ear, UnfoldListenPort port)
{
    return unfold_instance_control(&ear->base, port);
}

static float threshold(const UnfoldEar *ear)
{
    const UnfoldListening *listening = unfold_hearer_listening(ear->hearer);
    const float position = control(ear, UNFOLD_LISTEN_PORT_THRESHOLD);
    if (listening->task == UNFOLD_TASK_NEXT)
        return 2 * position * listening->threshold;
    return (float)unfold_turned(listening->threshold, position);
}

static uint8_t velocity(const UnfoldEar *ear, float peak)
{
    const float loud = 1 + 126 * fminf(fmaxf(1 - peak / SOFTEST, 0), 1);
    const float share = control(ear, UNFOLD_LISTEN_PORT_VELOCITY) / 100;
    return (uint8_t)lrintf(FIXED + share * (loud - FIXED));
}

/* Time at which a sample is known for which so many must have come. */
static uint64_t time_of(const UnfoldEar *ear, const UnfoldHearing *hearing)
{
    return ear->since + hearing->due - 1;
}

/* -1: none. */
static int key_of(const UnfoldEar *ear, int class)
{
    const UnfoldListening *listening = unfold_hearer_listening(ear->hearer);
    const int base = (int)control(ear, UNFOLD_LISTEN_PORT_BASE_NOTE);
    if (!listening->has_notes)
        return base + class;
    const int note = listening->notes[class];
    const int usual = (int)unfold_ear.ranges[UNFOLD_LISTEN_PORT_BASE_NOTE].normal;
    return note < 0 ? -1 : note + base - usual;
}

static void strike(UnfoldEar *ear, int class, const UnfoldHearing *hearing, bool stays)
{
    const int key = key_of(ear, class);
    const double hold = control(ear, UNFOLD_LISTEN_PORT_HOLD) / 1000.0;
    if (key < 0 || key > 127)
        return;
    const UnfoldStrike how = {
        .key = (uint8_t)key,
        .channel = (uint8_t)(control(ear, UNFOLD_LISTEN_PORT_CHANNEL) - 1),
        .velocity = velocity(ear, hearing->peak),
        .hold = (uint32_t)(hold * ear->base.rate + 0.5),
        .stays = stays,
    };
    unfold_notes_strike(&ear->notes, class, time_of(ear, hearing), &how);
}

/* Hold the note of this class alone; -1: none. */
static void hold(UnfoldEar *ear, int class, const UnfoldHearing *hearing)
{
    if (class == ear->note)
        return;
    if (ear->note >= 0)
        unfold_notes_release(&ear->notes, ear->note, time_of(ear, hearing));
    if (class >= 0)
        strike(ear, class, hearing, true);
    ear->note = class;
}

static void hear_class(UnfoldEar *ear, const UnfoldHearing *hearing, bool is_new)
{
    ear->class = hearing->label;
    ear->confidence = hearing->confidence;
    if (is_new)
        ear->base.tell |= UNFOLD_TELL_LABEL;
}

/* A label needs confidence to win, nothing only to be likeliest: rather silence than a
   note that hangs. */
static void hear_frame(UnfoldEar *ear, const UnfoldHearing *hearing)
{
    const int nothing = unfold_hearer_listening(ear->hearer)->nothing;
    hear_class(ear, hearing, hearing->label != ear->class);
    if (hearing->label == nothing)
        hold(ear, -1, hearing);
    else if (hearing->confidence >= threshold(ear))
        hold(ear, hearing->label, hearing);
}

static void hear_clip(UnfoldEar *ear, const UnfoldHearing *hearing)
{
    const int nothing = unfold_hearer_listening(ear->hearer)->nothing;
    hear_class(ear, hearing, true);
    if (hearing->label != nothing && hearing->confidence >= threshold(ear))
        strike(ear, hearing->label, hearing, false);
}

static void hear(UnfoldEar *ear, const UnfoldHearing *hearing)
{
    if (!hearing->decided)
        return;
    switch (unfold_hearer_listening(ear->hearer)->task) {
    case UNFOLD_TASK_CLIP:
        hear_clip(ear, hearing);
        return;
    case UNFOLD_TASK_FRAME:
        hear_frame(ear, hearing);
        return;
    case UNFOLD_TASK_NEXT:
        ear->value = unfold_finite_or_zero(hearing->value);
        hold(ear, ear->value > threshold(ear) ? 0 : -1, hearing);
        return;
    case UNFOLD_TASK_VALUE:
        ear->value = unfold_finite_or_zero(hearing->value);
    }
}

void unfold_ear_forget(UnfoldEar *ear)
{
    unfold_notes_stop(&ear->notes, ear->now);
    if (ear->hearer)
        unfold_listener_reset(ear->hearer->listener);
    ear->since = ear->now;
    if (ear->class >= 0)
        ear->base.tell |= UNFOLD_TELL_LABEL;
    unfold_columns_clear(&ear->columns);
    ear->class = ear->note = -1;
    ear->confidence = ear->value = 0;
}

static void take_hearer(UnfoldEar *ear)
{
    UnfoldInstance *instance = &ear->base;
    UnfoldExchange *exchange = &instance->loader.exchange;
    UnfoldLoaded *taken = unfold_exchange_take(exchange);
    if (!taken)
        return;
    if (ear->hearer)
        unfold_exchange_retire(exchange, &ear->hearer->loaded);
    ear->hearer = (UnfoldHearer *)taken;
    unfold_ear_forget(ear);
    unfold_instance_plays(instance, taken);
    if (taken->chosen)
        instance->tell |= UNFOLD_TELL_CHANGE;
}

static void listen(UnfoldEar *ear, const float *x, uint32_t frames)
{
    const bool enabled = control(ear, UNFOLD_LISTEN_PORT_ENABLED) > 0.5f;
    if (enabled != ear->enabled)
        unfold_ear_forget(ear);
    ear->enabled = enabled;
    if (!enabled || !ear->hearer)
        return;
    for (uint32_t done = 0; done < frames; done += UNFOLD_HEARD) {
        const float *heard = ear->heard;
        size_t left = frames - done < UNFOLD_HEARD ? frames - done : UNFOLD_HEARD;
        UnfoldHearing hearing;
        for (size_t k = 0; k < left; ++k)
            ear->heard[k] =
                fminf(fmaxf(x[done + k], -UNFOLD_MAX_INPUT), UNFOLD_MAX_INPUT);
        while (unfold_listener_next(ear->hearer->listener, &heard, &left, &hearing)) {
            hear(ear, &hearing);
            if (ear->base.watch.left > 0)
                unfold_columns_add(&ear->columns, unfold_hearer_listening(ear->hearer),
                                   &hearing);
        }
    }
}

void unfold_ear_play(UnfoldInstance *instance, uint32_t frames)
{
    UnfoldEar *ear = (UnfoldEar *)instance;
    const float *in = instance->ports[UNFOLD_LISTEN_PORT_IN];
    float *out = instance->ports[UNFOLD_LISTEN_PORT_OUT];
    if (!in || !out)
        return;
    take_hearer(ear);
    for (uint32_t k = 0; k < frames; ++k)
        out[k] = unfold_finite_or_zero(in[k]);
    unfold_meter_hear(&ear->meter, out, frames);
    listen(ear, out, frames);
    ear->now += frames;
    unfold_notes_advance(&ear->notes, ear->now);
}

/* Events that came too late for their cycle are at its beginning. */
static void forge_note(UnfoldEar *ear, const UnfoldNoteEvent *event, uint64_t begin)
{
    LV2_Atom_Forge *forge = &ear->base.forge;
    lv2_atom_forge_frame_time(forge,
                              event->time > begin ? (int64_t)(event->time - begin) : 0);
    lv2_atom_forge_atom(forge, sizeof event->bytes, ear->base.uris.midi_event);
    lv2_atom_forge_write(forge, event->bytes, sizeof event->bytes);
}

void unfold_ear_tell_notes(UnfoldEar *ear, uint32_t frames)
{
    LV2_Atom_Forge *forge = &ear->base.forge;
    LV2_Atom_Forge_Frame sequence;
    const UnfoldNoteEvent *event;
    const bool is_there = ear->base.ports[UNFOLD_LISTEN_PORT_MIDI_OUT];
    const bool has_room =
        unfold_instance_begin(&ear->base, UNFOLD_LISTEN_PORT_MIDI_OUT, &sequence);
    while ((event = unfold_notes_next(&ear->notes, ear->now))) {
        if (is_there && (!has_room || forge->size - forge->offset < EVENT))
            break;
        if (is_there)
            forge_note(ear, event, ear->now - frames);
        unfold_notes_drop(&ear->notes);
    }
    if (has_room)
        lv2_atom_forge_pop(forge, &sequence);
}
