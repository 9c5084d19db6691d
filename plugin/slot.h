/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_SLOT_H
#define UNFOLD_PLUGIN_SLOT_H

#include "plugin/ramp.h"
#include "plugin/voice.h"

#include <stdatomic.h>

/** The voice that plays, and its exchange for another without a click: whoever loaded
   one offers it; the audio thread takes it, feeds it unheard for a moment, fades from
   the old to the new, and gives the old one back to be freed elsewhere. */
typedef struct {
    _Atomic(UnfoldVoice *) incoming; /**< offered, not yet taken; the last one wins */
    _Atomic(UnfoldVoice *) retired;  /**< a list, to be freed off the audio thread */
    /* The rest is the audio thread's alone. */
    UnfoldVoice *playing, *next; /**< NULL: none; next: being faded in */
    UnfoldRamp fade;             /**< share of next */
    uint32_t channels, warm_frames, fade_frames;
    bool litter; /**< there is more to collect than its reader has seen */
    float wet[UNFOLD_MAX_CHANNELS][UNFOLD_CHUNK]; /**< of next */
    float dry[UNFOLD_MAX_CHANNELS][UNFOLD_CHUNK];
} UnfoldSlot;

void unfold_slot_init(UnfoldSlot *slot, uint32_t channels, double rate);

/** Free every voice. */
void unfold_slot_clear(UnfoldSlot *slot);

/** Give a voice away to be played; displaces one that was offered before and not taken.
    Frees what is retired. Any thread but the audio thread. */
void unfold_slot_offer(UnfoldSlot *slot, UnfoldVoice *voice);

/** Free what is retired. Any thread but the audio thread. */
void unfold_slot_collect(UnfoldSlot *slot);

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
