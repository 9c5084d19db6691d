/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/augment.h"

#include <math.h>
#include <string.h>

#define WAVES 4               /* that bend a spectrum */
#define NEPER 0.2302585092994 /* of power, a dB */
#define TWICE 2

size_t unfold_augment_room(const UnfoldAugment *augment, size_t n)
{
    return (size_t)((double)n * exp2(augment->pitch)) + 1;
}

static double either_way(UnfoldRandom *random, double most)
{
    return unfold_random_between(random, -most, most);
}

/* Between samples by Catmull & Rom's cubic; 0 beyond the ends. */
static double between(const float *x, size_t n, double place)
{
    const size_t at = (size_t)place;
    const double f = place - (double)at;
    const double a = at > 0 ? x[at - 1] : 0, b = at < n ? x[at] : 0;
    const double c = at + 1 < n ? x[at + 1] : 0, d = at + 2 < n ? x[at + 2] : 0;
    return b +
           0.5 * f *
               (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
}

size_t unfold_augment_sound(const UnfoldAugment *augment, UnfoldRandom *random,
                            const float *x, size_t n, size_t before, size_t after,
                            float *y, double *noise)
{
    const double speed = exp2(either_way(random, augment->pitch));
    const double gain = pow(10, either_way(random, augment->gain) / 20);
    const double below = unfold_random_between(random, augment->noise,
                                               augment->noise + UNFOLD_NOISE_RANGE);
    const bool noisy = unfold_random_uniform(random) < 0.5 && augment->noise > 0;
    const size_t length = (size_t)((double)n / speed), all = before + length + after;
    double peak = 0;
    memset(y, 0, all * sizeof *y);
    for (size_t t = 0; t < length; ++t) {
        y[before + t] =
            (float)(gain * (speed == 1 ? x[t] : between(x, n, (double)t * speed)));
        peak = fmax(peak, fabs(y[before + t]));
    }
    *noise = noisy ? peak * pow(10, -below / 20) : 0;
    return all;
}

void unfold_augment_noise(UnfoldRandom *random, double noise, float *y, size_t n)
{
    for (size_t t = 0; noise > 0 && t < n; ++t)
        y[t] += (float)(noise * unfold_random_normal(random));
}

uint32_t unfold_augment_hop(const UnfoldAugment *augment, UnfoldRandom *random,
                            const UnfoldFeatureSpec *spec)
{
    const double hop = spec->hop * exp2(either_way(random, augment->tempo));
    return (uint32_t)fmin(fmax(hop + 0.5, 1), spec->frame);
}

void unfold_augment_colour(const UnfoldAugment *augment, UnfoldRandom *random,
                           const UnfoldListening *listening, float *x, size_t steps)
{
    const UnfoldFeatureSpec *spec = &listening->features;
    float offsets[UNFOLD_MAX_BANDS];
    double heights[WAVES], phases[WAVES];
    const double tilt = either_way(random, augment->colour);
    for (int k = 0; k < WAVES; ++k) {
        heights[k] = unfold_random_between(random, 0, augment->colour) / (k + 1);
        phases[k] = either_way(random, M_PI);
    }
    if (augment->colour <= 0 || !(spec->kinds & UNFOLD_MEL))
        return;
    for (uint32_t b = 0; b < spec->bands; ++b) {
        const double place = (b + 0.5) / spec->bands;
        double sum = tilt * (2 * place - 1);
        for (int k = 0; k < WAVES; ++k)
            sum += heights[k] * cos(M_PI * (k + 1) * place + phases[k]);
        offsets[b] = (float)(NEPER * sum / listening->deviation[b]);
    }
    const size_t width = unfold_feature_count(spec);
    for (size_t t = 0; t < steps; ++t)
        for (uint32_t b = 0; b < spec->bands; ++b)
            x[t * width + b] += offsets[b];
}

/* A stretch of at most `most` of `count`. */
static size_t stretch(UnfoldRandom *random, size_t most, size_t count, size_t *length)
{
    const double drawn = unfold_random_between(random, 0, (double)most + 1);
    *length = (size_t)drawn < count ? (size_t)drawn : count;
    return (size_t)unfold_random_between(random, 0, (double)(count - *length + 1));
}

void unfold_augment_mask(const UnfoldAugment *augment, UnfoldRandom *random,
                         const UnfoldFeatureSpec *spec, float *x, size_t steps)
{
    const size_t width = unfold_feature_count(spec), base = width / (1 + spec->deltas);
    for (int k = 0; k < TWICE; ++k) {
        size_t bands, frames;
        const size_t band =
            stretch(random, augment->mask_bands,
                    spec->kinds & UNFOLD_MEL ? spec->bands : base, &bands);
        const size_t frame = stretch(random, augment->mask_frames, steps, &frames);
        memset(x + frame * width, 0, frames * width * sizeof *x);
        for (size_t t = 0; bands && t < steps; ++t)
            for (size_t at = band; at < width; at += base)
                memset(x + t * width + at, 0, bands * sizeof *x);
    }
}
