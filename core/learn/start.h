/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_START_H
#define UNFOLD_LEARN_START_H

#include "net/shape.h"

#include <stdint.h>

/** Weights to start training from: input and head uniform (Glorot & Bengio 2010),
    recurrent matrices orthogonal gate by gate (Saxe et al. 2014), gate biases so that
    the cells remember for about 1 to `memory` steps at first (Tallec & Ollivier 2018;
    memory 1 or less: 1 for the LSTM's forget gate, the rest 0).
    weights [unfold_shape_weights(shape)]. UNFOLD_NO_MEMORY is the only failure. */
UnfoldStatus unfold_start_weights(const UnfoldShape *shape, uint64_t seed,
                                  double memory, UnfoldReal *weights);

#endif
