/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/pulse.h"

#define LONG 0.1 /* seconds: more than a block of sound */
#define MOST 100 /* that wait */

void unfold_pulse_ask(UnfoldPulse *pulse)
{
    if (pulse->waiting < MOST)
        ++pulse->waiting;
}

void unfold_pulse_tick(UnfoldPulse *pulse, UnfoldLink *link, double seconds)
{
    pulse->left -= seconds;
    if (pulse->left > 0 || !unfold_pulse_is_busy(pulse))
        return;
    /* One that automation left up goes down first. */
    const bool down = pulse->up || link->values[pulse->port] > 0;
    unfold_link_put(link, pulse->port, down ? 0 : 1);
    pulse->up = !down;
    pulse->waiting -= !down;
    pulse->left = LONG;
}

void unfold_pulse_end(UnfoldPulse *pulse, UnfoldLink *link)
{
    if (pulse->up)
        unfold_link_put(link, pulse->port, 0);
    pulse->up = false;
    pulse->waiting = 0;
}
