/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_RESPONSE_H
#define UNFOLD_CAPTURE_RESPONSE_H

#include "capture/pair.h"

#include <stdbool.h>

#define UNFOLD_RESPONSE_LAGS 1024 /**< before and after the delay */
#define UNFOLD_RESPONSE_TAPS (2 * UNFOLD_RESPONSE_LAGS + 1)

/** A delay that may change with time: `samples` at sample `at` of dry, and `slope` more
    with every sample from there on. */
typedef struct {
    double at, samples, slope;
} UnfoldDelayLine;

double unfold_delay_at(const UnfoldDelayLine *line, double t);

/** Estimates the gear's linear impulse response, up to a factor. Each block of dry is
    whitened by a causal filter of its own, and wet passes the same one, so that their
    correlation is the response itself. What remains of dry is news, which causal gear,
    linear or not, cannot have answered before: other than a division of spectra this
    leaves the begin of the response free of ringing. Soft blocks count more than their
    energy, though less than loud ones; wet's own level and noise change no weights. */
typedef struct UnfoldResponder UnfoldResponder;

/** The pair must outlive the responder. NULL for lack of memory. */
UnfoldResponder *unfold_responder_new(const UnfoldPairView *pair);
void unfold_responder_free(UnfoldResponder *responder);

/** The response h [UNFOLD_RESPONSE_TAPS] around the rounded delay, from dry's samples
    begin..end - 1; all 0 where nothing sounds. `floor`, as of unfold_whitener_fit,
    bounds the high frequencies: more is robust, less is sharp. Returns the delay that
    h[UNFOLD_RESPONSE_LAGS] stands for: the mean of the rounded ones. */
double unfold_response(UnfoldResponder *responder, size_t begin, size_t end,
                       const UnfoldDelayLine *delay, double floor, float *h);

#define UNFOLD_RESPONSE_ROBUST 1e-4
#define UNFOLD_RESPONSE_SHARP 1e-6

/** Where x [n] has its first peak, of either sign, of at least `share` of its largest
    magnitude; between samples. n > 0. */
double unfold_peak(const float *x, size_t n, double share);

#endif
