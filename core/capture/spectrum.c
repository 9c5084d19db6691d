/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/spectrum.h"

#include "capture/periodogram.h"

#include <math.h>
#include <stdlib.h>

#define MIN_SEGMENT 16.0
#define MAX_SEGMENT 1048576.0

/* Over all whole segments, or one with zeros behind a shorter signal. */
static void average(UnfoldPeriodogram *segment, const float *samples, size_t frames,
                    double *power)
{
    const size_t size = unfold_periodogram_size(segment);
    double energy =
        unfold_periodogram_add(segment, samples, frames < size ? frames : size, power);
    for (size_t begin = size / 2; begin + size <= frames; begin += size / 2)
        energy += unfold_periodogram_add(segment, samples + begin, size, power);
    for (size_t k = 0; k <= size / 2 && energy > 0; ++k)
        power[k] /= energy * (double)size;
}

bool unfold_spectrum_new(const float *samples, size_t frames, double rate,
                         double seconds, UnfoldSpectrum *spectrum)
{
    *spectrum = (UnfoldSpectrum){0};
    const double length = fmin(fmax(seconds * rate, MIN_SEGMENT), MAX_SEGMENT);
    UnfoldPeriodogram *segment = unfold_periodogram_new((size_t)length, true);
    if (!segment)
        return false;
    const size_t size = unfold_periodogram_size(segment);
    double *power = calloc(size / 2 + 1, sizeof *power);
    if (power) {
        average(segment, samples, frames, power);
        *spectrum = (UnfoldSpectrum){power, size / 2 + 1, rate / (double)size};
    }
    unfold_periodogram_free(segment);
    return power != NULL;
}

void unfold_spectrum_clear(UnfoldSpectrum *spectrum)
{
    free(spectrum->power);
    *spectrum = (UnfoldSpectrum){0};
}

double unfold_spectrum_band(const UnfoldSpectrum *spectrum, double low, double high)
{
    return unfold_power_band(spectrum->power, spectrum->bins, spectrum->spacing, low,
                             high);
}

double unfold_power_band(const double *power, size_t bins, double spacing, double low,
                         double high)
{
    /* Bin k stands for k - 1/2 to k + 1/2 spacings. */
    const double from = fmax(low / spacing + 0.5, 0), to = high / spacing + 0.5;
    double sum = 0;
    for (size_t k = (size_t)from; k < bins && (double)k < to; ++k)
        sum += power[k] * fmax(fmin(to, (double)k + 1) - fmax(from, (double)k), 0);
    return sum;
}
