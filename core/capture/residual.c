/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/residual.h"

#include <math.h>
#include <stdlib.h>

#define FRAME 0.02     /* seconds */
#define LOWEST_STEP 54 /* dB below full scale */
#define STEP 6         /* dB */
#define AUDIBLE 0.25   /* of the mean energy: what is softer is no typical stretch */

/* Sums of squares over some samples. */
typedef struct {
    double target, error;
} Energy;

static Energy measure(const float *target, const float *output, size_t n)
{
    Energy sum = {0};
    for (size_t t = 0; t < n; ++t) {
        const double s = target[t], e = s - output[t];
        sum.target += s * s;
        sum.error += e * e;
    }
    return sum;
}

static double ratio(double error, double target)
{
    return target > 0 ? error / target : NAN;
}

/* 0 for the softest; a level that is not finite counts as soft too. */
static size_t level_of(const float *played, size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; ++t)
        sum += (double)played[t] * played[t];
    const double step = (10 * log10(sum / (double)n) + LOWEST_STEP) / STEP;
    if (!(step >= 0))
        return 0;
    return (size_t)fmin(step + 1, UNFOLD_ERROR_LEVELS - 1);
}

void unfold_error_by_level(const float *played, const float *target,
                           const float *output, size_t frames, double rate,
                           UnfoldErrorPart levels[UNFOLD_ERROR_LEVELS])
{
    Energy sums[UNFOLD_ERROR_LEVELS] = {{0}};
    size_t samples[UNFOLD_ERROR_LEVELS] = {0};
    const size_t frame = (size_t)fmax(rate * FRAME, 1);
    double whole = 0;
    for (size_t begin = 0; begin < frames; begin += frame) {
        const size_t n = frames - begin < frame ? frames - begin : frame;
        const size_t level = level_of(played + begin, n);
        const Energy here = measure(target + begin, output + begin, n);
        sums[level].target += here.target;
        sums[level].error += here.error;
        samples[level] += n;
        whole += here.error;
    }
    for (size_t k = 0; k < UNFOLD_ERROR_LEVELS; ++k) {
        const double high = STEP * (double)k - LOWEST_STEP;
        levels[k] =
            (UnfoldErrorPart){.low = k ? high - STEP : -INFINITY,
                              .high = k + 1 < UNFOLD_ERROR_LEVELS ? high : INFINITY,
                              .esr = ratio(sums[k].error, sums[k].target),
                              .error = whole != 0 ? sums[k].error / whole : 0,
                              .time = frames ? (double)samples[k] / (double)frames : 0};
    }
}

/* A stretch, for sorting by ESR. */
typedef struct {
    double esr;
    size_t begin;
} Stretch;

static int by_esr(const void *a, const void *b)
{
    const double x = ((const Stretch *)a)->esr, y = ((const Stretch *)b)->esr;
    return (x > y) - (x < y);
}

bool unfold_error_places(const float *target, const float *output, size_t frames,
                         size_t length, UnfoldErrorPlaces *places)
{
    *places = (UnfoldErrorPlaces){0};
    if (length < 2 || frames < length)
        return true;
    const size_t hop = length / 2, count = (frames - length) / hop + 1;
    Stretch *stretches = malloc(count * sizeof *stretches);
    if (!stretches)
        return false;
    const double audible = AUDIBLE * measure(target, output, frames).target /
                           (double)frames * (double)length;
    double most = 0;
    size_t used = 0;
    for (size_t k = 0; k < count; ++k) {
        const Energy here = measure(target + k * hop, output + k * hop, length);
        if (here.error > most) {
            most = here.error;
            places->worst = k * hop;
        }
        const double esr = ratio(here.error, here.target);
        if (here.target >= audible && isfinite(esr))
            stretches[used++] = (Stretch){esr, k * hop};
    }
    qsort(stretches, used, sizeof *stretches, by_esr);
    if (used) {
        places->best = stretches[0].begin;
        places->typical = stretches[used / 2].begin;
    }
    free(stretches);
    return true;
}
