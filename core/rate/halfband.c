/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/halfband.h"

#include "rate/kaiser.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define BETA 8.96 /* 90 dB */
#define BLOCK UNFOLD_HALFBAND_BLOCK

/* Taps at odd distances from the middle; with the middle's half they add up to 1. */
static void design(float *taps, size_t k)
{
    double h[2 * UNFOLD_HALFBAND_K], sum = 0;
    for (size_t i = 0; i < 2 * k; ++i) {
        const double from_middle = 2.0 * (double)i - (2.0 * (double)k - 1);
        h[i] = unfold_kaiser_sinc(from_middle / 2, (double)k, BETA);
        sum += h[i];
    }
    for (size_t i = 0; i < 2 * k; ++i)
        taps[i] = (float)(0.5 * h[i] / sum);
}

bool unfold_halfband_init(UnfoldHalfband *halfband, size_t k, size_t pad)
{
    assert(k <= UNFOLD_HALFBAND_K);
    *halfband = (UnfoldHalfband){.k = k, .pad = pad};
    halfband->taps = calloc(2 * k, sizeof(float));
    halfband->up = calloc(2 * k - 1 + BLOCK, sizeof(float));
    halfband->even = calloc(2 * k + BLOCK, sizeof(float));
    halfband->odd = calloc(2 * k + BLOCK, sizeof(float));
    halfband->late = calloc(pad + BLOCK, sizeof(float));
    if (!halfband->taps || !halfband->up || !halfband->even || !halfband->odd ||
        !halfband->late) {
        unfold_halfband_clear(halfband);
        return false;
    }
    design(halfband->taps, k);
    return true;
}

void unfold_halfband_clear(UnfoldHalfband *halfband)
{
    free(halfband->taps);
    free(halfband->up);
    free(halfband->even);
    free(halfband->odd);
    free(halfband->late);
    *halfband = (UnfoldHalfband){0};
}

void unfold_halfband_reset(UnfoldHalfband *halfband)
{
    const size_t k = halfband->k;
    memset(halfband->up, 0, (2 * k - 1) * sizeof(float));
    memset(halfband->even, 0, 2 * k * sizeof(float));
    memset(halfband->odd, 0, 2 * k * sizeof(float));
    memset(halfband->late, 0, halfband->pad * sizeof(float));
}

/* What the taps, symmetric, make of x[0] .. x[2 K - 1]. */
static float filter(const float *taps, const float *x, size_t k)
{
    float sum = 0;
    for (size_t i = 0; i < k; ++i)
        sum += taps[i] * (x[i] + x[2 * k - 1 - i]);
    return sum;
}

void unfold_halfband_up(UnfoldHalfband *halfband, const float *x, size_t n, float *y)
{
    const size_t k = halfband->k, past = 2 * k - 1;
    float *up = halfband->up;
    memcpy(up + past, x, n * sizeof *x);
    for (size_t t = 0; t < n; ++t) {
        y[2 * t] = 2 * filter(halfband->taps, up + t, k);
        y[2 * t + 1] = up[t + k];
    }
    memmove(up, up + n, past * sizeof *up);
}

void unfold_halfband_down(UnfoldHalfband *halfband, const float *x, size_t n, float *y)
{
    const size_t k = halfband->k, past = 2 * k, pad = halfband->pad;
    float *even = halfband->even, *odd = halfband->odd, *late = halfband->late;
    for (size_t t = 0; t < n; ++t) {
        even[past + t] = x[2 * t];
        odd[past + t] = x[2 * t + 1];
    }
    for (size_t t = 0; t < n; ++t)
        late[pad + t] = filter(halfband->taps, even + t + 1, k) + 0.5f * odd[t + k];
    memmove(even, even + n, past * sizeof *even);
    memmove(odd, odd + n, past * sizeof *odd);
    memcpy(y, late, n * sizeof *y);
    memmove(late, late + n, pad * sizeof *late);
}
