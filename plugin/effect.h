/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_EFFECT_H
#define UNFOLD_PLUGIN_EFFECT_H

#include "plugin/loader.h"
#include "plugin/meter.h"
#include "plugin/ports.h"
#include "plugin/ramp.h"
#include "plugin/slot.h"
#include "plugin/uris.h"

#include <lv2/atom/forge.h>

/** What the notify port tells, as bits of UnfoldEffect.tell, in this order. */
typedef enum {
    UNFOLD_TELL_MODEL = 1,
    UNFOLD_TELL_MODEL_RATE = 2,
    UNFOLD_TELL_EMBED = 4,
    UNFOLD_TELL_NAME = 8,
    UNFOLD_TELL_KNOBS = 16,
    UNFOLD_TELL_PROBLEM = 32,
    UNFOLD_TELL_PROPERTIES = 63,
    UNFOLD_TELL_CHANGE = 64 /**< that the state has changed */
} UnfoldTell;

typedef float UnfoldBlock[UNFOLD_CHUNK];

/** One instance. What the audio thread touches is here, the loader's rest in there. */
typedef struct {
    uint32_t channels;                     /**< 1 or 2 */
    uint32_t port_count;                   /**< that the host sees */
    UnfoldPort port_at[UNFOLD_PORT_COUNT]; /**< of each index there */
    void *ports[UNFOLD_PORT_COUNT];        /**< the host's buffers; NULL: none */
    UnfoldUris uris;
    LV2_Atom_Forge forge;
    UnfoldLoader loader;
    UnfoldSlot slot;

    bool started;                  /**< a sample was made since activate() */
    unsigned tell;                 /**< what to tell, as soon as there is room */
    float told_model_rate;         /**< what the host knows, 0 at first */
    bool told_embed;               /**< likewise, true at first */
    UnfoldRamp enabled;            /**< 0..1 */
    UnfoldRamp input, output, mix; /**< factors */
    UnfoldRamp normalise, calibrate, interface; /**< 0..1, 0..1, a factor */
    UnfoldRamp knobs[UNFOLD_KNOB_PORTS];        /**< positions, 0..1 */
    float input_db, output_db, interface_db;    /**< that factors were computed from */
    float index, previous, next; /**< where these controls were; NaN: not seen yet */
    uint32_t glide_frames, fade_frames;
    double rate, clock_rate; /**< Hz */
    UnfoldMeter input_meter, output_meter;
    UnfoldLoad load;
    UnfoldBlock dry[UNFOLD_MAX_CHANNELS], driven[UNFOLD_MAX_CHANNELS];
    UnfoldBlock wet[UNFOLD_MAX_CHANNELS];
    UnfoldBlock late[UNFOLD_MAX_CHANNELS]; /**< dry, as late as wet */
    UnfoldBlock normalised, calibrated, level, turned[UNFOLD_KNOB_PORTS];
} UnfoldEffect;

/** Ramps, meters and slot, for 1 or 2 channels at a rate in Hz. */
void unfold_effect_init(UnfoldEffect *effect, uint32_t channels, double rate);

/** Take the buffer of the port of that index; others are passed over. Real-time safe.
 */
void unfold_effect_connect(UnfoldEffect *effect, uint32_t index, void *buffer);

/** The next sample is the first, and what the controls ask for is loaded. While the
    audio thread does not run. */
void unfold_effect_activate(UnfoldEffect *effect);

/** One cycle of the audio thread: messages, sound, messages. Any number of frames; any
    input may be the same buffer as any output. Real-time safe. */
void unfold_effect_run(UnfoldEffect *effect, uint32_t frames);

#endif
