/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_AIDAX_LAYERS_H
#define UNFOLD_FILE_AIDAX_LAYERS_H

#include "net/shape.h"

#include <jansson.h>

/** One layer of an AIDA-X file that has weights. */
typedef struct {
    const json_t *weights; /**< borrowed */
    uint32_t inputs, units;
    UnfoldActivation activation; /**< dense ones */
} UnfoldAidaxLayer;

/** The chain of layers: recurrent ones of one cell, then dense ones, the last of which
    is the head. All sizes are within the limits and are those of the weights. */
typedef struct {
    UnfoldCell cell;
    uint32_t recurrent_count, dense_count;
    UnfoldAidaxLayer recurrent[UNFOLD_MAX_LAYERS], dense[UNFOLD_MAX_DENSE + 1];
} UnfoldAidaxLayers;

/** The size at the end of a list of sizes, [null, null, units] at `key`: 1 to `most`.
 */
UnfoldStatus unfold_aidax_units(const json_t *object, const char *key, uint32_t most,
                                uint32_t *units, UnfoldError *error);

/** Read the list `layers` of a network of `inputs` inputs. Takes no memory. */
UnfoldStatus unfold_aidax_layers(const json_t *layers, uint32_t inputs,
                                 UnfoldAidaxLayers *chain, UnfoldError *error);

/** Fill weights [unfold_shape_weights(shape)], zero so far. `scratch` has as many. All
    recurrent layers become as wide as the widest of them, which is shape->hidden: a
   unit whose weights are all 0 stays at 0. */
UnfoldStatus unfold_aidax_weights(const UnfoldAidaxLayers *chain,
                                  const UnfoldShape *shape, UnfoldReal *scratch,
                                  UnfoldReal *weights, UnfoldError *error);

#endif
