/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/error_spectra.h"

#include <math.h>
#include <stdlib.h>

#define SEGMENT 0.085 /* seconds: tells the lowest bands apart */

bool unfold_error_spectra_new(const float *target, const float *output, size_t frames,
                              double rate, UnfoldErrorSpectra *spectra)
{
    *spectra = (UnfoldErrorSpectra){0};
    float *error = malloc((frames ? frames : 1) * sizeof *error);
    for (size_t t = 0; t < frames && error; ++t)
        error[t] = target[t] - output[t];
    const bool done =
        error && unfold_spectrum_new(target, frames, rate, SEGMENT, &spectra->target) &&
        unfold_spectrum_new(output, frames, rate, SEGMENT, &spectra->output) &&
        unfold_spectrum_new(error, frames, rate, SEGMENT, &spectra->error);
    free(error);
    if (!done)
        unfold_error_spectra_clear(spectra);
    return done;
}

void unfold_error_spectra_clear(UnfoldErrorSpectra *spectra)
{
    unfold_spectrum_clear(&spectra->target);
    unfold_spectrum_clear(&spectra->output);
    unfold_spectrum_clear(&spectra->error);
}

static double whole_error(const UnfoldSpectrum *error)
{
    double sum = 0;
    for (size_t k = 0; k < error->bins; ++k)
        sum += error->power[k];
    return sum;
}

size_t unfold_error_by_frequency(const UnfoldErrorSpectra *spectra,
                                 UnfoldErrorPart bands[UNFOLD_ERROR_BANDS])
{
    const UnfoldSpectrum *error = &spectra->error;
    const double whole = whole_error(error);
    const double half_rate = (double)(error->bins - 1) * error->spacing;
    for (size_t k = 0; k < UNFOLD_ERROR_BANDS; ++k) {
        const double middle = 1000 * pow(10, ((double)k - 13) / 10);
        const double low = middle * pow(10, -0.05), high = middle * pow(10, 0.05);
        if (high > half_rate)
            return k;
        const double left = unfold_spectrum_band(error, low, high);
        const double wanted = unfold_spectrum_band(&spectra->target, low, high);
        bands[k] = (UnfoldErrorPart){.low = low,
                                     .high = high,
                                     .esr = wanted > 0 ? left / wanted : NAN,
                                     .error = whole != 0 ? left / whole : 0,
                                     .time = 1};
    }
    return UNFOLD_ERROR_BANDS;
}
