/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_LOSS_H
#define UNFOLD_LEARN_LOSS_H

#include "learn/lanes.h"
#include "learn/spectral.h"

#include <stdbool.h>

/** What training brings down: the cross-entropy, or else a weighted sum of the other
    terms, each left out where its weight is 0. */
typedef struct {
    bool cross_entropy; /**< -sum t log y, with a softmax output and only there; the
                             targets of a step add up to its weight, 0: not scored */
    bool gaps;  /**< targets that are NaN are not scored; with mse, which is then a mean
                     over those that are, alone */
    double esr; /**< error-to-signal ratio (Wright et al. 2019) of signals that
                     went through 1 - preemphasis z^-1 */
    double preemphasis; /**< of the ESR: 0 is none, usual UNFOLD_PRE_EMPHASIS */
    double dc;          /**< energy of the errors' means over that of the target */
    double mse;         /**< mean of (y - t)^2 */
    double mrstft;      /**< multi-resolution STFT loss, see learn/spectral.h: the mean
                             over lanes and outputs */
} UnfoldLoss;

/** A stretch of outputs or targets: step t, output k, lane b at
    [(t * outputs + k) * LANES + b]; steps before `from` are not scored (but
    step from - 1 is what the pre-emphasis of the first scored one subtracts). */
typedef struct {
    size_t from, steps, outputs;
} UnfoldSpan;

/** What losses are divided by; sums over as many spans as belong to one update (or to
    the whole recording). Start from zeros. */
typedef struct {
    double count;      /**< scored outputs; of cross-entropy, weights of the steps */
    double energy;     /**< of the targets */
    double emphasised; /**< of the targets after pre-emphasis */
    double signals;    /**< outputs times lanes, whose scored steps are a signal each */
} UnfoldLossScale;

void unfold_loss_measure(const UnfoldLoss *loss, const UnfoldSpan *span,
                         const UnfoldReal *target, UnfoldLossScale *scale);

/** The span's share of the loss, and its gradient by the outputs (by the sums before a
    softmax) in dy [T][Y][LANES]. With several spans to a scale the shares add
    up. `spectral`, for as many steps as are scored, may be NULL where the loss has no
    mrstft. */
double unfold_loss(const UnfoldLoss *loss, const UnfoldSpan *span,
                   const UnfoldLossScale *scale, UnfoldSpectral *spectral,
                   const UnfoldReal *y, const UnfoldReal *target, UnfoldReal *dy);

#endif
