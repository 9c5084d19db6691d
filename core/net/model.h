/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_MODEL_H
#define UNFOLD_NET_MODEL_H

#include "net/steps.h"

/** A network with its numbers: immutable, shared by any number of streams and threads.
 */
typedef struct UnfoldModel UnfoldModel;

/** Copy `weights` (unfold_shape_weights(shape) numbers) into a new model.
    `sample_rate` is the rate of its input steps in Hz, 0 where steps are no samples
    (letters, say). Fails with UNFOLD_BAD_SHAPE, UNFOLD_NOT_FINITE (the tensor is named
    in `error`) or UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_model_new(const UnfoldShape *shape, double sample_rate,
                              const UnfoldReal *weights, UnfoldModel **model,
                              UnfoldError *error);

/** NULL is fine. No stream may use the model any more. */
void unfold_model_free(UnfoldModel *model);

const UnfoldShape *unfold_model_shape(const UnfoldModel *model);
const UnfoldReal *unfold_model_weights(const UnfoldModel *model);
double unfold_model_sample_rate(const UnfoldModel *model);

/** The kernel that was chosen when the model was made, and its weights packed for it:
    what streams work with. */
const UnfoldSteps *unfold_model_steps(const UnfoldModel *model);
const UnfoldPacked *unfold_model_packed(const UnfoldModel *model);

/** Bytes that the model holds, the packed weights included. */
size_t unfold_model_bytes(const UnfoldModel *model);

#endif
