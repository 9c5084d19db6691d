/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_ERROR_SPECTRA_H
#define UNFOLD_CAPTURE_ERROR_SPECTRA_H

#include "capture/residual.h"
#include "capture/spectrum.h"

/** The spectra of what was to be played, of what is played, and of the difference. */
typedef struct {
    UnfoldSpectrum target, output, error;
} UnfoldErrorSpectra;

/** Welch's estimates from segments of about 85 ms. False for lack of memory, with
 *spectra empty. */
bool unfold_error_spectra_new(const float *target, const float *output, size_t frames,
                              double rate, UnfoldErrorSpectra *spectra);
void unfold_error_spectra_clear(UnfoldErrorSpectra *spectra);

/** Bands a third of an octave wide (IEC 61260), 50 Hz to 20 kHz. */
#define UNFOLD_ERROR_BANDS 27

/** Divide the error by frequency; returns how many bands end below half the rate. */
size_t unfold_error_by_frequency(const UnfoldErrorSpectra *spectra,
                                 UnfoldErrorPart bands[UNFOLD_ERROR_BANDS]);

#endif
