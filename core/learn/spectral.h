/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_SPECTRAL_H
#define UNFOLD_LEARN_SPECTRAL_H

#include "net/real.h"

#include <stddef.h>

/** The multi-resolution STFT loss of a signal y against a target (Yamamoto et al. 2020;
    Steinmetz & Reiss 2020): the mean over the resolutions of

        ||Mt - My|| / ||Mt||  +  mean of |log My - log Mt|

    (spectral convergence, Frobenius norms, and log magnitude), where My and Mt hold the
    magnitudes sqrt(|X|^2 + 1e-8) of all frames and bins 0..N/2 of an STFT with a Hann
    window of N samples every N/4, unscaled and unpadded. The 1e-8 (about the hiss of 16
    bits) keeps the gradient finite at silence.

    The resolutions are the three longest of N = 32, 64 .. 2048 of which two lengths fit
    into the signal: 128, 256, 512 for 1024 samples, the usual 512, 1024, 2048 from 4096
    on. Below 64 samples none fits, and the loss is 0. */

/** FFT plans and scratch, of float in either build. Not for several threads at once. */
typedef struct UnfoldSpectral UnfoldSpectral;

/** For signals of up to `max_steps` samples; NULL for lack of memory. */
UnfoldSpectral *unfold_spectral_new(size_t max_steps);
void unfold_spectral_free(UnfoldSpectral *spectral);

/** Bytes that it takes. */
size_t unfold_spectral_bytes(size_t max_steps);

/** `weight` times the loss of y [steps] against target [steps], numbers `stride` apart;
    adds its gradient by y to dy. */
double unfold_spectral_loss(UnfoldSpectral *spectral, double weight, size_t steps,
                            size_t stride, const UnfoldReal *y,
                            const UnfoldReal *target, UnfoldReal *dy);

#endif
