/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_LOSS_H
#define UNFOLD_LEARN_LOSS_H

#include "learn/lanes.h"
#include "net/shape.h"

/** What training brings down. */
typedef enum {
    UNFOLD_CROSS_ENTROPY, /**< -sum t log y, with a softmax output and only there */
    UNFOLD_MSE,           /**< mean of (y - t)^2 */
    UNFOLD_ESR /**< error-to-signal ratio (Wright et al. 2019), of signals that
                    went through 1 - preemphasis z^-1, plus dc times
                    the energy of the errors' means over that of the target */
} UnfoldLossKind;

typedef struct {
    UnfoldLossKind kind;
    double preemphasis; /**< ESR: 0 is none, usual 0.85 */
    double dc;          /**< ESR: weight of the DC term, usual 1 */
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
    double count;      /**< scored outputs; of cross-entropy, scored steps */
    double energy;     /**< of the targets */
    double emphasised; /**< of the targets after pre-emphasis */
} UnfoldLossScale;

void unfold_loss_measure(const UnfoldLoss *loss, const UnfoldSpan *span,
                         const UnfoldReal *target, UnfoldLossScale *scale);

/** The span's share of the loss, and its gradient by the outputs (by the sums before a
    softmax) in dy [T][Y][LANES]. With several spans to a scale the shares add
    up. */
double unfold_loss(const UnfoldLoss *loss, const UnfoldSpan *span,
                   const UnfoldLossScale *scale, const UnfoldReal *y,
                   const UnfoldReal *target, UnfoldReal *dy);

#endif
