/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_RANDOM_H
#define UNFOLD_NET_RANDOM_H

#include <math.h>
#include <stdint.h>

/** The one source of randomness (SplitMix64, Steele et al. 2014): the same seed gives
    the same numbers everywhere. */
typedef struct {
    uint64_t state;
} UnfoldRandom;

static inline uint64_t unfold_random(UnfoldRandom *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/** Uniform in [0, 1). */
static inline double unfold_random_uniform(UnfoldRandom *random)
{
    return (double)(unfold_random(random) >> 11) * 0x1p-53;
}

/** Uniform in [low, high). */
static inline double unfold_random_between(UnfoldRandom *random, double low,
                                           double high)
{
    return low + (high - low) * unfold_random_uniform(random);
}

/** Normal with mean 0 and deviation 1 (Box & Muller 1958). */
static inline double unfold_random_normal(UnfoldRandom *random)
{
    const double radius = sqrt(-2 * log(1 - unfold_random_uniform(random)));
    return radius * cos(6.283185307179586 * unfold_random_uniform(random));
}

#endif
