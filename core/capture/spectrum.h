/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_SPECTRUM_H
#define UNFOLD_CAPTURE_SPECTRUM_H

#include <stdbool.h>
#include <stddef.h>

/** A power spectrum: power [bins] is the mean square around each of the frequencies 0,
    spacing, 2 spacing .. Hz. All together are the signal's mean square. */
typedef struct {
    double *power;
    size_t bins;
    double spacing; /**< Hz */
} UnfoldSpectrum;

/** Welch's estimate (1967) from segments of about `seconds`, each under a Hann window
    and half over the next; a shorter signal is one segment. A finite rate above 0 Hz.
    False for lack of memory, with *spectrum empty. */
bool unfold_spectrum_new(const float *samples, size_t frames, double rate,
                         double seconds, UnfoldSpectrum *spectrum);
void unfold_spectrum_clear(UnfoldSpectrum *spectrum);

/** Mean square between two frequencies in Hz; a bin on an edge counts in part. */
double unfold_spectrum_band(const UnfoldSpectrum *spectrum, double low, double high);

/** The same in power [bins] of any spectrum whose bins are `spacing` Hz apart. */
double unfold_power_band(const double *power, size_t bins, double spacing, double low,
                         double high);

#endif
