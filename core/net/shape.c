/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/shape.h"

#include <stdio.h>
#include <string.h>

static const char *const cell_names[] = {"rnn", "gru", "lstm"};
static const char *const activation_names[] = {"linear",  "tanh", "sigmoid",
                                               "softmax", "relu", "elu"};
static const char *const output_at_names[] = {"every step", "last step"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static UnfoldStatus check_range(const char *what, uint32_t value, uint32_t limit,
                                UnfoldError *error)
{
    if (value >= 1 && value <= limit)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_SHAPE, "%s is %u, not 1 to %u", what, value,
                       limit);
}

static UnfoldStatus check_dense(const UnfoldShape *shape, UnfoldError *error)
{
    if (shape->dense_count > UNFOLD_MAX_DENSE)
        return unfold_fail(error, UNFOLD_BAD_SHAPE, "%u dense layers, not 0 to %d",
                           shape->dense_count, UNFOLD_MAX_DENSE);
    for (uint32_t k = 0; k < shape->dense_count; ++k) {
        const UnfoldDense *dense = &shape->dense[k];
        const UnfoldStatus status = check_range("units of a dense layer", dense->units,
                                                UNFOLD_MAX_HIDDEN, error);
        if (status)
            return status;
        if ((size_t)dense->activation >= COUNT(activation_names) ||
            dense->activation == UNFOLD_SOFTMAX)
            return unfold_fail(error, UNFOLD_BAD_SHAPE,
                               "dense layer %u has an activation that only a head has",
                               k + 1);
    }
    return UNFOLD_OK;
}

UnfoldStatus unfold_shape_check(const UnfoldShape *shape, UnfoldError *error)
{
    const struct {
        const char *what;
        uint32_t value, limit;
    } ranges[] = {
        {"inputs", shape->inputs, UNFOLD_MAX_INPUTS},
        {"hidden", shape->hidden, UNFOLD_MAX_HIDDEN},
        {"layers", shape->layers, UNFOLD_MAX_LAYERS},
        {"outputs", shape->outputs, UNFOLD_MAX_OUTPUTS},
    };
    for (size_t k = 0; k < COUNT(ranges); ++k) {
        const UnfoldStatus status =
            check_range(ranges[k].what, ranges[k].value, ranges[k].limit, error);
        if (status)
            return status;
    }
    if ((size_t)shape->cell >= COUNT(cell_names) ||
        (size_t)shape->output >= COUNT(activation_names) ||
        (size_t)shape->output_at >= COUNT(output_at_names))
        return unfold_fail(error, UNFOLD_BAD_SHAPE,
                           "unknown cell, output or place of output");
    if (shape->skip > shape->inputs || shape->skip > shape->outputs)
        return unfold_fail(error, UNFOLD_BAD_SHAPE,
                           "skip is %u, more than the %u inputs or %u outputs",
                           shape->skip, shape->inputs, shape->outputs);
    if (shape->skip && shape->output == UNFOLD_SOFTMAX)
        return unfold_fail(error, UNFOLD_BAD_SHAPE,
                           "a softmax output cannot have a skip from the input");
    return check_dense(shape, error);
}

bool unfold_shape_same(const UnfoldShape *a, const UnfoldShape *b)
{
    if (a->dense_count != b->dense_count)
        return false;
    for (uint32_t k = 0; k < a->dense_count; ++k)
        if (a->dense[k].units != b->dense[k].units ||
            a->dense[k].activation != b->dense[k].activation)
            return false;
    return a->cell == b->cell && a->inputs == b->inputs && a->hidden == b->hidden &&
           a->layers == b->layers && a->outputs == b->outputs && a->skip == b->skip &&
           a->output == b->output && a->output_at == b->output_at &&
           a->stored_state == b->stored_state && a->gains == b->gains;
}

uint32_t unfold_cell_gates(UnfoldCell cell)
{
    switch (cell) {
    case UNFOLD_RNN:
        return 1;
    case UNFOLD_GRU:
        return 3;
    case UNFOLD_LSTM:
        return 4;
    }
    return 0;
}

const char *unfold_cell_name(UnfoldCell cell)
{
    return cell_names[cell];
}

const char *unfold_activation_name(UnfoldActivation activation)
{
    return activation_names[activation];
}

