/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/shape.h"

#include <stdio.h>
#include <string.h>

static const char *const cell_names[] = {"rnn", "gru", "lstm"};
static const char *const activation_names[] = {"linear", "tanh", "sigmoid", "softmax"};
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
    return UNFOLD_OK;
}

bool unfold_shape_same(const UnfoldShape *a, const UnfoldShape *b)
{
    return a->cell == b->cell && a->inputs == b->inputs && a->hidden == b->hidden &&
           a->layers == b->layers && a->outputs == b->outputs && a->skip == b->skip &&
           a->output == b->output && a->output_at == b->output_at &&
           a->stored_state == b->stored_state;
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
    add(&table, UNFOLD_HEAD_WEIGHTS, 0, h, shape->outputs);
    add(&table, UNFOLD_HEAD_BIAS, 0, 1, shape->outputs);
    return table.count;
}

size_t unfold_shape_tensors(const UnfoldShape *shape,
                            UnfoldTensor tensors[UNFOLD_MAX_TENSORS])
{
    static const char *const names[] = {
        "input",          "recurrent",    "bias",         "candidate bias",
        "initial hidden", "initial cell", "head weights", "head bias"};
    const size_t count = list_tensors(shape, tensors);
    for (size_t k = 0; k < count; ++k) {
        UnfoldTensor *tensor = &tensors[k];
        const char *name = names[tensor->role];
        if (tensor->role == UNFOLD_HEAD_WEIGHTS || tensor->role == UNFOLD_HEAD_BIAS)
            snprintf(tensor->name, sizeof tensor->name, "%s", name);
        else
            snprintf(tensor->name, sizeof tensor->name, "layer %u %s",
                     tensor->layer + 1, name);
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
        case UNFOLD_HEAD_WEIGHTS:
        case UNFOLD_HEAD_BIAS:
            break;
        }
    }
    return parts;
}

UnfoldHead unfold_head_in(const UnfoldShape *shape, UnfoldReal *block)
{
    const size_t weights = unfold_shape_weights(shape);
    UnfoldReal *bias = block + weights - shape->outputs;
    return (UnfoldHead){bias - (size_t)shape->hidden * shape->outputs, bias};
}

size_t unfold_shape_multiply_adds(const UnfoldShape *shape)
{
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = list_tensors(shape, tensors);
    size_t sum = 0;
    for (size_t k = 0; k < count; ++k)
        if (tensors[k].role == UNFOLD_INPUT_WEIGHTS ||
            tensors[k].role == UNFOLD_RECURRENT_WEIGHTS ||
            tensors[k].role == UNFOLD_HEAD_WEIGHTS)
            sum += (size_t)tensors[k].rows * tensors[k].cols;
    return sum;
}
