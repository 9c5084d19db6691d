/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_TURNED_H
#define UNFOLD_PLUGIN_TURNED_H

/** What a control of 0..1 makes of a value of the file: at 0.5 that, at the ends 0 and
    1. Real-time safe. */
static inline double unfold_turned(double normal, float position)
{
    const double p = position;
    return p <= 0.5 ? 2 * p * normal : normal + (2 * p - 1) * (1 - normal);
}

#endif
