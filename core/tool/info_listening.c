/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/info_listening.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define INDENT 23 /* columns ahead of what a line says */
#define COLUMNS 88

__attribute__((format(printf, 3, 4))) static void add(char *text, size_t room,
                                                      const char *format, ...)
{
    const size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, room - used, format, arguments);
    va_end(arguments);
}

/* Bands are said with the first that is made of them. */
static void add_kind(const UnfoldFeatureSpec *spec, UnfoldFeature kind, char *text,
                     size_t room)
{
    static const unsigned of_bands = UNFOLD_MEL | UNFOLD_MFCC | UNFOLD_FLUX;
    char range[32] = "", bands[128] = "";
    if (spec->range > 0)
        snprintf(range, sizeof range, " within %g dB", spec->range);
    if (!(spec->kinds & of_bands & (kind - 1)))
        snprintf(bands, sizeof bands, "%u mel band%s from %g to %g Hz%s", spec->bands,
                 spec->bands == 1 ? "" : "s", spec->low, spec->high, range);
    if (kind == UNFOLD_MEL)
        add(text, room, "%s", bands);
    else if (kind == UNFOLD_MFCC)
        add(text, room, "%u MFCC%s of %s", spec->mfcc, spec->mfcc == 1 ? "" : "s",
            *bands ? bands : "these");
    else if (kind == UNFOLD_FLUX)
        add(text, room, "flux%s%s", *bands ? " of " : "", bands);
    else
        add(text, room, "%s", kind == UNFOLD_ENERGY ? "energy" : "pitch");
}

void info_features_text(const UnfoldFeatureSpec *spec, char *text, size_t room)
{
    static const char *const slopes[] = {"", ", with slopes",
                                         ", with slopes and slopes of these"};
    *text = '\0';
    for (unsigned k = 0; unfold_feature_name(k); ++k) {
        if (!(spec->kinds & 1u << k))
            continue;
        if (*text)
            add(text, room, ", ");
        add_kind(spec, (UnfoldFeature)(1u << k), text, room);
    }
    add(text, room, "%s; %.3g ms every %.3g ms at %g Hz", slopes[spec->deltas],
        1e3 * spec->frame / spec->rate, 1e3 * spec->hop / spec->rate, spec->rate);
}

static void print_task(UnfoldTask task)
{
    static const char *const meanings[] = {
        [UNFOLD_TASK_CLIP] = "which label a sound has, when it has ended",
        [UNFOLD_TASK_FRAME] = "which label there is at each frame",
        [UNFOLD_TASK_VALUE] = "a number at each frame",
        [UNFOLD_TASK_NEXT] = "the next frame, and how far off that was"};
    printf("%-22s %s: %s\n", "listens", unfold_task_name(task), meanings[task]);
}

/* Some a line. */
static void print_labels(const UnfoldListening *listening)
{
    size_t column = (size_t)printf("%-22s %u: ", "labels", listening->label_count);
    for (uint32_t k = 0; k < listening->label_count; ++k) {
        const char *label = listening->labels[k];
        const size_t length = strlen(label) + 2;
        const bool wraps = k && column + length > COLUMNS;
        column = (wraps ? INDENT : column) + length;
        printf("%s%*s%s",
               !k      ? ""
               : wraps ? ",\n"
                       : ", ",
               wraps ? INDENT : 0, "", label);
    }
    puts("");
    for (uint32_t k = 0; listening->has_notes && k < listening->label_count; ++k)
        if (listening->notes[k] >= 0)
            printf("%-22s %-20s %d\n", "MIDI note of", listening->labels[k],
                   listening->notes[k]);
    if (listening->nothing >= 0)
        printf("%-22s %s\n", "label of nothing", listening->labels[listening->nothing]);
    if (listening->threshold > 0)
        printf("%-22s confidence of %g or more\n", "label needs", listening->threshold);
}

static void print_events(const UnfoldEventSpec *events)
{
    printf("%-22s begin %g dB above the background, from %g dB of full scale on\n",
           "sounds", events->rise, events->floor);
    printf("%-22s end after %g s below that, or %g s in all\n", "", events->pause,
           events->longest);
    printf("%-22s are heard from %g s before they begin\n", "", events->lead);
}

