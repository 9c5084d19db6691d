/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/takes.h"

#include "learn/lanes.h"
#include "net/play.h"

#include <assert.h>
#include <string.h>

size_t unfold_takes_frames(const UnfoldTakes *takes)
{
    size_t frames = 0;
    for (size_t k = 0; k < takes->count; ++k)
        frames += takes->list[k].frames;
    return frames;
}

static void lay(const UnfoldTake *take, size_t from, size_t steps, size_t inputs,
                UnfoldReal *x, UnfoldReal *target)
{
    for (size_t t = 0; t < steps; ++t) {
        UnfoldReal *x_t = x + t * inputs * UNFOLD_LANES;
        x_t[0] = take->dry[from + t];
        for (size_t k = 1; k < inputs; ++k)
            x_t[k * UNFOLD_LANES] = take->knobs[k - 1];
        target[t * UNFOLD_LANES] = take->wet[from + t];
    }
}

void unfold_takes_lay(const UnfoldTakes *takes, size_t place, size_t steps,
                      size_t inputs, UnfoldReal *x, UnfoldReal *target)
{
    const size_t frames = unfold_takes_frames(takes);
    assert(frames > 0);
    place %= frames;
    const UnfoldTake *take = takes->list;
    while (place >= take->frames)
        place -= take++->frames;
    while (steps) {
        const size_t left = take->frames - place;
        const size_t some = steps < left ? steps : left;
        lay(take, place, some, inputs, x, target);
        x += some * inputs * UNFOLD_LANES;
        target += some * UNFOLD_LANES;
        steps -= some;
        place = 0;
        take = take + 1 == takes->list + takes->count ? takes->list : take + 1;
    }
}

bool unfold_takes_play(const UnfoldTakes *takes, const UnfoldModel *model,
                       UnfoldReal *heard)
{
    for (size_t k = 0; k < takes->count; ++k) {
        const UnfoldTake *take = &takes->list[k];
        if (!unfold_play_knobs(model, take->dry, take->knobs, take->frames, heard))
            return false;
        heard += take->frames;
    }
    return true;
}

void unfold_takes_sides(const UnfoldTakes *takes, UnfoldReal *dry, UnfoldReal *wet)
{
    size_t at = 0;
    for (size_t k = 0; k < takes->count; ++k) {
        const UnfoldTake *take = &takes->list[k];
        if (dry)
            memcpy(dry + at, take->dry, take->frames * sizeof *dry);
        memcpy(wet + at, take->wet, take->frames * sizeof *wet);
        at += take->frames;
    }
}
