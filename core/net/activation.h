/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_ACTIVATION_H
#define UNFOLD_NET_ACTIVATION_H

#include "net/real.h"

#include <math.h>
#include <stddef.h>

/* What trainers take: branch-free, so that a loop over them becomes vector code.
   Players have gates of their own (net/exponential.h), nearer still to the true ones.
   In double (the tests) they are libm's. */

/* tanh(x) = x P(x^2) / Q(x^2) on -8..8, fitted to the least absolute error (weighted
   least squares, the weights moved to where the error is largest); beyond, tanh is 1 -
   2e-7. */
#define UNFOLD_TANH_LIMIT 8.0f
#define UNFOLD_TANH_P0 0.9999993443489075f
#define UNFOLD_TANH_P1 0.1291363686323166f
#define UNFOLD_TANH_P2 0.0029388226103037596f
#define UNFOLD_TANH_P3 1.131017052102834e-05f
#define UNFOLD_TANH_Q0 1.0f
#define UNFOLD_TANH_Q1 0.46246734261512756f
#define UNFOLD_TANH_Q2 0.023763805627822876f
#define UNFOLD_TANH_Q3 0.00023702775069978088f
#define UNFOLD_TANH_Q4 2.4238246965069266e-07f

/** Hyperbolic tangent, within 6e-7 of libm's; exact at 0, NaN for NaN. */
static inline UnfoldReal unfold_tanh(UnfoldReal x)
{
#ifdef UNFOLD_DOUBLE
    return tanh(x);
#else
    x = x < -UNFOLD_TANH_LIMIT ? -UNFOLD_TANH_LIMIT : x;
    x = x > UNFOLD_TANH_LIMIT ? UNFOLD_TANH_LIMIT : x;
    const float z = x * x, zz = z * z;
    const float p = (UNFOLD_TANH_P3 * z + UNFOLD_TANH_P2) * zz +
                    (UNFOLD_TANH_P1 * z + UNFOLD_TANH_P0);
    const float q = (UNFOLD_TANH_Q4 * zz + (UNFOLD_TANH_Q3 * z + UNFOLD_TANH_Q2)) * zz +
                    (UNFOLD_TANH_Q1 * z + UNFOLD_TANH_Q0);
    return x * p / q;
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

/** e^x. */
static inline UnfoldReal unfold_exp(UnfoldReal x)
{
#ifdef UNFOLD_DOUBLE
    return exp(x);
#else
    return expf(x);
#endif
}

/** max(x, 0); NaN for NaN. */
static inline UnfoldReal unfold_relu(UnfoldReal x)
{
    return x < 0 ? 0 : x;
}

/** x, or e^x - 1 below 0. */
static inline UnfoldReal unfold_elu(UnfoldReal x)
{
#ifdef UNFOLD_DOUBLE
    return x < 0 ? expm1(x) : x;
#else
    return x < 0 ? expm1f(x) : x;
#endif
}

/** Softmax over n numbers `stride` apart, in place; the largest is subtracted first. */
static inline void unfold_softmax(UnfoldReal *y, size_t n, size_t stride)
{
    UnfoldReal largest = y[0], sum = 0;
    for (size_t k = 1; k < n; ++k)
        largest = y[k * stride] > largest ? y[k * stride] : largest;
    for (size_t k = 0; k < n; ++k) {
        y[k * stride] = unfold_exp(y[k * stride] - largest);
        sum += y[k * stride];
    }
    for (size_t k = 0; k < n; ++k)
        y[k * stride] /= sum;
}

#endif
