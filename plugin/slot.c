/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/slot.h"

#include <string.h>

/* How long a voice is fed unheard, and how long the fade takes, in seconds. */
#define WARM 0.02
#define FADE 0.02

void unfold_slot_init(UnfoldSlot *slot, UnfoldExchange *exchange, uint32_t channels,
                      double rate)
{
    memset(slot, 0, sizeof *slot);
    slot->exchange = exchange;
    slot->channels = channels;
    slot->warm_frames = (uint32_t)(WARM * rate);
    slot->fade_frames = (uint32_t)(FADE * rate) + 1;
}

void unfold_slot_clear(UnfoldSlot *slot)
{
    unfold_voice_free(slot->playing);
    unfold_voice_free(slot->next);
    slot->playing = slot->next = NULL;
}

static void finish(UnfoldSlot *slot)
{
    if (!slot->next)
        return;
    if (slot->playing)
        unfold_exchange_retire(slot->exchange, &slot->playing->loaded);
    slot->playing = slot->next;
    slot->next = NULL;
}

void unfold_slot_settle(UnfoldSlot *slot, const float knobs[UNFOLD_KNOB_PORTS])
{
    unfold_slot_take(slot, true);
    if (slot->playing)
        unfold_voice_settle(slot->playing, knobs);
    unfold_exchange_collect(slot->exchange);
}

bool unfold_slot_take(UnfoldSlot *slot, bool at_once)
{
    if (at_once)
        finish(slot);
    if (slot->next)
        return false;
    slot->next = (UnfoldVoice *)unfold_exchange_take(slot->exchange);
    if (!slot->next)
        return false;
    if (at_once) {
        finish(slot);
        return true;
    }
    unfold_ramp_set(&slot->fade, 0);
    unfold_ramp_to(&slot->fade, 1, slot->warm_frames, slot->fade_frames);
    return true;
}

void unfold_slot_process(UnfoldSlot *slot, const UnfoldHeard *heard, uint32_t n,
                         float *const wet[], float *const dry[])
{
    unfold_voice_play(slot->playing, heard, slot->channels, n, wet, dry);
    if (!slot->next)
        return;
    float *const next_wet[] = {slot->wet[0], slot->wet[1]};
    float *const next_dry[] = {slot->dry[0], slot->dry[1]};
    unfold_voice_play(slot->next, heard, slot->channels, n, next_wet, next_dry);
    for (uint32_t k = 0; k < n; ++k) {
        const float share = unfold_ramp_next(&slot->fade);
        for (uint32_t m = 0; m < slot->channels; ++m) {
            wet[m][k] = (1 - share) * wet[m][k] + share * next_wet[m][k];
            dry[m][k] = (1 - share) * dry[m][k] + share * next_dry[m][k];
        }
    }
    if (unfold_ramp_rests_at(&slot->fade, 1))
        finish(slot);
}

void unfold_slot_pass(UnfoldSlot *slot, const float *const x[], uint32_t n,
                      float *const dry[])
{
    unfold_voice_pass(slot->playing, x, slot->channels, n, dry);
}
