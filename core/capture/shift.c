/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/shift.h"

#include "rate/kaiser.h"

#include <math.h>

#define SIDE 32
#define TAPS (2 * SIDE)
#define BETA 8.0

/* Taps for a time `part` (0..1) after sample SIDE - 1 of the TAPS samples around it. */
static void fill_taps(double part, float taps[TAPS])
{
    double h[TAPS], sum = 0;
    for (int k = 0; k < TAPS; ++k) {
        h[k] = unfold_kaiser_sinc((double)(k - (SIDE - 1)) - part, SIDE, BETA);
        sum += h[k];
    }
    for (int k = 0; k < TAPS; ++k)
        taps[k] = (float)(h[k] / sum);
}

static double apply_taps(const float taps[TAPS], const float *x, size_t n,
                         ptrdiff_t first)
{
    double sum = 0;
    for (ptrdiff_t k = 0; k < TAPS; ++k)
        if (first + k >= 0 && first + k < (ptrdiff_t)n)
            sum += (double)taps[k] * (double)x[first + k];
    return sum;
}

double unfold_interpolate(const float *x, size_t n, double at)
{
    float taps[TAPS] = {0};
    fill_taps(at - floor(at), taps);
    return apply_taps(taps, x, n, (ptrdiff_t)floor(at) - (SIDE - 1));
}

void unfold_shift(const float *x, size_t n, double by, bool invert, float *y, size_t m)
{
    const ptrdiff_t whole = (ptrdiff_t)floor(by);
    const double part = by - floor(by);
    const float sign = invert ? -1 : 1;
    float taps[TAPS] = {0};
    if (part != 0)
        fill_taps(part, taps);
    for (size_t t = 0; t < m; ++t) {
        const ptrdiff_t at = (ptrdiff_t)t + whole;
        if (part != 0)
            y[t] = sign * (float)apply_taps(taps, x, n, at - (SIDE - 1));
        else
            y[t] = at >= 0 && at < (ptrdiff_t)n ? sign * x[at] : 0;
    }
}

UnfoldOverlap unfold_overlap(const UnfoldPairView *pair, ptrdiff_t shift)
{
    const size_t dry_begin = shift < 0 ? (size_t)-shift : 0;
    const size_t wet_begin = shift > 0 ? (size_t)shift : 0;
    if (dry_begin >= pair->dry_frames || wet_begin >= pair->wet_frames)
        return (UnfoldOverlap){0};
    const size_t dry = pair->dry_frames - dry_begin, wet = pair->wet_frames - wet_begin;
    return (UnfoldOverlap){dry_begin, wet_begin, dry < wet ? dry : wet};
}
