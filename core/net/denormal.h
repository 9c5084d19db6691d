/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_DENORMAL_H
#define UNFOLD_NET_DENORMAL_H

#include <stdint.h>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

/** Make this thread treat denormal numbers as zero (they cost a hundred times more) and
    return its former mode for unfold_denormals_restore. Real-time safe. */
static inline uint64_t unfold_denormals_off(void)
{
#if defined(__SSE__)
    const uint32_t mode = _mm_getcsr();
    _mm_setcsr(mode | 0x8040); /* flush to zero, denormals are zero */
    return mode;
#elif defined(__aarch64__)
    uint64_t mode;
    __asm__ __volatile__("mrs %0, fpcr" : "=r"(mode));
    __asm__ __volatile__("msr fpcr, %0" : : "r"(mode | (1ULL << 24)));
    return mode;
#else
    return 0;
#endif
}

static inline void unfold_denormals_restore(uint64_t mode)
{
#if defined(__SSE__)
    _mm_setcsr((uint32_t)mode);
#elif defined(__aarch64__)
    __asm__ __volatile__("msr fpcr, %0" : : "r"(mode));
#else
    (void)mode;
#endif
}

#endif
