/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_OPTIMISER_H
#define UNFOLD_LEARN_OPTIMISER_H

#include "learn/state.h"
#include "net/real.h"

/** How gradients become steps. */
typedef enum { UNFOLD_SGD, UNFOLD_ADAM } UnfoldOptimiserKind;

/** The optimiser with its moments; open to read, changed by its functions alone. */
typedef struct {
    UnfoldOptimiserKind kind;
    double beta1, beta2, epsilon; /**< Adam; Kingma & Ba 2015 */
    double decay; /**< of the weights, as a share of the rate (Loshchilov & Hutter
                     2019); 0: none */
    size_t count; /**< numbers in the weight block */
    size_t updates;
    UnfoldReal *first, *second; /**< moments [count]; NULL for SGD */
} UnfoldOptimiser;

/** With beta1 0.9, beta2 0.999, epsilon 1e-8. NULL for lack of memory. */
UnfoldOptimiser *unfold_optimiser_new(UnfoldOptimiserKind kind, size_t count);
void unfold_optimiser_free(UnfoldOptimiser *optimiser);

/** One update of `weights` [count] by `gradients` at the given learning rate. */
void unfold_optimiser_step(UnfoldOptimiser *optimiser, double rate,
                           const UnfoldReal *gradients, UnfoldReal *weights);

/** Begin again: no moments, no updates yet. */
void unfold_optimiser_forget(UnfoldOptimiser *optimiser);

/** Its part of unfold_trainer_visit_state. */
void unfold_optimiser_visit_state(UnfoldOptimiser *optimiser, UnfoldStateVisitor visit,
                                  void *context);

/** Scale gradients [count] down so that their Euclidean norm is at most `limit`
   (Pascanu et al. 2013). Returns the norm before. If it is not finite, all become 0. */
double unfold_clip_norm(UnfoldReal *gradients, size_t count, double limit);

#endif
