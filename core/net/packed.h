/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_PACKED_H
#define UNFOLD_NET_PACKED_H

#include "net/shape.h"

/** Rows of weights come in groups of this many, the last one filled up with zeros. */
#define UNFOLD_PACKED_ROWS 4

#define UNFOLD_LOG2_E 1.4426950408889634

/** What the sums of a gate are multiplied by, with `unit` parts of an octave. */
static inline double unfold_gate_scale(bool is_tanh, double unit)
{
    return (is_tanh ? -2 : -1) * UNFOLD_LOG2_E * unit;
}

/** What a kernel wants weights to be like. */
typedef struct {
    size_t width; /**< numbers in a vector */
    double unit;  /**< parts of an octave that sums count in (net/exponential.h) */
} UnfoldPacking;

/** One layer's weights in the order in which a step reads them, for vectors of `width`
    units. Units are cut into blocks of width, the last one filled up with zeros; all
    gates of a block lie side by side, in the order in which they are needed: i g f o
    (LSTM), r n z (GRU). Sums come out times -log2(e) unit, for tanh times twice that.
 */
typedef struct {
    size_t inputs, gates;    /**< X, G */
    size_t rows;             /**< H, filled up */
    size_t blocks;           /**< of width units */
    size_t padded;           /**< H as the state holds it: >= rows, blocks * width */
    const UnfoldReal *bias;  /**< [blocks][G][width] */
    const UnfoldReal *input; /**< [blocks][X][G][width] */
    const UnfoldReal *recurrent; /**< [blocks][rows][G][width] */
    const UnfoldReal *candidate; /**< [blocks][width], GRU only: the inner bias */
} UnfoldPackedLayer;

/** One dense layer, the head or before it. */
typedef struct {
    size_t outputs, stride;    /**< stride: from one step's outputs to the next's */
    size_t padded;             /**< inputs, filled up */
    const UnfoldReal *weights; /**< [outputs][padded] */
    const UnfoldReal *bias;    /**< [outputs] */
} UnfoldPackedDense;

/** A model's weights packed for one kernel. */
typedef struct {
    UnfoldPackedLayer layers[UNFOLD_MAX_LAYERS];
    UnfoldReal cell_scale; /**< what the kernel's cell state is multiplied by */
    UnfoldPackedDense dense[UNFOLD_MAX_DENSE + 1]; /**< the head is the last one used */
    UnfoldReal *block;                             /**< all of them, aligned */
    size_t numbers;                                /**< in the block */
} UnfoldPacked;

/** Pack `weights`. False for lack of memory. */
bool unfold_pack(const UnfoldShape *shape, const UnfoldReal *weights,
                 const UnfoldPacking *packing, UnfoldPacked *packed);
void unfold_unpack(UnfoldPacked *packed);

#endif
