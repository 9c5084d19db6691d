/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/events.h"

#include <math.h>

#define SILENCE (-100)
#define FALL 400 /* dB a second: drums ring, and their level swings with each cycle */
#define CLIMB 3

void unfold_events_init(UnfoldEvents *events, const UnfoldEventSpec *spec, double hop)
{
    *events = (UnfoldEvents){.spec = *spec, .hop = hop, .background = SILENCE};
}

static void follow(UnfoldEvents *events, float level)
{
    const float lowest = events->background - (float)(FALL * events->hop);
    const float highest = events->background + (float)(CLIMB * events->hop);
    events->background = fminf(fmaxf(level, lowest), highest);
}

static bool lasts(const UnfoldEvents *events, size_t frames, double seconds)
{
    return (double)frames * events->hop >= seconds * (1 - 1e-9);
}

UnfoldEvent unfold_events_next(UnfoldEvents *events, float level)
{
    const UnfoldEventSpec *spec = &events->spec;
    const bool below =
        level < events->background + (float)spec->rise || level < (float)spec->floor;
    if (!events->sounding) {
        if (below) {
            follow(events, level);
            return UNFOLD_IDLE;
        }
        events->sounding = true;
        events->frames = 1;
        events->quiet = 0;
        return UNFOLD_BEGINS;
    }
    ++events->frames;
    events->quiet = below ? events->quiet + 1 : 0;
    const bool over = lasts(events, events->quiet, spec->pause);
    if (!over && !lasts(events, events->frames, spec->longest))
        return UNFOLD_GOES_ON;
    events->sounding = false;
    if (!over)
        events->background = fmaxf(events->background, level);
    return UNFOLD_ENDS;
}
