/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_SHAPE_H
#define UNFOLD_NET_SHAPE_H

#include "net/real.h"
#include "net/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Dimension letters, everywhere: T time, B batch, X inputs, H hidden units, G gates,
   L layers, Y outputs. */

#define UNFOLD_MAX_LAYERS 8
#define UNFOLD_MAX_HIDDEN 512
#define UNFOLD_MAX_INPUTS 4096
#define UNFOLD_MAX_OUTPUTS 4096
#define UNFOLD_MAX_KNOBS 8 /* inputs after the audio that can be held */
#define UNFOLD_MAX_DENSE 4 /* dense layers between the top layer and the head */
#define UNFOLD_MAX_TENSORS (UNFOLD_MAX_LAYERS * 6 + UNFOLD_MAX_DENSE * 2 + 3)

/** Vanilla (Elman) RNN with tanh; GRU of Cho et al. 2014 with the reset gate after the
    recurrent product; LSTM of Hochreiter & Schmidhuber 1997 with forget gate. */
typedef enum { UNFOLD_RNN, UNFOLD_GRU, UNFOLD_LSTM } UnfoldCell;

/** What a dense layer does to its sums. */
typedef enum {
    UNFOLD_LINEAR,
    UNFOLD_TANH,
    UNFOLD_SIGMOID,
    UNFOLD_SOFTMAX, /**< the head alone */
    UNFOLD_RELU,    /**< max(x, 0) */
    UNFOLD_ELU      /**< x, below 0 e^x - 1 (Clevert et al. 2016) */
} UnfoldActivation;

/** A dense layer between the top layer and the head. */
typedef struct {
    uint32_t units; /**< 1..UNFOLD_MAX_HIDDEN */
    UnfoldActivation activation;
} UnfoldDense;

/** Many-to-many, or many-to-one. */
typedef enum { UNFOLD_EVERY_STEP, UNFOLD_LAST_STEP } UnfoldOutputAt;

/** The form of a network, without its numbers. Valid only if unfold_shape_check says
    so; every function that takes a shape relies on that. */
typedef struct {
    UnfoldCell cell;
    uint32_t inputs;  /**< X, 1..UNFOLD_MAX_INPUTS */
    uint32_t hidden;  /**< H, 1..UNFOLD_MAX_HIDDEN */
    uint32_t layers;  /**< L, 1..UNFOLD_MAX_LAYERS */
    uint32_t outputs; /**< Y, 1..UNFOLD_MAX_OUTPUTS */
    uint32_t skip;    /**< leading inputs added to as many outputs, 0..min(X, Y) */
    UnfoldActivation output;
    UnfoldOutputAt output_at;
    bool stored_state; /**< the initial state is part of the weights, else zero */
    bool gains; /**< factors of the first input, ahead of all, and of the outputs, after
                     all, are part of the weights, else 1 */
    uint32_t dense_count; /**< 0..UNFOLD_MAX_DENSE */
    UnfoldDense dense[UNFOLD_MAX_DENSE];
} UnfoldShape;

/** UNFOLD_OK, or UNFOLD_BAD_SHAPE with the member and its limit in `error`. */
UnfoldStatus unfold_shape_check(const UnfoldShape *shape, UnfoldError *error);

/** Whether two shapes are the same in every member. */
bool unfold_shape_same(const UnfoldShape *a, const UnfoldShape *b);

/** G: 1 for RNN, 3 for GRU (r, z, n), 4 for LSTM (i, f, g, o). */
uint32_t unfold_cell_gates(UnfoldCell cell);

/** "rnn", "gru", "lstm"; "linear", "tanh", "sigmoid", "softmax", "relu", "elu"; "every
    step", "last step": as written in files and on the command line. */
const char *unfold_cell_name(UnfoldCell cell);
const char *unfold_activation_name(UnfoldActivation activation);
const char *unfold_output_at_name(UnfoldOutputAt output_at);

/** The reverse; false if `name` is none of them. */
bool unfold_cell_from_name(const char *name, UnfoldCell *cell);
bool unfold_activation_from_name(const char *name, UnfoldActivation *activation);
bool unfold_output_at_from_name(const char *name, UnfoldOutputAt *output_at);

/** Inputs of layer `layer`: X for the first, H for those above. */
uint32_t unfold_shape_layer_inputs(const UnfoldShape *shape, uint32_t layer);

/** What a tensor is for. */
typedef enum {
    UNFOLD_INPUT_WEIGHTS,     /**< [inputs of the layer][G*H] */
    UNFOLD_RECURRENT_WEIGHTS, /**< [H][G*H] */
    UNFOLD_BIAS,              /**< [1][G*H] */
    UNFOLD_CANDIDATE_BIAS,    /**< [1][H], GRU only: inside r * (U h + b) */
    UNFOLD_INITIAL_HIDDEN,    /**< [1][H], stored_state only */
    UNFOLD_INITIAL_CELL,      /**< [1][H], stored_state and LSTM only */
    UNFOLD_DENSE_WEIGHTS,     /**< [H or units of the one below][units] */
    UNFOLD_DENSE_BIAS,        /**< [1][units] */
    UNFOLD_HEAD_WEIGHTS,      /**< [H or units of the last dense layer][Y] */
    UNFOLD_HEAD_BIAS,         /**< [1][Y] */
    UNFOLD_GAINS              /**< [1][2], gains only: of the input, of the outputs */
} UnfoldTensorRole;

/** One tensor inside the weight block: `rows` x `cols` numbers from `offset`, row after
    row. Matrices are input-major: a row holds what one input contributes to all sums.
 */
typedef struct {
    char name[32]; /**< unique, e.g. "layer 1 input", "head bias" */
    UnfoldTensorRole role;
    uint32_t layer; /**< from 0, recurrent and dense ones counted alone; the head
                         counts as the last dense one */
    uint32_t rows, cols;
    size_t offset;
} UnfoldTensor;

/** Fill the table of tensors in storage order and return how many there are. The one
    list that loading, saving, training and gradient checks walk. */
size_t unfold_shape_tensors(const UnfoldShape *shape,
                            UnfoldTensor tensors[UNFOLD_MAX_TENSORS]);

/** Numbers in the weight block. */
size_t unfold_shape_weights(const UnfoldShape *shape);

/** The parts of one layer inside a block laid out like the weights (weights, gradients,
    moments). NULL where the shape has none. Real-time safe. */
typedef struct {
    UnfoldReal *input, *recurrent, *bias, *candidate_bias, *h0, *c0;
} UnfoldLayer;
UnfoldLayer unfold_layer_in(const UnfoldShape *shape, UnfoldReal *block,
                            uint32_t layer);

/** The same for a dense layer, 0..dense_count, of which the last is the head. */
typedef struct {
    UnfoldReal *weights, *bias;
} UnfoldHead;
UnfoldHead unfold_dense_in(const UnfoldShape *shape, UnfoldReal *block, uint32_t dense);

/** What goes into such a layer, comes out of it, and how. */
uint32_t unfold_shape_dense_inputs(const UnfoldShape *shape, uint32_t dense);
UnfoldDense unfold_shape_dense(const UnfoldShape *shape, uint32_t dense);

/** The factors in a block of weights, 1 where the shape has none. */
typedef struct {
    UnfoldReal input, output;
} UnfoldGains;
UnfoldGains unfold_gains_in(const UnfoldShape *shape, const UnfoldReal *block);

/** Multiply-adds of one step: what the step costs on any machine. */
size_t unfold_shape_multiply_adds(const UnfoldShape *shape);

#endif
