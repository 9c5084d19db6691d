/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/fading.h"

#include "net/play.h"

#define STUCK 0.25 /* a difference of so much of the output's energy */

static double energy(const UnfoldReal *x, size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; ++t)
        sum += (double)x[t] * x[t];
    return sum;
}

/* Energy of the difference per frame, once a start at frame `at` has been left behind;
   negative for lack of memory. */
static double difference(const UnfoldModel *model, const UnfoldTake *take,
                         const UnfoldReal *heard, size_t at, UnfoldReal *room)
{
    const size_t left = take->frames - at;
    const size_t n = left < UNFOLD_FADING_FRAMES ? left : UNFOLD_FADING_FRAMES;
    const size_t from = n - n / 4;
    if (!unfold_play_knobs(model, take->dry + at, take->knobs, n, room))
        return -1;
    double sum = 0;
    for (size_t t = from; t < n; ++t) {
        const double apart = (double)room[t] - heard[at + t];
        sum += apart * apart;
    }
    return sum / (double)(n - from);
}

bool unfold_forgets(const UnfoldModel *model, const UnfoldTakes *takes,
                    const UnfoldReal *heard, size_t starts, UnfoldReal *room)
{
    const size_t frames = unfold_takes_frames(takes);
    const double most = STUCK * energy(heard, frames) / (double)frames;
    for (size_t k = 0; k < takes->count; ++k) {
        const UnfoldTake *take = &takes->list[k];
        const size_t some = 1 + starts * take->frames / frames;
        const size_t span = take->frames > UNFOLD_FADING_FRAMES
                                ? take->frames - UNFOLD_FADING_FRAMES
                                : 0;
        for (size_t s = 1; s <= some; ++s) {
            const double apart = difference(model, take, heard, span * s / some, room);
            if (!(apart >= 0 && apart <= most))
                return false;
        }
        heard += take->frames;
    }
    return true;
}