void info_print_listening(const UnfoldListening *listening)
{
    char text[256];
    if (!listening)
        return;
    print_task(listening->task);
    info_features_text(&listening->features, text, sizeof text);
    printf("%-22s %s\n", "features", text);
    if (listening->label_count)
        print_labels(listening);
    if (listening->task == UNFOLD_TASK_CLIP)
        print_events(&listening->events);
    if (listening->task == UNFOLD_TASK_VALUE)
        printf("%-22s %s: mean %g, deviation %g\n", "value", listening->value_name,
               listening->value_mean, listening->value_deviation);
    if (listening->task == UNFOLD_TASK_NEXT)
        printf("%-22s above %g\n", "unusual is an error", listening->threshold);
}

/* False, and the list is gone, for lack of memory. */
static bool append(json_t **list, const char *text)
{
    if (*list && json_array_append_new(*list, json_string(text))) {
        json_decref(*list);
        *list = NULL;
    }
    return *list;
}

json_t *info_features_json(const UnfoldListening *listening)
{
    if (!listening)
        return json_null();
    const UnfoldFeatureSpec *spec = &listening->features;
    json_t *kinds = json_array();
    for (unsigned k = 0; unfold_feature_name(k); ++k)
        if (spec->kinds & 1u << k && !append(&kinds, unfold_feature_name(k)))
            return NULL;
    return json_pack(
        "{s:f, s:I, s:I, s:o, s:I, s:f, s:f, s:f, s:I, s:I, s:I}", "sample_rate",
        spec->rate, "frame", (json_int_t)spec->frame, "hop", (json_int_t)spec->hop,
        "kinds", kinds, "bands", (json_int_t)spec->bands, "low", spec->low, "high",
        spec->high, "range", spec->range, "mfcc", (json_int_t)spec->mfcc, "deltas",
        (json_int_t)spec->deltas, "count", (json_int_t)unfold_feature_count(spec));
}

static json_t *events_json(const UnfoldEventSpec *events)
{
    return json_pack("{s:f, s:f, s:f, s:f, s:f}", "rise", events->rise, "floor",
                     events->floor, "lead", events->lead, "pause", events->pause,
                     "longest", events->longest);
}

/* NULL for lack of memory. */
static json_t *notes_of(const UnfoldListening *listening)
{
    json_t *notes = json_array();
    for (uint32_t k = 0; k < listening->label_count; ++k)
        if (json_array_append_new(notes, json_integer(listening->notes[k]))) {
            json_decref(notes);
            return NULL;
        }
    return notes;
}

/* Labels, their notes, the one of nothing. */
static int set_labels(json_t *object, const UnfoldListening *listening)
{
    json_t *labels = json_array();
    for (uint32_t k = 0; k < listening->label_count; ++k)
        if (!append(&labels, listening->labels[k]))
            return -1;
    const int nothing = listening->nothing;
    return json_object_set_new(object, "labels", labels) ||
           (listening->has_notes &&
            json_object_set_new(object, "notes", notes_of(listening))) ||
           json_object_set_new(object, "nothing",
                               nothing < 0 ? json_null()
                                           : json_string(listening->labels[nothing]));
}

json_t *info_listening_json(const UnfoldListening *listening)
{
    if (!listening)
        return json_null();
    const UnfoldTask task = listening->task;
    json_t *object = json_pack("{s:s}", "task", unfold_task_name(task));
    int failed = !object;
    if (!failed && listening->label_count)
        failed = set_labels(object, listening);
    if (!failed && task == UNFOLD_TASK_CLIP)
        failed = json_object_set_new(object, "events", events_json(&listening->events));
    if (!failed && task == UNFOLD_TASK_VALUE)
        failed = json_object_set_new(
            object, "value",
            json_pack("{s:s, s:f, s:f}", "name", listening->value_name, "mean",
                      listening->value_mean, "deviation", listening->value_deviation));
    if (!failed && task != UNFOLD_TASK_VALUE)
        failed = json_object_set_new(object, "threshold",
                                     json_real((double)listening->threshold));
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}