const char *unfold_output_at_name(UnfoldOutputAt output_at)
{
    return output_at_names[output_at];
}

static bool find_name(const char *name, const char *const *names, size_t count,
                      size_t *index)
{
    for (size_t k = 0; k < count; ++k)
        if (!strcmp(name, names[k])) {
            *index = k;
            return true;
        }
    return false;
}

bool unfold_cell_from_name(const char *name, UnfoldCell *cell)
{
    size_t index;
    if (!find_name(name, cell_names, COUNT(cell_names), &index))
        return false;
    *cell = (UnfoldCell)index;
    return true;
}

bool unfold_activation_from_name(const char *name, UnfoldActivation *activation)
{
    size_t index;
    if (!find_name(name, activation_names, COUNT(activation_names), &index))
        return false;
    *activation = (UnfoldActivation)index;
    return true;
}

bool unfold_output_at_from_name(const char *name, UnfoldOutputAt *output_at)
{
    size_t index;
    if (!find_name(name, output_at_names, COUNT(output_at_names), &index))
        return false;
    *output_at = (UnfoldOutputAt)index;
    return true;
}

uint32_t unfold_shape_layer_inputs(const UnfoldShape *shape, uint32_t layer)
{
    return layer ? shape->hidden : shape->inputs;
}

uint32_t unfold_shape_dense_inputs(const UnfoldShape *shape, uint32_t dense)
{
    return dense ? shape->dense[dense - 1].units : shape->hidden;
}

UnfoldDense unfold_shape_dense(const UnfoldShape *shape, uint32_t dense)
{
    if (dense < shape->dense_count)
        return shape->dense[dense];
    return (UnfoldDense){shape->outputs, shape->output};
}

typedef struct {
    UnfoldTensor *tensors;
    size_t count, offset;
} Table;

static void add(Table *table, UnfoldTensorRole role, uint32_t layer, uint32_t rows,
                uint32_t cols)
{
    UnfoldTensor *tensor = &table->tensors[table->count++];
    tensor->role = role;
    tensor->layer = layer;
    tensor->rows = rows;
    tensor->cols = cols;
    tensor->offset = table->offset;
    table->offset += (size_t)rows * cols;
}

/* The table without the names: formatting has no place on the audio thread, which needs
   the offsets. */
static size_t list_tensors(const UnfoldShape *shape,
                           UnfoldTensor tensors[UNFOLD_MAX_TENSORS])
{
    Table table = {.tensors = tensors};
    const uint32_t h = shape->hidden;
    const uint32_t gh = unfold_cell_gates(shape->cell) * h;
    for (uint32_t l = 0; l < shape->layers; ++l) {
        add(&table, UNFOLD_INPUT_WEIGHTS, l, unfold_shape_layer_inputs(shape, l), gh);
        add(&table, UNFOLD_RECURRENT_WEIGHTS, l, h, gh);
        add(&table, UNFOLD_BIAS, l, 1, gh);
        if (shape->cell == UNFOLD_GRU)
            add(&table, UNFOLD_CANDIDATE_BIAS, l, 1, h);
        if (shape->stored_state)
            add(&table, UNFOLD_INITIAL_HIDDEN, l, 1, h);
        if (shape->stored_state && shape->cell == UNFOLD_LSTM)
            add(&table, UNFOLD_INITIAL_CELL, l, 1, h);
    }
    for (uint32_t k = 0; k <= shape->dense_count; ++k) {
        const bool head = k == shape->dense_count;
        const uint32_t units = unfold_shape_dense(shape, k).units;
        add(&table, head ? UNFOLD_HEAD_WEIGHTS : UNFOLD_DENSE_WEIGHTS, k,
            unfold_shape_dense_inputs(shape, k), units);
        add(&table, head ? UNFOLD_HEAD_BIAS : UNFOLD_DENSE_BIAS, k, 1, units);
    }
    if (shape->gains)
        add(&table, UNFOLD_GAINS, 0, 1, 2);
    return table.count;
}

