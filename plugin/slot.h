/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_SLOT_H
#define UNFOLD_PLUGIN_SLOT_H

#include "plugin/exchange.h"
#include "plugin/ramp.h"
#include "plugin/voice.h"

/** The voice that plays, and its change for another without a click: the audio thread,
    whose alone all of this is, takes what is offered, feeds it unheard for a moment,
    fades from the old to the new, and gives the old one back. */
typedef struct {
    UnfoldExchange *exchange;
    UnfoldVoice *playing, *next; /**< NULL: none; next: being faded in */
    UnfoldRamp fade;             /**< share of next */
    uint32_t channels, warm_frames, fade_frames;
    float wet[UNFOLD_MAX_CHANNELS][UNFOLD_CHUNK]; /**< of next */
    float dry[UNFOLD_MAX_CHANNELS][UNFOLD_CHUNK];
} UnfoldSlot;

void unfold_slot_init(UnfoldSlot *slot, UnfoldExchange *exchange, uint32_t channels,
                      double rate);

/** Free the voices that it has. */
void unfold_slot_clear(UnfoldSlot *slot);

/** End an exchange under way, take what is offered, and settle with the knobs at these
    positions: the next sample is the first. While the audio thread does not run. */
void unfold_slot_settle(UnfoldSlot *slot, const float knobs[UNFOLD_KNOB_PORTS]);

/** Take what is offered, unless an exchange is under way: true if there was one. With
    `at_once` (nothing is heard, or was yet) there is no fade. Real-time safe. */
bool unfold_slot_take(UnfoldSlot *slot, bool at_once);

/** As unfold_voice_play and unfold_voice_pass, of what plays, fading. Real-time safe.
 */
void unfold_slot_process(UnfoldSlot *slot, const UnfoldHeard *heard, uint32_t n,
                         float *const wet[], float *const dry[]);
void unfold_slot_pass(UnfoldSlot *slot, const float *const x[], uint32_t n,
                      float *const dry[]);

/** The voice that plays or is about to; NULL if none. */
static inline const UnfoldVoice *unfold_slot_voice(const UnfoldSlot *slot)
{
    return slot->next ? slot->next : slot->playing;
}

#endif
