/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/level.h"

#include <math.h>

#define FULL_SCALE 0.999f
#define BEYOND 1.001f /* floating-point files may go higher without being clipped */
#define CLIP_RUN 3

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

bool unfold_is_silent(const float *samples, size_t n)
{
    return unfold_level(samples, n).peak < UNFOLD_SILENCE;
}
