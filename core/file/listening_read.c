/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/json.h"
#include "file/listening_json.h"
#include "file/model_keys.h"

#include <stdlib.h>
#include <string.h>

static UnfoldStatus read_kinds(const json_t *list, unsigned *kinds, UnfoldError *error)
{
    const size_t count = json_array_size(list);
    if (!count)
        return unfold_fail(error, UNFOLD_BAD_FILE, "'kinds' is not a list of features");
    for (size_t n = 0; n < count; ++n) {
        const char *name = json_string_value(json_array_get(list, n));
        unsigned k = 0;
        while (name && unfold_feature_name(k) && strcmp(unfold_feature_name(k), name))
            ++k;
        if (!name || !unfold_feature_name(k))
            return unfold_fail(error, name ? UNFOLD_UNSUPPORTED : UNFOLD_BAD_FILE,
                               "'kinds', number %zu, is unknown: '%.64s'", n + 1,
                               name ? name : "no text");
        if (*kinds & 1u << k)
            return unfold_fail(error, UNFOLD_BAD_FILE, "'kinds' has '%s' twice", name);
        *kinds |= 1u << k;
    }
    return UNFOLD_OK;
}

/* All but the kinds. What may be missing is 0 then. */
static UnfoldStatus read_numbers(const json_t *given, UnfoldFeatureSpec *spec,
                                 UnfoldError *error)
{
    const struct {
        const char *key;
        double *number;
        bool needed;
    } numbers[] = {{"sample_rate", &spec->rate, true},
                   {"low", &spec->low, true},
                   {"high", &spec->high, true},
                   {"range", &spec->range, false}};
    const struct {
        const char *key;
        uint32_t *count;
        bool needed;
    } counts[] = {{"frame", &spec->frame, true},
                  {"hop", &spec->hop, true},
                  {"bands", &spec->bands, true},
                  {"deltas", &spec->deltas, true},
                  {"mfcc", &spec->mfcc, spec->kinds & UNFOLD_MFCC}};
    UnfoldStatus status = UNFOLD_OK;
    for (size_t k = 0; !status && k < sizeof numbers / sizeof *numbers; ++k)
        if (numbers[k].needed || json_object_get(given, numbers[k].key))
            status =
                unfold_json_number(given, numbers[k].key, numbers[k].number, error);
    for (size_t k = 0; !status && k < sizeof counts / sizeof *counts; ++k)
        if (counts[k].needed || json_object_get(given, counts[k].key))
            status = unfold_json_count(given, counts[k].key, counts[k].count, error);
    return status;
}

static UnfoldStatus read_features(const json_t *given, UnfoldListening *listening,
                                  UnfoldError *error)
{
    static const char *const keys[] = {
        "sample_rate", "frame", "hop",    "kinds", "bands",     "low", "high",
        "range",       "mfcc",  "deltas", "mean",  "deviation", NULL};
    UnfoldFeatureSpec *spec = &listening->features;
    UnfoldStatus status = unfold_json_check_keys(given, keys, " in 'features'", error);
    if (!status)
        status = read_kinds(json_object_get(given, "kinds"), &spec->kinds, error);
    if (!status)
        status = read_numbers(given, spec, error);
    UnfoldError reason;
    if (!status && unfold_feature_check(spec, &reason))
        status = unfold_fail(error, UNFOLD_BAD_FILE, "'features': %s", reason.text);
    const uint32_t count = status ? 0 : unfold_feature_count(spec);
    if (!status)
        status = unfold_json_numbers(json_object_get(given, "mean"), "mean", count,
                                     listening->mean, error);
    if (!status)
        status = unfold_json_numbers(json_object_get(given, "deviation"), "deviation",
                                     count, listening->deviation, error);
    return status;
}

static UnfoldStatus read_events(const json_t *given, UnfoldEventSpec *events,
                                UnfoldError *error)
{
    static const char *const keys[] = {"rise",  "floor",   "lead",
                                       "pause", "longest", NULL};
    const struct {
        const char *key;
        double *number;
    } numbers[] = {{"rise", &events->rise},
                   {"floor", &events->floor},
                   {"lead", &events->lead},
                   {"pause", &events->pause},
                   {"longest", &events->longest}};
    const json_t *object;
    UnfoldStatus status = unfold_json_object(given, "events", &object, error);
    if (!status)
        status = unfold_json_check_keys(object, keys, " in 'events'", error);
    for (size_t k = 0; !status && k < sizeof numbers / sizeof *numbers; ++k)
        status = unfold_json_number(object, numbers[k].key, numbers[k].number, error);
    return status;
}

/* Whatever a name cannot be is cut or refused by unfold_listening_check. */
static bool take_name(const json_t *value, char name[UNFOLD_LABEL_NAME])
{
    const char *text = json_string_value(value);
    if (!text || strlen(text) >= UNFOLD_LABEL_NAME)
        return false;
    memcpy(name, text, strlen(text) + 1);
    return true;
}

