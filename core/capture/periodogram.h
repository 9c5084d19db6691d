/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_PERIODOGRAM_H
#define UNFOLD_CAPTURE_PERIODOGRAM_H

#include <stdbool.h>
#include <stddef.h>

/** The power of windowed stretches of a signal by frequency. */
typedef struct UnfoldPeriodogram UnfoldPeriodogram;

/** For stretches of at least `samples` (a little more, where the FFT is faster so),
    under a Hann window or none. NULL for lack of memory. */
UnfoldPeriodogram *unfold_periodogram_new(size_t samples, bool hann);
void unfold_periodogram_free(UnfoldPeriodogram *periodogram);

/** Samples of a whole stretch; even. Bins are half of them and one. */
size_t unfold_periodogram_size(const UnfoldPeriodogram *periodogram);

/** Add to power [size / 2 + 1] the squared magnitude of the first n <= size samples,
    followed by zeros, both sides of the spectrum in one: together the mean square times
    size times the result, which is the energy of the window's first n points. */
double unfold_periodogram_add(UnfoldPeriodogram *periodogram, const float *samples,
                              size_t n, double *power);

#endif
