/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_EFFECT_H
#define UNFOLD_PLUGIN_EFFECT_H

#include "plugin/cloud.h"
#include "plugin/instance.h"
#include "plugin/ports.h"
#include "plugin/ramp.h"
#include "plugin/slot.h"
#include "plugin/wishes.h"

typedef float UnfoldBlock[UNFOLD_CHUNK];

/** An instance of the effect, for 1 or 2 channels. All but the wishes is the audio
    thread's alone. */
typedef struct {
    UnfoldInstance base; /**< at its head */
    uint32_t channels;
    UnfoldWishes wishes;
    UnfoldSlot slot;

    bool started;                  /**< a sample was made since activate() */
    float told_model_rate;         /**< what the host knows, 0 at first */
    UnfoldRamp enabled;            /**< 0..1 */
    UnfoldRamp input, output, mix; /**< factors */
    UnfoldRamp normalise, calibrate, interface; /**< 0..1, 0..1, a factor */
    UnfoldRamp knobs[UNFOLD_KNOB_PORTS];        /**< positions, 0..1 */
    float input_db, output_db, interface_db;    /**< that factors were computed from */
    uint32_t glide_frames, fade_frames;
    UnfoldMeter input_meter, output_meter;
    UnfoldBlock dry[UNFOLD_MAX_CHANNELS], driven[UNFOLD_MAX_CHANNELS];
    UnfoldBlock wet[UNFOLD_MAX_CHANNELS];
    UnfoldBlock late[UNFOLD_MAX_CHANNELS]; /**< dry, as late as wet */
    UnfoldCloud cloud;                     /**< while somebody watches */
    UnfoldBlock normalised, calibrated, level, turned[UNFOLD_KNOB_PORTS];
} UnfoldEffect;

/** The effect for one channel, and for two. */
extern const UnfoldPlugin unfold_effect, unfold_effect_stereo;

/** Control values and all frames of a cycle (from 1). Real-time safe. */
void unfold_effect_play(UnfoldInstance *instance, uint32_t frames);

/** Where the knobs' controls stand. Real-time safe. */
void unfold_effect_read_knobs(const UnfoldEffect *effect,
                              float knobs[UNFOLD_KNOB_PORTS]);

#endif
