/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/oversampler.h"

#include <string.h>

/* The first stage has all of the band to keep; those above have room. Pads make each
   stage's delay a whole number of samples at the lowest rate. */
static const struct {
    size_t k, pad;
} stages[3] = {{32, 0}, {6, 1}, {4, 1}};

bool unfold_oversampler_init(UnfoldOversampler *oversampler, uint32_t factor)
{
    *oversampler = (UnfoldOversampler){0};
    for (uint32_t made = 1; made < factor; made *= 2) {
        const size_t s = oversampler->stages;
        if (!unfold_halfband_init(&oversampler->stage[s], stages[s].k, stages[s].pad)) {
            unfold_oversampler_clear(oversampler);
            return false;
        }
        ++oversampler->stages;
    }
    return true;
}

void unfold_oversampler_clear(UnfoldOversampler *oversampler)
{
    for (size_t s = 0; s < oversampler->stages; ++s)
        unfold_halfband_clear(&oversampler->stage[s]);
    *oversampler = (UnfoldOversampler){0};
}

size_t unfold_oversampler_latency(const UnfoldOversampler *oversampler)
{
    size_t latency = 0;
    for (size_t s = 0; s < oversampler->stages; ++s)
        latency += unfold_halfband_latency(&oversampler->stage[s]) >> s;
    return latency;
}

void unfold_oversampler_reset(UnfoldOversampler *oversampler)
{
    for (size_t s = 0; s < oversampler->stages; ++s)
        unfold_halfband_reset(&oversampler->stage[s]);
}

void unfold_oversampler_up(UnfoldOversampler *oversampler, float *x, size_t n)
{
    for (size_t s = 0; s < oversampler->stages; ++s)
        unfold_halfband_up(&oversampler->stage[s], x, n << s, x);
}

void unfold_oversampler_down(UnfoldOversampler *oversampler, float *x, size_t n)
{
    for (size_t s = oversampler->stages; s-- > 0;)
        unfold_halfband_down(&oversampler->stage[s], x, n << s, x);
}
