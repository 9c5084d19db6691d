/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/pitch.h"

#include <math.h>

#define CLEAR 0.15f /* the paper's range is 0.1 to 0.15 */
#define SHORTEST 2  /* samples */

/* d'(lag), which is 1 at lag 0. */
static void difference(const float *x, size_t half, float *d)
{
    double sum = 0;
    d[0] = 1;
    for (size_t lag = 1; lag <= half; ++lag) {
        float squares = 0;
        for (size_t t = 0; t < half; ++t) {
            const float apart = x[t] - x[t + lag];
            squares += apart * apart;
        }
        sum += squares;
        d[lag] = sum > 0 ? (float)(squares * (double)lag / sum) : 1;
    }
}

static size_t find_dip(const float *d, size_t half)
{
    size_t lowest = 0;
    for (size_t lag = SHORTEST; lag < half; ++lag) {
        if (d[lag] < CLEAR && d[lag] <= d[lag + 1])
            return lag;
        if (d[lag] < d[lowest])
            lowest = lag;
    }
    return lowest;
}

UnfoldPitch unfold_pitch(const float *x, size_t n, double rate, float *room)
{
    const size_t half = n / 2;
    float *d = room;
    if (half <= SHORTEST)
        return (UnfoldPitch){0, 0};
    difference(x, half, d);
    const size_t lag = find_dip(d, half);
    if (lag == 0)
        return (UnfoldPitch){0, 0};
    const double left = d[lag - 1], here = d[lag], right = d[lag + 1];
    const double bend = left - 2 * here + right;
    const double aside = bend > 0 ? fmax(-1, fmin(1, (left - right) / (2 * bend))) : 0;
    return (UnfoldPitch){(float)(rate / ((double)lag + aside)),
                         (float)fmax(0, fmin(1, 1 - here))};
}
