/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/watch.h"

#include <math.h>

uint32_t unfold_watch_period(double rate)
{
    return (uint32_t)fmax(1, rate / UNFOLD_PICTURES + 0.5);
}

bool unfold_watch_wish(UnfoldWatch *watch, float seconds)
{
    if (isnan(seconds))
        return false;
    const double most = fmin(fmax((double)seconds, 0), UNFOLD_MAX_WATCH);
    const uint64_t frames = (uint64_t)(most * watch->rate + 0.5);
    const bool begins = frames > 0 && watch->left == 0;
    if (begins)
        watch->next = 1; /* the first one comes at once */
    if (frames == 0 || frames > watch->left)
        watch->left = frames;
    return begins;
}

bool unfold_watch_advance(UnfoldWatch *watch, uint32_t frames)
{
    const uint32_t period = unfold_watch_period(watch->rate);
    if (watch->left == 0 || frames == 0)
        return false;
    watch->left -= frames < watch->left ? frames : watch->left;
    if (watch->next > frames) {
        watch->next -= frames;
        return false;
    }
    watch->next = period - (frames - watch->next) % period;
    return true;
}
