/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_EAR_H
#define UNFOLD_PLUGIN_EAR_H

#include "plugin/columns.h"
#include "plugin/hearer.h"
#include "plugin/instance.h"
#include "plugin/listen_ports.h"
#include "plugin/notes.h"

/** Samples that are listened to at a time. */
#define UNFOLD_HEARD 256

/** An instance of the plugin that listens. All of it is the audio thread's alone. */
typedef struct {
    UnfoldInstance base;  /**< at its head */
    UnfoldHearer *hearer; /**< NULL: none */
    bool enabled;
    uint64_t now;   /**< samples since the instance began: where this cycle begins */
    uint64_t since; /**< then the hearer had heard nothing yet */
    int class;      /**< likeliest last; -1: none yet */
    float confidence, value;
    float heard[UNFOLD_HEARD]; /**< no louder than a network may hear */
    int note; /**< class that is held until another has won; -1: none */
    UnfoldNotes notes;
    UnfoldMeter meter;
    UnfoldColumns columns; /**< while somebody watches */
} UnfoldEar;

/** The plugin that listens. */
extern const UnfoldPlugin unfold_ear;

/** All frames of a cycle (from 1). Real-time safe, as are the next. */
void unfold_ear_play(UnfoldInstance *instance, uint32_t frames);

/** End all notes and forget what was heard, from now on. */
void unfold_ear_forget(UnfoldEar *ear);

/** Write the notes of a cycle that has ended into the MIDI port; what does not fit
    waits for the next one. */
void unfold_ear_tell_notes(UnfoldEar *ear, uint32_t frames);

#endif
