/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/swing_levels.h"

#include "capture/periodogram.h"
#include "capture/spectrum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    double low, high; /* Hz */
} bands[UNFOLD_LEVEL_BANDS] = {{50, 20000}, {50, 400}, {400, 2000}, {2000, 20000}};

void unfold_level_band(size_t band, double *low, double *high)
{
    *low = bands[band].low;
    *high = bands[band].high;
}

size_t unfold_level_frames(size_t samples, double rate)
{
    const double frames =
        ((double)samples / rate - UNFOLD_LEVEL_FRAME) * UNFOLD_LEVEL_RATE;
    return frames > 0 ? (size_t)frames : 0;
}

bool unfold_levels(const float *samples, size_t count, double rate, double *levels)
{
    const size_t frames = unfold_level_frames(count, rate);
    const size_t length = (size_t)(rate * UNFOLD_LEVEL_FRAME);
    UnfoldPeriodogram *frame = unfold_periodogram_new(length, true);
    if (!frame)
        return false;
    const size_t size = unfold_periodogram_size(frame);
    double *power = malloc((size / 2 + 1) * sizeof *power);
    for (size_t k = 0; k < frames && power; ++k) {
        const size_t begin = (size_t)((double)k * rate / UNFOLD_LEVEL_RATE);
        const size_t left = count - begin;
        memset(power, 0, (size / 2 + 1) * sizeof *power);
        const double energy = unfold_periodogram_add(frame, samples + begin,
                                                     left < size ? left : size, power);
        for (size_t b = 0; b < UNFOLD_LEVEL_BANDS; ++b)
            levels[b * frames + k] =
                unfold_power_band(power, size / 2 + 1, rate / (double)size,
                                  bands[b].low, bands[b].high) /
                (energy * (double)size);
    }
    free(power);
    unfold_periodogram_free(frame);
    return power != NULL;
}
