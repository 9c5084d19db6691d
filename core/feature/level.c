/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/level.h"

#include <math.h>

#define FULL_SCALE 0.999f
#define BEYOND 1.001f /* floating-point files may go higher without being clipped */
#define CLIP_RUN 3
#define FLAT 1e-6f                /* of the peak: as good as equal */
#define STEP 2e-3f                /* of the peak, beside a flat top */
#define LEAST_STEP (3 / 32768.0f) /* what 16 bits make of a slow turn is no step */

UnfoldLevel unfold_level(const float *samples, size_t n)
{
    UnfoldLevel level = {0};
    size_t run = 0;
    for (size_t t = 0; t < n; ++t) {
        const float magnitude = fabsf(samples[t]);
        level.peak = magnitude > level.peak ? magnitude : level.peak;
        run = magnitude >= FULL_SCALE && magnitude <= BEYOND ? run + 1 : 0;
        if (run >= CLIP_RUN)
            level.clipped += run == CLIP_RUN ? CLIP_RUN : 1;
    }
    return level;
}

/* Those at one peak: sign is 1 or -1. */
static size_t flat_tops_at(const float *x, size_t n, float peak, float sign)
{
    const float flat = peak * (1 - FLAT), step = fmaxf(STEP * peak, LEAST_STEP);
    size_t count = 0, begin = 0;
    for (size_t t = 0; t <= n; ++t) {
        if (t < n && sign * x[t] >= flat)
            continue;
        const bool entered = begin > 0 && peak - sign * x[begin - 1] > step;
        const bool left = t < n && peak - sign * x[t] > step;
        if (t - begin >= CLIP_RUN && (entered || left))
            count += t - begin;
        begin = t + 1;
    }
    return count;
}

size_t unfold_flat_tops(const float *samples, size_t n)
{
    float high = 0, low = 0;
    for (size_t t = 0; t < n; ++t) {
        high = fmaxf(high, samples[t]);
        low = fmaxf(low, -samples[t]);
    }
    return (high > 0 ? flat_tops_at(samples, n, high, 1) : 0) +
           (low > 0 ? flat_tops_at(samples, n, low, -1) : 0);
}

bool unfold_is_silent(const float *samples, size_t n)
{
    return unfold_level(samples, n).peak < UNFOLD_SILENCE;
}