size_t unfold_shape_tensors(const UnfoldShape *shape,
                            UnfoldTensor tensors[UNFOLD_MAX_TENSORS])
{
    static const struct {
        const char *kind, *name;
    } names[] = {
        [UNFOLD_INPUT_WEIGHTS] = {"layer", "input"},
        [UNFOLD_RECURRENT_WEIGHTS] = {"layer", "recurrent"},
        [UNFOLD_BIAS] = {"layer", "bias"},
        [UNFOLD_CANDIDATE_BIAS] = {"layer", "candidate bias"},
        [UNFOLD_INITIAL_HIDDEN] = {"layer", "initial hidden"},
        [UNFOLD_INITIAL_CELL] = {"layer", "initial cell"},
        [UNFOLD_DENSE_WEIGHTS] = {"dense", "weights"},
        [UNFOLD_DENSE_BIAS] = {"dense", "bias"},
        [UNFOLD_HEAD_WEIGHTS] = {NULL, "head weights"},
        [UNFOLD_HEAD_BIAS] = {NULL, "head bias"},
        [UNFOLD_GAINS] = {NULL, "gains"},
    };
    const size_t count = list_tensors(shape, tensors);
    for (size_t k = 0; k < count; ++k) {
        UnfoldTensor *tensor = &tensors[k];
        const char *kind = names[tensor->role].kind, *name = names[tensor->role].name;
        if (kind)
            snprintf(tensor->name, sizeof tensor->name, "%s %u %s", kind,
                     tensor->layer + 1, name);
        else
            snprintf(tensor->name, sizeof tensor->name, "%s", name);
    }
    return count;
}

size_t unfold_shape_weights(const UnfoldShape *shape)
{
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const UnfoldTensor *last = &tensors[list_tensors(shape, tensors) - 1];
    return last->offset + (size_t)last->rows * last->cols;
}

UnfoldLayer unfold_layer_in(const UnfoldShape *shape, UnfoldReal *block, uint32_t layer)
{
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = list_tensors(shape, tensors);
    UnfoldLayer parts = {0};
    for (size_t k = 0; k < count; ++k) {
        if (tensors[k].layer != layer)
            continue;
        UnfoldReal *part = block + tensors[k].offset;
        switch (tensors[k].role) {
        case UNFOLD_INPUT_WEIGHTS:
            parts.input = part;
            break;
        case UNFOLD_RECURRENT_WEIGHTS:
            parts.recurrent = part;
            break;
        case UNFOLD_BIAS:
            parts.bias = part;
            break;
        case UNFOLD_CANDIDATE_BIAS:
            parts.candidate_bias = part;
            break;
        case UNFOLD_INITIAL_HIDDEN:
            parts.h0 = part;
            break;
        case UNFOLD_INITIAL_CELL:
            parts.c0 = part;
            break;
        case UNFOLD_DENSE_WEIGHTS:
        case UNFOLD_DENSE_BIAS:
        case UNFOLD_HEAD_WEIGHTS:
        case UNFOLD_HEAD_BIAS:
        case UNFOLD_GAINS:
            break;
        }
    }
    return parts;
}

UnfoldHead unfold_dense_in(const UnfoldShape *shape, UnfoldReal *block, uint32_t dense)
{
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = list_tensors(shape, tensors);
    const bool head = dense == shape->dense_count;
    size_t k = 0;
    while (k + 2 < count &&
           (tensors[k].role != (head ? UNFOLD_HEAD_WEIGHTS : UNFOLD_DENSE_WEIGHTS) ||
            tensors[k].layer != dense))
        ++k;
    return (UnfoldHead){block + tensors[k].offset, block + tensors[k + 1].offset};
}

UnfoldGains unfold_gains_in(const UnfoldShape *shape, const UnfoldReal *block)
{
    if (!shape->gains)
        return (UnfoldGains){1, 1};
    const UnfoldReal *gains = block + unfold_shape_weights(shape) - 2;
    return (UnfoldGains){gains[0], gains[1]};
}

size_t unfold_shape_multiply_adds(const UnfoldShape *shape)
{
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = list_tensors(shape, tensors);
    size_t sum = 0;
    for (size_t k = 0; k < count; ++k)
        if (tensors[k].role == UNFOLD_INPUT_WEIGHTS ||
            tensors[k].role == UNFOLD_RECURRENT_WEIGHTS ||
            tensors[k].role == UNFOLD_DENSE_WEIGHTS ||
            tensors[k].role == UNFOLD_HEAD_WEIGHTS)
            sum += (size_t)tensors[k].rows * tensors[k].cols;
    return sum;
}
