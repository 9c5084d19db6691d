/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_METER_H
#define UNFOLD_PLUGIN_METER_H

#include <math.h>
#include <stdint.h>

/* What the effect tells of itself; all real-time safe. */

#define UNFOLD_METER_FALL 20.0f /* dB in a second */

/** The highest peak, which falls. */
typedef struct {
    float peak; /**< factor of full scale */
} UnfoldMeter;

static inline void unfold_meter_hear(UnfoldMeter *meter, const float *x, uint32_t n)
{
    for (uint32_t k = 0; k < n; ++k)
        meter->peak = fmaxf(meter->peak, fabsf(x[k]));
}

/** Let so many seconds go by. */
static inline void unfold_meter_fall(UnfoldMeter *meter, float seconds)
{
    meter->peak *= powf(10, -UNFOLD_METER_FALL / 20 * seconds);
}

/** Decibels to full scale. */
static inline float unfold_meter_decibels(const UnfoldMeter *meter)
{
    return 20 * log10f(fmaxf(meter->peak, 1e-9f));
}

/** The share of time that is spent, per cent, smoothed over a third of a second. */
typedef struct {
    float percent;
} UnfoldLoad;

static inline void unfold_load_add(UnfoldLoad *load, float busy, float seconds)
{
    const float now = 100 * busy / seconds;
    load->percent += (now - load->percent) * fminf(1, 3 * seconds);
}

#endif