static UnfoldStatus read_notes(const json_t *list, UnfoldListening *listening,
                               UnfoldError *error)
{
    listening->has_notes = true;
    for (size_t k = 0; k < listening->label_count; ++k) {
        const json_t *note = json_array_get(list, k);
        const json_int_t number = json_integer_value(note);
        if (!json_is_integer(note) || number < -1 || number > 127 ||
            json_array_size(list) != listening->label_count)
            return unfold_fail(error, UNFOLD_BAD_FILE,
                               "'notes' is not a list of %u numbers of -1 to 127",
                               listening->label_count);
        listening->notes[k] = (int)number;
    }
    return UNFOLD_OK;
}

static UnfoldStatus read_labels(const json_t *given, UnfoldListening *listening,
                                UnfoldError *error)
{
    const json_t *list = json_object_get(given, "labels");
    const size_t count = json_array_size(list);
    if (count < 2 || count > UNFOLD_MAX_LABELS)
        return unfold_fail(error, count < 2 ? UNFOLD_BAD_FILE : UNFOLD_UNSUPPORTED,
                           "'labels' is not a list of 2 to %d texts",
                           UNFOLD_MAX_LABELS);
    for (size_t k = 0; k < count; ++k)
        if (!take_name(json_array_get(list, k), listening->labels[k]))
            return unfold_fail(error, UNFOLD_BAD_FILE,
                               "'labels', number %zu, is not a text of up to %d bytes",
                               k + 1, UNFOLD_LABEL_NAME - 1);
    listening->label_count = (uint32_t)count;
    const json_t *notes = json_object_get(given, "notes");
    const UnfoldStatus status = notes ? read_notes(notes, listening, error) : UNFOLD_OK;
    if (status)
        return status;
    const json_t *nothing = json_object_get(given, "nothing");
    if (!nothing)
        return UNFOLD_OK;
    listening->nothing = json_is_string(nothing)
                             ? unfold_label_find(listening, json_string_value(nothing))
                             : -1;
    return listening->nothing >= 0
               ? UNFOLD_OK
               : unfold_fail(error, UNFOLD_BAD_FILE, "'nothing' is none of the labels");
}

static UnfoldStatus read_threshold(const json_t *given, UnfoldListening *listening,
                                   UnfoldError *error)
{
    double threshold;
    const UnfoldStatus status =
        unfold_json_number(given, "threshold", &threshold, error);
    if (!status)
        listening->threshold = (float)threshold;
    return status;
}

static UnfoldStatus read_value(const json_t *given, UnfoldListening *listening,
                               UnfoldError *error)
{
    static const char *const keys[] = {"name", "mean", "deviation", NULL};
    const json_t *object;
    UnfoldStatus status = unfold_json_object(given, "value", &object, error);
    if (!status)
        status = unfold_json_check_keys(object, keys, " in 'value'", error);
    if (!status && !take_name(json_object_get(object, "name"), listening->value_name))
        status = unfold_fail(error, UNFOLD_BAD_FILE,
                             "'name' in 'value' is not a text of up to %d bytes",
                             UNFOLD_LABEL_NAME - 1);
    if (!status)
        status = unfold_json_number(object, "mean", &listening->value_mean, error);
    return status ? status
                  : unfold_json_number(object, "deviation", &listening->value_deviation,
                                       error);
}

static UnfoldStatus read_task(const json_t *given, UnfoldListening *listening,
                              UnfoldError *error)
{
    static const char *const clip[] = {"task",   "labels",    "notes", "nothing",
                                       "events", "threshold", NULL};
    static const char *const frame[] = {"task",    "labels",    "notes",
                                        "nothing", "threshold", NULL};
    static const char *const value[] = {"task", "value", NULL};
    static const char *const next[] = {"task", "threshold", NULL};
    static const char *const *const known[] = {clip, frame, value, next};
    const char *name;
    UnfoldStatus status = unfold_json_text(given, "task", &name, error);
    if (!status && !unfold_task_from_name(name, &listening->task))
        status =
            unfold_fail(error, UNFOLD_UNSUPPORTED, "'task' is unknown: '%.64s'", name);
    if (!status)
        status = unfold_json_check_keys(given, known[listening->task],
                                        " in 'listening'", error);
    if (status)
        return status;
    const bool labels =
        listening->task == UNFOLD_TASK_CLIP || listening->task == UNFOLD_TASK_FRAME;
    if (labels)
        status = read_labels(given, listening, error);
    if (!status && listening->task == UNFOLD_TASK_CLIP)
        status = read_events(given, &listening->events, error);
    if (!status && listening->task == UNFOLD_TASK_VALUE)
        return read_value(given, listening, error);
    return status ? status : read_threshold(given, listening, error);
}

UnfoldStatus unfold_listening_read(const json_t *root, const UnfoldShape *shape,
                                   UnfoldListening **listening, UnfoldError *error)
{
    const json_t *features, *given;
    *listening = NULL;
    UnfoldStatus status = unfold_json_object(root, UNFOLD_FEATURES, &features, error);
    if (!status)
        status = unfold_json_object(root, UNFOLD_LISTENING, &given, error);
    if (status)
        return status;
    UnfoldListening *made = calloc(1, sizeof *made);
    if (!made)
        return unfold_no_memory(error);
    made->nothing = -1;
    made->value_deviation = 1;
    status = read_features(features, made, error);
    if (!status)
        status = read_task(given, made, error);
    if (!status)
        status = unfold_listening_check(made, shape, error);
    if (status)
        free(made);
    else
        *listening = made;
    return status;
}
