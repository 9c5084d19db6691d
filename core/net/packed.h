/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_PACKED_H
#define UNFOLD_NET_PACKED_H

#include "net/shape.h"

/** Steps that a kernel works on at a time: the inputs' part of the sums for all of
   them, then the recurrence step by step, then the head. */
#define UNFOLD_CHUNK_STEPS 16

/** One layer's weights in the order in which a step reads them, for vectors of `width`
    units. Units are cut into blocks of width, the last one filled up with zeros; all
    gates of a block lie side by side. Sums of sigmoid gates are halved. */
typedef struct {
    size_t inputs, hidden, gates; /**< X, H, G */
    size_t blocks;                /**< of width units */
    size_t padded;                /**< blocks * width: H as the state holds it */
    const UnfoldReal *bias;       /**< [blocks][G][width] */
    const UnfoldReal *input;      /**< [blocks][X][G][width] */
    const UnfoldReal *recurrent;  /**< [blocks][H][G][width] */
    const UnfoldReal *candidate;  /**< [blocks][width], GRU only: the inner bias */
} UnfoldPackedLayer;

/** A model's weights packed for one kernel. */
typedef struct {
    UnfoldPackedLayer layers[UNFOLD_MAX_LAYERS];
    UnfoldReal *head;      /**< [Y][padded H] */
    UnfoldReal *head_bias; /**< [Y] */
    UnfoldReal *block;     /**< all of them, aligned */
    size_t numbers;        /**< in the block */
} UnfoldPacked;

/** Pack `weights` for vectors of `width` numbers. False for lack of memory. */
bool unfold_pack(const UnfoldShape *shape, const UnfoldReal *weights, size_t width,
                 UnfoldPacked *packed);
void unfold_unpack(UnfoldPacked *packed);

#endif
