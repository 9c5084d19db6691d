/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ear.h"

#include "plugin/properties.h"
#include "presets/presets.h"

#include <string.h>

static UnfoldEar *ear_of(UnfoldInstance *instance)
{
    return (UnfoldEar *)instance;
}

static bool forge_labels(UnfoldInstance *instance)
{
    const UnfoldHearer *hearer = ear_of(instance)->hearer;
    return unfold_forge_text(instance, hearer ? hearer->labels : "");
}

/* Of a model that tells a number, what that is. */
static bool forge_label(UnfoldInstance *instance)
{
    const UnfoldEar *ear = ear_of(instance);
    if (!ear->hearer)
        return unfold_forge_text(instance, "");
    const UnfoldListening *listening = unfold_hearer_listening(ear->hearer);
    if (listening->task == UNFOLD_TASK_VALUE)
        return unfold_forge_text(instance, listening->value_name);
    return unfold_forge_text(instance,
                             ear->class < 0 ? "" : listening->labels[ear->class]);
}

static bool forge_task(UnfoldInstance *instance)
{
    const UnfoldHearer *hearer = ear_of(instance)->hearer;
    return unfold_forge_text(
        instance,
        hearer ? unfold_task_name(unfold_hearer_listening(hearer)->task) : "");
}

/* A value has none. */
static bool forge_threshold(UnfoldInstance *instance)
{
    const UnfoldHearer *hearer = ear_of(instance)->hearer;
    const UnfoldListening *listening = hearer ? unfold_hearer_listening(hearer) : NULL;
    const bool has_one = listening && listening->task != UNFOLD_TASK_VALUE;
    return lv2_atom_forge_float(&instance->forge, has_one ? listening->threshold : -1);
}

static void list_properties(UnfoldInstance *instance)
{
    const UnfoldUris *uris = &instance->uris;
    const UnfoldProperty list[] = {
        unfold_property_model(uris),
        unfold_property_embed(uris),
        unfold_property_name(uris),
        unfold_property_accuracy(uris),
        {.tell = UNFOLD_TELL_TASK, .uri = uris->task, .forge = forge_task},
        {.tell = UNFOLD_TELL_THRESHOLD,
         .uri = uris->threshold,
         .forge = forge_threshold},
        {.tell = UNFOLD_TELL_LABELS, .uri = uris->labels, .forge = forge_labels},
        {.tell = UNFOLD_TELL_LABEL, .uri = uris->label, .forge = forge_label},
        unfold_property_problem(uris),
    };
    memcpy(instance->properties, list, sizeof list);
    instance->property_count = sizeof list / sizeof *list;
}

static void init(UnfoldInstance *instance)
{
    for (int port = 0; port < UNFOLD_LISTEN_PORT_COUNT; ++port)
        instance->port_at[instance->port_count++] = port;
    list_properties(instance);
    ear_of(instance)->class = ear_of(instance)->note = -1;
}

static void clear(UnfoldInstance *instance)
{
    unfold_hearer_free(ear_of(instance)->hearer);
}

/* Notes that sounded end in the first cycle. */
static void activate(UnfoldInstance *instance)
{
    UnfoldEar *ear = ear_of(instance);
    UnfoldExchange *exchange = &instance->loader.exchange;
    UnfoldLoaded *taken = unfold_exchange_take(exchange);
    if (taken) {
        unfold_hearer_free(ear->hearer);
        ear->hearer = (UnfoldHearer *)taken;
    }
    unfold_ear_forget(ear);
    unfold_exchange_collect(exchange);
    unfold_instance_plays(instance, ear->hearer ? &ear->hearer->loaded : NULL);
}

static void show(UnfoldInstance *instance, uint32_t room)
{
    unfold_columns_show(&ear_of(instance)->columns, &instance->forge, &instance->uris,
                        room);
}

static void tell(UnfoldInstance *instance, uint32_t frames)
{
    UnfoldEar *ear = ear_of(instance);
    const double latency =
        ear->hearer ? unfold_listener_latency(ear->hearer->listener) : 0;
    unfold_ear_tell_notes(ear, frames);
    unfold_instance_put(instance, UNFOLD_LISTEN_PORT_CLASS, (float)ear->class);
    unfold_instance_put(instance, UNFOLD_LISTEN_PORT_CONFIDENCE, ear->confidence);
    unfold_instance_put(instance, UNFOLD_LISTEN_PORT_VALUE, ear->value);
    unfold_instance_put(instance, UNFOLD_LISTEN_PORT_INPUT_PEAK,
                        unfold_meter_decibels(&ear->meter));
    unfold_instance_put(instance, UNFOLD_LISTEN_PORT_DECISION_LATENCY,
                        (float)(1000 * latency));
    unfold_meter_fall(&ear->meter, (float)(frames / instance->rate));
}

static UnfoldStatus make(void *owner, const char *path, const char *bytes, size_t size,
                         uint64_t wanted, UnfoldLoaded **made, UnfoldError *error)
{
    const UnfoldInstance *instance = owner;
    UnfoldHearer *hearer;
    (void)wanted;
    const UnfoldStatus status =
        unfold_hearer_make(path, bytes, size, instance->rate, &hearer, error);
    *made = hearer ? &hearer->loaded : NULL;
    return status;
}

static void free_hearer(UnfoldLoaded *made)
{
    unfold_hearer_free((UnfoldHearer *)made);
}

static const UnfoldRange ranges[] = {
#define RANGE(id, symbol, name, kind, minimum, maximum, normal, ...)                   \
    {minimum, maximum, normal},
    UNFOLD_LISTEN_PORTS(RANGE)
#undef RANGE
};

static const char *const bundled[] = {
#define FILE_OF(file, ...) file,
    UNFOLD_LISTEN_PRESETS(FILE_OF)
#undef FILE_OF
        NULL};

const UnfoldPlugin unfold_ear = {
    .uri = UNFOLD_LISTEN_URI,
    .size = sizeof(UnfoldEar),
    .ranges = ranges,
    .control = UNFOLD_LISTEN_PORT_CONTROL,
    .notify = UNFOLD_LISTEN_PORT_NOTIFY,
    .index = UNFOLD_LISTEN_PORT_INDEX,
    .previous = UNFOLD_LISTEN_PORT_PREVIOUS,
    .next = UNFOLD_LISTEN_PORT_NEXT,
    .load = UNFOLD_LISTEN_PORT_LOAD,
    .kind = {bundled, NULL, make, free_hearer},
    .init = init,
    .clear = clear,
    .activate = activate,
    .play = unfold_ear_play,
    .show = show,
    .tell = tell,
};
