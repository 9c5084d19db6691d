/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_EXPONENTIAL_H
#define UNFOLD_NET_EXPONENTIAL_H

/* Gates as the kernels compute them, on vectors. With e = 2^u,

       sigmoid(a) = 1 / (1 + e)         where u = -log2(e) a
       tanh(a)    = (1 - e) / (1 + e)   where u = -2 log2(e) a

   and packing puts the factors into the weights. Products and quotients of gates are
   then one fraction. u counts in parts of an octave, UNIT of them, and is split into
   its nearest integer and a rest f, |f| <= 1/2:  e = s (1 + f q(f)). s is a power of
   two times one of UNIT roots from a table; q is a polynomial, fitted to the least
   absolute error of f q(f). 1 - e = (1 - s) - s f q(f) keeps its relative precision
   around 0. */

#include "net/packed.h"
#include "net/vector.h"

#include <math.h>
#include <stdbool.h>

/* Beyond, e^a is as good as 0 or infinite, and products of two are still numbers. */
#define OCTAVES 60

typedef struct {
    Vector scale; /* s */
    Vector rest;  /* f */
} Power;

#ifdef UNFOLD_DOUBLE

#define UNIT 1

INLINE Vector limited(Vector u)
{
    for (size_t k = 0; k < WIDTH; ++k)
        u[k] = u[k] > OCTAVES ? OCTAVES : u[k] < -OCTAVES ? -OCTAVES : u[k];
    return u;
}

INLINE Power split(Vector u)
{
    u = limited(u);
    for (size_t k = 0; k < WIDTH; ++k)
        u[k] = expm1(u[k] / UNFOLD_LOG2_E);
    return (Power){splat(1), u};
}

/* times f q(f) + plus */
INLINE Vector rest_times(Vector f, UnfoldReal times, UnfoldReal plus, bool soon)
{
    (void)soon;
    return f * times + plus;
}

#else

typedef int32_t Bits __attribute__((vector_size(VECTOR_BYTES)));

#if defined(__AVX512F__)

#define UNIT 16
#define UNIT_BITS 4
#define Q0 0.043321698904037476f /* error of e 1.6e-9 */
#define Q1 0.0009384151780977845f
#define Q2 1.3551257325161714e-05f

INLINE Vector limited(Vector u)
{
    const __m512 limit = _mm512_set1_ps(OCTAVES * UNIT);
    return (Vector)_mm512_max_ps(-limit, _mm512_min_ps(limit, (__m512)u));
}

INLINE Vector nearest(Vector u)
{
    return (Vector)_mm512_roundscale_ps((__m512)u, 0);
}

/* 2^(j/16), j in the lowest bits of k, less what j adds to the exponent in split. */
INLINE Bits root(Bits k)
{
    const __m512i bits = _mm512_setr_epi32(
        0x3f800000, 0x3f85aac3, 0x3f8b95c2, 0x3f91c3d3, 0x3f9837f0, 0x3f9ef532,
        0x3fa5fed7, 0x3fad583f, 0x3fb504f3, 0x3fbd08a4, 0x3fc5672a, 0x3fce248c,
        0x3fd744fd, 0x3fe0ccdf, 0x3feac0c7, 0x3ff5257d);
    const __m512i j =
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i table = _mm512_sub_epi32(bits, _mm512_slli_epi32(j, 23 - UNIT_BITS));
    return (Bits)_mm512_permutexvar_epi32((__m512i)k, table);
}

#elif defined(__AVX2__)

#define UNIT 8
#define UNIT_BITS 3
#define Q0 0.08664339780807495f /* error of e 2.6e-8 */
#define Q1 0.0037540255580097437f
#define Q2 0.00010842084884643555f

INLINE Vector limited(Vector u)
{
    const __m256 limit = _mm256_set1_ps(OCTAVES * UNIT);
    return (Vector)_mm256_max_ps(-limit, _mm256_min_ps(limit, (__m256)u));
}

