/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_PULSE_H
#define UNFOLD_UI_PULSE_H

#include "plugin/ui/link.h"

/** A control that acts when it goes up: it is put up and down again, and so long each
    time that the plugin sees it, as often as was asked. */
typedef struct {
    int port;
    unsigned waiting;
    bool up;
    double left; /**< seconds until it may change */
} UnfoldPulse;

void unfold_pulse_ask(UnfoldPulse *pulse);
void unfold_pulse_tick(UnfoldPulse *pulse, UnfoldLink *link, double seconds);

/** Whether ticks have something to do. */
static inline bool unfold_pulse_is_busy(const UnfoldPulse *pulse)
{
    return pulse->up || pulse->waiting > 0;
}

/** Leave it down. */
void unfold_pulse_end(UnfoldPulse *pulse, UnfoldLink *link);

#endif
