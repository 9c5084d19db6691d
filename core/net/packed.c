/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/packed.h"

#include "net/block.h"

#include <stdlib.h>
#include <string.h>

static size_t filled(size_t count, size_t step)
{
    return (count + step - 1) / step * step;
}

static void lay_out(const UnfoldShape *shape, size_t width, UnfoldCutter *cutter,
                    UnfoldPacked *packed)
{
    const size_t gates = unfold_cell_gates(shape->cell);
    const size_t rows = filled(shape->hidden, UNFOLD_PACKED_ROWS);
    const size_t blocks = (shape->hidden + width - 1) / width;
    const size_t units = blocks * width, padded = units > rows ? units : rows;
    for (uint32_t l = 0; l < shape->layers; ++l) {
        const size_t inputs = unfold_shape_layer_inputs(shape, l);
        packed->layers[l] = (UnfoldPackedLayer){
            .inputs = inputs,
            .gates = gates,
            .rows = rows,
            .blocks = blocks,
            .padded = padded,
            .bias = unfold_cut(cutter, gates * units),
            .input = unfold_cut(cutter, inputs * gates * units),
            .recurrent = unfold_cut(cutter, rows * gates * units),
            .candidate = shape->cell == UNFOLD_GRU ? unfold_cut(cutter, units) : NULL,
        };
    }
    size_t below = padded;
    for (uint32_t k = 0; k <= shape->dense_count; ++k) {
        const size_t outputs = unfold_shape_dense(shape, k).units;
        const bool head = k == shape->dense_count;
        packed->dense[k] = (UnfoldPackedDense){
            .outputs = outputs,
            .stride = head ? outputs : filled(outputs, width),
            .padded = below,
            .weights = unfold_cut(cutter, outputs * below),
            .bias = unfold_cut(cutter, outputs),
        };
        below = packed->dense[k].stride;
    }
}

/* How a cell's gates are packed: which one comes where, and whether it is a tanh. */
typedef struct {
    size_t gate;
    bool is_tanh;
} Place;

static const Place places[3][4] = {
    [UNFOLD_RNN] = {{0, true}},
    [UNFOLD_GRU] = {{0, false}, {2, true}, {1, false}}, /* r n z of r z n */
    [UNFOLD_LSTM] = {{0, false},
                     {2, true},
                     {1, false},
                     {3, false}}, /* i g f o of i f g o */
};

static double scale_of(const Place *place, const UnfoldPacking *packing)
{
    return unfold_gate_scale(place->is_tanh, packing->unit);
}

/* to [blocks][filled rows][G][width] from [rows][G H] */
static void pack_matrix(const UnfoldShape *shape, const UnfoldPacking *packing,
                        size_t rows, size_t filled_rows, const UnfoldReal *from,
                        UnfoldReal *to)
{
    const size_t gates = unfold_cell_gates(shape->cell), hidden = shape->hidden;
    const size_t width = packing->width;
    for (size_t row = 0; row < rows; ++row)
        for (size_t g = 0; g < gates; ++g) {
            const Place *place = &places[shape->cell][g];
            const double scale = scale_of(place, packing);
            const UnfoldReal *numbers = from + (row * gates + place->gate) * hidden;
            for (size_t unit = 0; unit < hidden; ++unit) {
                const size_t block = unit / width, lane = unit % width;
                to[((block * filled_rows + row) * gates + g) * width + lane] =
                    (UnfoldReal)(scale * numbers[unit]);
            }
        }
}

static void pack_layer(const UnfoldShape *shape, const UnfoldPacking *packing,
                       const UnfoldLayer *from, const UnfoldPackedLayer *to)
{
    pack_matrix(shape, packing, 1, 1, from->bias, (UnfoldReal *)to->bias);
    pack_matrix(shape, packing, to->inputs, to->inputs, from->input,
                (UnfoldReal *)to->input);
    pack_matrix(shape, packing, shape->hidden, to->rows, from->recurrent,
                (UnfoldReal *)to->recurrent);
    const double scale = unfold_gate_scale(true, packing->unit);
    for (size_t unit = 0; to->candidate && unit < shape->hidden; ++unit)
        ((UnfoldReal *)to->candidate)[unit] =
            (UnfoldReal)(scale * from->candidate_bias[unit]);
}

static void pack_dense(const UnfoldHead *from, size_t inputs,
                       const UnfoldPackedDense *to)
{
    UnfoldReal *weights = (UnfoldReal *)to->weights, *bias = (UnfoldReal *)to->bias;
    for (size_t y = 0; y < to->outputs; ++y) {
        bias[y] = from->bias[y];
        for (size_t k = 0; k < inputs; ++k)
            weights[y * to->padded + k] = from->weights[k * to->outputs + y];
    }
}

bool unfold_pack(const UnfoldShape *shape, const UnfoldReal *weights,
                 const UnfoldPacking *packing, UnfoldPacked *packed)
{
    UnfoldCutter cutter = {0};
    lay_out(shape, packing->width, &cutter, packed);
    cutter = (UnfoldCutter){.block = unfold_block_new(cutter.count)};
    if (!cutter.block)
        return false;
    lay_out(shape, packing->width, &cutter, packed);
    packed->block = cutter.block;
    packed->numbers = cutter.count;
    packed->cell_scale = (UnfoldReal)unfold_gate_scale(true, packing->unit);
    UnfoldReal *from = (UnfoldReal *)weights; /* the views are only read */
    for (uint32_t l = 0; l < shape->layers; ++l) {
        const UnfoldLayer layer = unfold_layer_in(shape, from, l);
        pack_layer(shape, packing, &layer, &packed->layers[l]);
    }
    for (uint32_t k = 0; k <= shape->dense_count; ++k) {
        const UnfoldHead dense = unfold_dense_in(shape, from, k);
        pack_dense(&dense, unfold_shape_dense_inputs(shape, k), &packed->dense[k]);
    }
    return true;
}

void unfold_unpack(UnfoldPacked *packed)
{
    free(packed->block);
    packed->block = NULL;
}