INLINE Vector nearest(Vector u)
{
    return (Vector)_mm256_round_ps((__m256)u,
                                   _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

/* 2^(j/8), likewise. */
INLINE Bits root(Bits k)
{
    const __m256i bits =
        _mm256_setr_epi32(0x3f800000, 0x3f8b95c2, 0x3f9837f0, 0x3fa5fed7, 0x3fb504f3,
                          0x3fc5672a, 0x3fd744fd, 0x3feac0c7);
    const __m256i j = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i table = _mm256_sub_epi32(bits, _mm256_slli_epi32(j, 23 - UNIT_BITS));
    return (Bits)_mm256_permutevar8x32_epi32(table, (__m256i)k);
}

#else

#define UNIT 1
#define UNIT_BITS 0

#if defined(UNFOLD_PLAIN_C)
INLINE Vector chosen(Bits where, Vector a, Vector b)
{
    return (Vector)((where & (Bits)a) | (~where & (Bits)b));
}

INLINE Vector limited(Vector u)
{
    const Vector limit = splat(OCTAVES);
    u = chosen(u > limit, limit, u);
    return chosen(u < -limit, -limit, u);
}
#elif defined(__SSE2__)
INLINE Vector limited(Vector u)
{
    const __m128 limit = _mm_set1_ps(OCTAVES);
    return (Vector)_mm_max_ps(-limit, _mm_min_ps(limit, (__m128)u));
}
#elif defined(__ARM_NEON)
INLINE Vector limited(Vector u)
{
    const float32x4_t limit = vdupq_n_f32(OCTAVES);
    return (Vector)vmaxq_f32(-limit, vminq_f32(limit, (float32x4_t)u));
}
#endif

INLINE Bits root(Bits k)
{
    return 0 * k + 0x3f800000;
}

#endif

/* limited: within so many octaves; NaN stays. nearest: integer. */

/* Adding this leaves the nearest integer in the lowest bits. */
#define MAGIC 12582912.0f /* 1.5 * 2^23 */

INLINE Power split(Vector u)
{
    const Vector u_limited = limited(u), shifted = u_limited + splat(MAGIC);
    const Bits k = (Bits)shifted;
    const Vector scale = (Vector)(root(k) + (k << (23 - UNIT_BITS)));
#if UNIT > 1
    /* Needs no limit, which would only delay it. */
    return (Power){scale, u - nearest(u)};
#else
    return (Power){scale, u_limited - (shifted - splat(MAGIC))};
#endif
}

/* times f q(f) + plus */
INLINE Vector rest_times(Vector f, UnfoldReal times, UnfoldReal plus, bool soon)
{
    const Vector ff = f * f;
#if UNIT > 1
    const Vector q0 = splat(Q0 * times);
    const Vector q = splat(Q2 * times) * f + splat(Q1 * times);
#else
    /* error of e 9.4e-8 */
    const Vector q0 = splat(0.6931472420692444f * times);
    const Vector q12 =
        splat(0.055503085255622864f * times) * f + splat(0.24022234976291656f * times);
    const Vector q34 = splat(0.0013407259248197079f * times) * f +
                       splat(0.009671875275671482f * times);
    const Vector q = q34 * ff + q12;
#endif
    return soon ? q * ff + (q0 * f + splat(plus)) : (q * f + q0) * f + splat(plus);
}

#endif

/* (1 + 2^u) times a constant. With `soon` it takes a shorter way of more work. */
INLINE Vector one_plus(Vector u, UnfoldReal times, bool soon)
{
    const Power power = split(u);
    return power.scale * rest_times(power.rest, times, times, soon) + splat(times);
}

/* tanh as a fraction. */
typedef struct {
    Vector over, under; /* 1 - 2^u, 1 + 2^u */
} Fraction;

INLINE Fraction tanh_fraction(Vector u, bool soon)
{
    const Power power = split(u);
    const Vector rest = rest_times(power.rest, 1, 0, soon);
    const Vector over = (splat(1) - power.scale) - power.scale * rest;
    return (Fraction){over, soon ? power.scale * rest + (splat(1) + power.scale)
                                 : splat(2) - over};
}

#endif
