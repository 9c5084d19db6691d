/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_RAMP_H
#define UNFOLD_PLUGIN_RAMP_H

#include <stdbool.h>
#include <stdint.h>

/* A number that glides to its target in a straight line, one step per sample, and then
   is the target exactly; all real-time safe. */

typedef struct {
    float value, target, step;
    uint32_t delay, left; /**< samples until it starts, and until it arrives */
} UnfoldRamp;

/** Be `target` at once. */
static inline void unfold_ramp_set(UnfoldRamp *ramp, float target)
{
    *ramp = (UnfoldRamp){.value = target, .target = target};
}

/** After `delay` samples glide to `target` in `samples` (not 0). A ramp that is on its
    way there already goes on. */
static inline void unfold_ramp_to(UnfoldRamp *ramp, float target, uint32_t delay,
                                  uint32_t samples)
{
    if (target == ramp->target)
        return;
    ramp->target = target;
    ramp->step = (target - ramp->value) / (float)samples;
    ramp->delay = delay;
    ramp->left = samples;
}

/** Arrived, and at `value`. */
static inline bool unfold_ramp_rests_at(const UnfoldRamp *ramp, float value)
{
    return ramp->left == 0 && ramp->value == value;
}

/** The value for the next sample. */
static inline float unfold_ramp_next(UnfoldRamp *ramp)
{
    if (ramp->left == 0)
        return ramp->value;
    if (ramp->delay > 0) {
        --ramp->delay;
        return ramp->value;
    }
    ramp->value = --ramp->left == 0 ? ramp->target : ramp->value + ramp->step;
    return ramp->value;
}

#endif
