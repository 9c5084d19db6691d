/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/packed.h"

#include "net/block.h"

#include <stdlib.h>
#include <string.h>

static void lay_out(const UnfoldShape *shape, size_t width, UnfoldCutter *cutter,
                    UnfoldPacked *packed)
{
    const size_t gates = unfold_cell_gates(shape->cell);
    const size_t blocks = (shape->hidden + width - 1) / width, padded = blocks * width;
    for (uint32_t l = 0; l < shape->layers; ++l) {
        const size_t inputs = unfold_shape_layer_inputs(shape, l);
        packed->layers[l] = (UnfoldPackedLayer){
            .inputs = inputs,
            .hidden = shape->hidden,
            .gates = gates,
            .blocks = blocks,
            .padded = padded,
            .bias = unfold_cut(cutter, gates * padded),
            .input = unfold_cut(cutter, inputs * gates * padded),
            .recurrent = unfold_cut(cutter, shape->hidden * gates * padded),
            .candidate = shape->cell == UNFOLD_GRU ? unfold_cut(cutter, padded) : NULL,
        };
    }
    packed->head = unfold_cut(cutter, shape->outputs * padded);
    packed->head_bias = unfold_cut(cutter, shape->outputs);
}

/* Whether a gate goes through a sigmoid: LSTM i f o of i f g o, GRU r z of r z n. */
static bool is_sigmoid(UnfoldCell cell, size_t gate)
{
    return (cell == UNFOLD_LSTM && gate != 2) || (cell == UNFOLD_GRU && gate != 2);
}

/* to [blocks][rows][G][width] from [rows][G H] */
static void pack_matrix(const UnfoldShape *shape, size_t width, size_t rows,
                        const UnfoldReal *from, UnfoldReal *to)
{
    const size_t gates = unfold_cell_gates(shape->cell), hidden = shape->hidden;
    for (size_t row = 0; row < rows; ++row)
        for (size_t gate = 0; gate < gates; ++gate) {
            const UnfoldReal scale = is_sigmoid(shape->cell, gate) ? 0.5f : 1;
            for (size_t unit = 0; unit < hidden; ++unit) {
                const size_t block = unit / width, lane = unit % width;
                to[((block * rows + row) * gates + gate) * width + lane] =
                    scale * from[(row * gates + gate) * hidden + unit];
            }
        }
}

bool unfold_pack(const UnfoldShape *shape, const UnfoldReal *weights, size_t width,
                 UnfoldPacked *packed)
{
    UnfoldCutter cutter = {0};
    lay_out(shape, width, &cutter, packed);
    cutter = (UnfoldCutter){.block = unfold_block_new(cutter.count)};
    if (!cutter.block)
        return false;
    lay_out(shape, width, &cutter, packed);
    packed->block = cutter.block;
    packed->numbers = cutter.count;
    UnfoldReal *from = (UnfoldReal *)weights; /* the views are only read */
    for (uint32_t l = 0; l < shape->layers; ++l) {
        const UnfoldLayer layer = unfold_layer_in(shape, from, l);
        const UnfoldPackedLayer *to = &packed->layers[l];
        pack_matrix(shape, width, 1, layer.bias, (UnfoldReal *)to->bias);
        pack_matrix(shape, width, to->inputs, layer.input, (UnfoldReal *)to->input);
        pack_matrix(shape, width, to->hidden, layer.recurrent,
                    (UnfoldReal *)to->recurrent);
        if (to->candidate)
            memcpy((UnfoldReal *)to->candidate, layer.candidate_bias,
                   to->hidden * sizeof *from);
    }
    const UnfoldHead head = unfold_head_in(shape, from);
    const size_t padded = packed->layers[0].padded;
    for (uint32_t y = 0; y < shape->outputs; ++y) {
        packed->head_bias[y] = head.bias[y];
        for (uint32_t k = 0; k < shape->hidden; ++k)
            packed->head[y * padded + k] = head.weights[k * shape->outputs + y];
    }
    return true;
}

void unfold_unpack(UnfoldPacked *packed)
{
    free(packed->block);
    packed->block = NULL;
}
