/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_VECTOR_H
#define UNFOLD_NET_VECTOR_H

/* Vectors of the instruction set that a kernel is compiled for, and the activations on
   them. In double (the tests) activations are libm's. */

#include "net/activation.h"

#include <math.h>
#include <stddef.h>

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

typedef UnfoldReal Vector __attribute__((vector_size(VECTOR_BYTES), may_alias));
#define WIDTH (VECTOR_BYTES / sizeof(UnfoldReal))
#define INLINE static inline __attribute__((always_inline))

INLINE Vector load(const UnfoldReal *from)
{
    return *(const Vector *)from;
}

INLINE void store(UnfoldReal *to, Vector v)
{
    *(Vector *)to = v;
}

INLINE Vector splat(UnfoldReal x)
{
    return x - (Vector){0};
}

INLINE UnfoldReal sum_of(Vector v)
{
    UnfoldReal sum = 0;
    for (size_t k = 0; k < WIDTH; ++k)
        sum += v[k];
    return sum;
}

#ifdef UNFOLD_DOUBLE

INLINE void tanh_ratio(Vector x, Vector *p, Vector *q)
{
    for (size_t k = 0; k < WIDTH; ++k)
        (*p)[k] = tanh(x[k]);
    *q = splat(1);
}

#else

#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/* Within -limit..limit, NaN stays NaN: x86's min and max return their second operand
   where one is. */
INLINE Vector clamp(Vector x, float limit)
{
#if defined(UNFOLD_PLAIN_C)
    for (size_t k = 0; k < WIDTH; ++k)
        x[k] = x[k] > limit ? limit : x[k] < -limit ? -limit : x[k];
    return x;
#elif defined(__AVX512F__)
    return _mm512_max_ps(splat(-limit), _mm512_min_ps(splat(limit), x));
#elif defined(__AVX2__)
    return _mm256_max_ps(splat(-limit), _mm256_min_ps(splat(limit), x));
#elif defined(__SSE2__)
    return _mm_max_ps(splat(-limit), _mm_min_ps(splat(limit), x));
#elif defined(__ARM_NEON)
    return vmaxq_f32(splat(-limit), vminq_f32(splat(limit), x));
#endif
}

/* unfold_tanh(x) = p / q. */
INLINE void tanh_ratio(Vector x, Vector *p, Vector *q)
{
    x = clamp(x, UNFOLD_TANH_LIMIT);
    const Vector z = x * x, zz = z * z;
    const Vector p01 = UNFOLD_TANH_P1 * z + UNFOLD_TANH_P0;
    const Vector p23 = UNFOLD_TANH_P3 * z + UNFOLD_TANH_P2;
    const Vector q01 = UNFOLD_TANH_Q1 * z + UNFOLD_TANH_Q0;
    const Vector q23 = UNFOLD_TANH_Q3 * z + UNFOLD_TANH_Q2;
    *p = x * (p23 * zz + p01);
    *q = (UNFOLD_TANH_Q4 * zz + q23) * zz + q01;
}

#endif

INLINE Vector tanh_of(Vector x)
{
    Vector p, q;
    tanh_ratio(x, &p, &q);
    return p / q;
}

/* 1 / (1 + e^-2x): packing halves the sums of sigmoid gates, exactly. */
INLINE Vector sigmoid_of_half(Vector x)
{
    Vector p, q;
    tanh_ratio(x, &p, &q);
    return (UnfoldReal)0.5 * (p / q) + (UnfoldReal)0.5;
}

#endif
