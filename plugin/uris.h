/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_URIS_H
#define UNFOLD_PLUGIN_URIS_H

#include <lv2/atom/atom.h>
#include <lv2/midi/midi.h>
#include <lv2/patch/patch.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>

#include "plugin/pictures.h"
#include "plugin/ports.h"

/* The URIs that are compared as numbers: X(member, URI). Inputs of tests/fuzz have
   their numbers: new ones go last. */
#define UNFOLD_URIS(X)                                                                 \
    X(atom_object, LV2_ATOM__Object)                                                   \
    X(atom_path, LV2_ATOM__Path)                                                       \
    X(atom_sequence, LV2_ATOM__Sequence)                                               \
    X(atom_string, LV2_ATOM__String)                                                   \
    X(atom_urid, LV2_ATOM__URID)                                                       \
    X(patch_get, LV2_PATCH__Get)                                                       \
    X(patch_set, LV2_PATCH__Set)                                                       \
    X(patch_property, LV2_PATCH__property)                                             \
    X(patch_value, LV2_PATCH__value)                                                   \
    X(state_changed, LV2_STATE__StateChanged)                                          \
    X(model, UNFOLD_MODEL_URI)                                                         \
    X(model_rate, UNFOLD_MODEL_RATE_URI)                                               \
    X(atom_float, LV2_ATOM__Float)                                                     \
    X(atom_double, LV2_ATOM__Double)                                                   \
    X(atom_int, LV2_ATOM__Int)                                                         \
    X(atom_bool, LV2_ATOM__Bool)                                                       \
    X(atom_chunk, LV2_ATOM__Chunk)                                                     \
    X(embed, UNFOLD_EMBED_URI)                                                         \
    X(embedded, UNFOLD_EMBEDDED_URI)                                                   \
    X(name, UNFOLD_NAME_URI)                                                           \
    X(knobs, UNFOLD_KNOBS_URI)                                                         \
    X(problem, UNFOLD_PROBLEM_URI)                                                     \
    X(labels, UNFOLD_LABELS_URI)                                                       \
    X(label, UNFOLD_LABEL_URI)                                                         \
    X(midi_event, LV2_MIDI__MidiEvent)                                                 \
    X(atom_long, LV2_ATOM__Long)                                                       \
    X(watch, UNFOLD_WATCH_URI)                                                         \
    X(seconds, UNFOLD_SECONDS_URI)                                                     \
    X(picture, UNFOLD_PICTURE_URI)                                                     \
    X(cloud, UNFOLD_CLOUD_URI)                                                         \
    X(units, UNFOLD_UNITS_URI)                                                         \
    X(states, UNFOLD_STATES_URI)                                                       \
    X(rows, UNFOLD_ROWS_URI)                                                           \
    X(answers, UNFOLD_ANSWERS_URI)                                                     \
    X(hop, UNFOLD_HOP_URI)                                                             \
    X(frames, UNFOLD_FRAMES_URI)                                                       \
    X(gear, UNFOLD_GEAR_URI)                                                           \
    X(esr, UNFOLD_ESR_URI)                                                             \
    X(accuracy, UNFOLD_ACCURACY_URI)                                                   \
    X(task, UNFOLD_TASK_URI)                                                           \
    X(threshold, UNFOLD_THRESHOLD_URI)

typedef struct {
#define UNFOLD_URI_MEMBER(member, uri) LV2_URID member;
    UNFOLD_URIS(UNFOLD_URI_MEMBER)
#undef UNFOLD_URI_MEMBER
} UnfoldUris;

/** Map them all, once. Not real-time safe. */
static inline void unfold_uris_map(UnfoldUris *uris, LV2_URID_Map *map)
{
#define UNFOLD_URI_MAP(member, uri) uris->member = map->map(map->handle, uri);
    UNFOLD_URIS(UNFOLD_URI_MAP)
#undef UNFOLD_URI_MAP
}

#endif
