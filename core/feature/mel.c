/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/mel.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    size_t first, count; /* bins, and so many of the weights */
} Band;

struct UnfoldMel {
    size_t count;
    float *weights; /* of one band after another */
    Band bands[];
};

static double mel_of(double frequency)
{
    return 2595 * log10(1 + frequency / 700);
}

static double frequency_of(double mel)
{
    return 700 * (pow(10, mel / 2595) - 1);
}

/* Corner k of bands + 2, in bins. */
static double corner(const UnfoldFeatureSpec *spec, size_t fft, size_t k)
{
    const double low = mel_of(spec->low), high = mel_of(spec->high);
    const double mel = low + (high - low) * (double)k / (spec->bands + 1);
    return frequency_of(mel) * (double)fft / spec->rate;
}

/* The triangle's height at a bin; bands between two bins have none anywhere. */
static double height(double left, double top, double right, double bin)
{
    const double rise = (bin - left) / (top - left);
    const double fall = (right - bin) / (right - top);
    return fmax(0, fmin(rise, fall));
}

/* Count, or fill in where there is room, the weights of a band. */
static Band lay(const UnfoldFeatureSpec *spec, size_t fft, size_t k, float *weights)
{
    const double left = corner(spec, fft, k), top = corner(spec, fft, k + 1);
    const double right = corner(spec, fft, k + 2);
    Band band = {(size_t)floor(left) + 1, 0};
    for (size_t bin = band.first; bin <= fft / 2 && (double)bin < right; ++bin) {
        if (weights)
            weights[band.count] = (float)height(left, top, right, (double)bin);
        ++band.count;
    }
    return band;
}

UnfoldMel *unfold_mel_new(const UnfoldFeatureSpec *spec, size_t fft)
{
    UnfoldMel *mel = calloc(1, sizeof *mel + spec->bands * sizeof *mel->bands);
    if (!mel)
        return NULL;
    size_t all = 0;
    for (size_t k = 0; k < spec->bands; ++k)
        all += lay(spec, fft, k, NULL).count;
    mel->count = spec->bands;
    mel->weights = calloc(all + 1, sizeof *mel->weights);
    if (!mel->weights) {
        unfold_mel_free(mel);
        return NULL;
    }
    float *next = mel->weights;
    for (size_t k = 0; k < spec->bands; ++k) {
        mel->bands[k] = lay(spec, fft, k, next);
        next += mel->bands[k].count;
    }
    return mel;
}

void unfold_mel_free(UnfoldMel *mel)
{
    if (!mel)
        return;
    free(mel->weights);
    free(mel);
}

void unfold_mel_apply(const UnfoldMel *mel, const float *power, float *bands)
{
    const float *weights = mel->weights;
    for (size_t k = 0; k < mel->count; ++k) {
        const Band *band = &mel->bands[k];
        double sum = 0;
        for (size_t n = 0; n < band->count; ++n)
            sum += (double)*weights++ * power[band->first + n];
        bands[k] = (float)log(sum + UNFOLD_LOG_FLOOR);
    }
}
