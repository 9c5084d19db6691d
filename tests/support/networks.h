/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_NETWORKS_H
#define UNFOLD_TESTS_NETWORKS_H

#include "net/stream.h"

/** A model of this shape with weights of a usual size, from the seed; NULL on failure.
 */
UnfoldModel *random_model(const UnfoldShape *shape, double sample_rate, unsigned seed);

/** The usual shape of an effect: 1 input, 1 output, skip. */
UnfoldShape effect_shape(UnfoldCell cell, uint32_t hidden, uint32_t layers);

/** Deterministic noise in -scale..scale. */
void fill_noise(UnfoldReal *samples, size_t count, double scale, unsigned seed);

/** unfold_stream_process of a stream with one channel. */
static inline void stream_play(UnfoldStream *stream, const UnfoldReal *x, size_t steps,
                               UnfoldReal *y)
{
    unfold_stream_process(stream, &x, steps, &y);
}

#endif
