/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_EFFECT_H
#define UNFOLD_PLUGIN_EFFECT_H

#include "plugin/loader.h"
#include "plugin/ports.h"
#include "plugin/ramp.h"
#include "plugin/slot.h"
#include "plugin/uris.h"

#include <lv2/atom/forge.h>

/** One instance. What the audio thread touches is here, the loader's rest in there. */
typedef struct {
    void *ports[UNFOLD_PORT_COUNT]; /**< the host's buffers */
    UnfoldUris uris;
    LV2_Atom_Forge forge;
    UnfoldLoader loader;
    UnfoldSlot slot;

    bool started;                  /**< a sample was made since activate() */
    bool tell_model;               /**< in the notify port, as soon as there is room */
    bool tell_model_rate;          /**< likewise */
    bool tell_change;              /**< that the state has changed, likewise */
    float told_model_rate;         /**< what the host knows, 0 at first */
    UnfoldRamp enabled;            /**< 0..1 */
    UnfoldRamp input, output, mix; /**< factors */
    UnfoldRamp normalise, calibrate, interface; /**< 0..1, 0..1, a factor */
    float input_db, output_db, interface_db;    /**< that factors were computed from */
    uint32_t glide_frames, fade_frames;
    float dry[UNFOLD_CHUNK], driven[UNFOLD_CHUNK], wet[UNFOLD_CHUNK];
    float late[UNFOLD_CHUNK]; /**< dry, as late as wet */
    float normalised[UNFOLD_CHUNK], calibrated[UNFOLD_CHUNK], level[UNFOLD_CHUNK];
} UnfoldEffect;

/** Ramps and slot, at a rate in Hz. */
void unfold_effect_init(UnfoldEffect *effect, double rate);

/** The next sample is the first, and what the controls ask for is loaded. While the
    audio thread does not run. */
void unfold_effect_activate(UnfoldEffect *effect);

/** One cycle of the audio thread: messages, sound, messages. Any number of frames; in
   and out may be the same buffer. Real-time safe. */
void unfold_effect_run(UnfoldEffect *effect, uint32_t frames);

#endif
