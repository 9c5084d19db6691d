/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_VECTOR_H
#define UNFOLD_NET_VECTOR_H

/* Vectors of the instruction set that a kernel is compiled for. Products that are added
   become one multiply-add where the instruction set has it (-ffp-contract=fast). */

#include "net/real.h"

#include <stddef.h>
#include <stdint.h>

#if !defined(UNFOLD_PLAIN_C) && defined(__SSE2__)
#include <immintrin.h>
#elif !defined(UNFOLD_PLAIN_C) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

/* That the compiler can hold vectors in. */
#if defined(__AVX512F__) || defined(__aarch64__)
#define REGISTERS 32
#else
#define REGISTERS 16
#endif

typedef UnfoldReal Vector __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef UnfoldReal Part __attribute__((vector_size(16), may_alias));
#define WIDTH (VECTOR_BYTES / sizeof(UnfoldReal))
#define PART_WIDTH (16 / sizeof(UnfoldReal))
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

/* The sum of a vector's parts: what is left to add are PART_WIDTH numbers. */
INLINE Part fold(Vector v)
{
    const Part *parts = (const Part *)&v;
    Part sum = parts[0];
    for (size_t k = 1; k < VECTOR_BYTES / sizeof(Part); ++k)
        sum += parts[k];
    return sum;
}

#ifdef UNFOLD_DOUBLE

INLINE UnfoldReal sum_of_part(Part part)
{
    return part[0] + part[1];
}

INLINE Part sums_of_parts(const Part parts[PART_WIDTH])
{
    return (Part){sum_of_part(parts[0]), sum_of_part(parts[1])};
}

#else

INLINE UnfoldReal sum_of_part(Part part)
{
    return (part[0] + part[2]) + (part[1] + part[3]);
}

/* The same of four at once. */
INLINE Part sums_of_parts(const Part parts[PART_WIDTH])
{
    const Part a = parts[0], b = parts[1], c = parts[2], d = parts[3];
    const Part ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) +
                    __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Part cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) +
                    __builtin_shufflevector(c, d, 2, 6, 3, 7);
    return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) +
           __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

#endif

INLINE UnfoldReal sum_of(Vector v)
{
    return sum_of_part(fold(v));
}

/* Four numbers in a row, each to be spread over a vector: loads are scarce where each
   multiply-add needs one of its own, so that four share one here. */
#define QUAD 4
#ifdef UNFOLD_DOUBLE

typedef struct {
    UnfoldReal of[QUAD];
} Quad;

INLINE Quad load_quad(const UnfoldReal *from)
{
    return (Quad){{from[0], from[1], from[2], from[3]}};
}

/* Quad `part` of a vector. */
INLINE Quad quad_in(Vector v, size_t part)
{
    const UnfoldReal *of = (const UnfoldReal *)&v;
    return load_quad(of + part * QUAD);
}

INLINE Vector one_of(Quad quad, size_t k)
{
    return splat(quad.of[k]);
}

#else

typedef Vector Quad;

/* The empty asm keeps compilers from loading each number again. */
INLINE Quad load_quad(const UnfoldReal *from)
{
#if VECTOR_BYTES == 64
    Quad quad = (Quad)_mm512_broadcast_f32x4(_mm_load_ps(from));
    __asm__("" : "+v"(quad));
    return quad;
#elif VECTOR_BYTES == 32
    Quad quad = (Quad)_mm256_broadcast_ps((const __m128 *)from);
    __asm__("" : "+x"(quad));
    return quad;
#else
    return load(from);
#endif
}

#if VECTOR_BYTES == 64
#define SPREAD(quad, k) ((Vector)_mm512_permute_ps((__m512)(quad), 0x55 * (k)))
#define QUAD_IN(v, k) ((Quad)_mm512_shuffle_f32x4((__m512)(v), (__m512)(v), 0x55 * (k)))
#elif VECTOR_BYTES == 32
#define SPREAD(quad, k) ((Vector)_mm256_permute_ps((__m256)(quad), 0x55 * (k)))
#define QUAD_IN(v, k)                                                                  \
    ((Quad)_mm256_permute2f128_ps((__m256)(v), (__m256)(v), 0x11 * ((k) % 2)))
#else
#define SPREAD(quad, k) splat((quad)[k])
#define QUAD_IN(v, k) (v)
#endif

#define WITH_CONSTANT(MACRO, x, k)                                                     \
    ((k) == 0   ? MACRO(x, 0)                                                          \
     : (k) == 1 ? MACRO(x, 1)                                                          \
     : (k) == 2 ? MACRO(x, 2)                                                          \
                : MACRO(x, 3))

/* Quad `part` of a vector. */
INLINE Quad quad_in(Vector v, size_t part)
{
    return WITH_CONSTANT(QUAD_IN, v, part);
}

INLINE Vector one_of(Quad quad, size_t k)
{
    return WITH_CONSTANT(SPREAD, quad, k);
}

#endif

#endif
