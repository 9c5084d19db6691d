/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_ACTIVATION_H
#define UNFOLD_NET_ACTIVATION_H

#include "net/real.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Branch-free, so that a loop over them becomes vector code; players and trainers share
   them, so that what was learned is what is heard. In double: libm. */

/** e^x - 1 for -88 <= x <= 88 (beyond, the nearest of them; NaN stays NaN). Reduced by
    powers of two, Taylor's series on [-ln 2 / 2, ln 2 / 2]. */
static inline UnfoldReal unfold_expm1(UnfoldReal x)
{
#ifdef UNFOLD_DOUBLE
    return expm1(x);
#else
    x = x < -88.0f ? -88.0f : x;
    x = x > 88.0f ? 88.0f : x;
    const float magic = 12582912.0f; /* 1.5 * 2^23: adding it rounds to an integer */
    const float rounded = x * 1.44269504f + magic;
    const float n = rounded - magic;
    const float r = (x - n * 0.693145752f) - n * 1.42860677e-6f; /* ln 2 in two parts */
    float p = 1.0f / 5040.0f;
    p = p * r + 1.0f / 720.0f;
    p = p * r + 1.0f / 120.0f;
    p = p * r + 1.0f / 24.0f;
    p = p * r + 1.0f / 6.0f;
    p = p * r + 0.5f;
    p = p * (r * r) + r;
    uint32_t bits;
    memcpy(&bits, &rounded, sizeof bits);
    bits = (bits << 23) + 0x3f800000u; /* 2^n */
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    return scale * p + (scale - 1.0f);
#endif
}

/** Hyperbolic tangent, within 3e-7 of libm's; exact at 0, NaN for NaN. */
static inline UnfoldReal unfold_tanh(UnfoldReal x)
{
#ifdef UNFOLD_DOUBLE
    return tanh(x);
#else
    const float e = unfold_expm1(-2.0f * fabsf(x)); /* in -1..0: no cancellation */
    return copysignf(e / (e + 2.0f), x);
#endif
}

/** The logistic function 1 / (1 + e^-x). */
static inline UnfoldReal unfold_sigmoid(UnfoldReal x)
{
#ifdef UNFOLD_DOUBLE
    return 1 / (1 + exp(-x));
#else
    return 0.5f + 0.5f * unfold_tanh(0.5f * x);
#endif
}

/** Softmax over n numbers, in place; the largest is subtracted first. */
static inline void unfold_softmax(UnfoldReal *y, size_t n)
{
    UnfoldReal largest = y[0], sum = 0;
    for (size_t k = 1; k < n; ++k)
        largest = y[k] > largest ? y[k] : largest;
    for (size_t k = 0; k < n; ++k) {
        y[k] = unfold_expm1(y[k] - largest) + 1;
        sum += y[k];
    }
    for (size_t k = 0; k < n; ++k)
        y[k] /= sum;
}

#endif
