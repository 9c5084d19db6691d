/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/packed.h"

#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64

UnfoldReal *unfold_aligned_new(size_t count)
{
    const size_t bytes =
        (count * sizeof(UnfoldReal) + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    UnfoldReal *numbers = aligned_alloc(ALIGNMENT, bytes);
    if (numbers)
        memset(numbers, 0, bytes);
    return numbers;
}

/* Hands out aligned parts of the block; only counts while there is none. */
typedef struct {
    UnfoldReal *block;
    size_t count;
} Cutter;

static UnfoldReal *cut(Cutter *cutter, size_t count)
{
    const size_t step = ALIGNMENT / sizeof(UnfoldReal);
    UnfoldReal *part = cutter->block ? cutter->block + cutter->count : NULL;
    cutter->count += (count + step - 1) / step * step;
    return part;
}

static void lay_out(const UnfoldShape *shape, size_t width, Cutter *cutter,
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
            .bias = cut(cutter, gates * padded),
            .input = cut(cutter, inputs * gates * padded),
            .recurrent = cut(cutter, shape->hidden * gates * padded),
            .candidate = shape->cell == UNFOLD_GRU ? cut(cutter, padded) : NULL,
        };
    }
    packed->head = cut(cutter, shape->outputs * padded);
    packed->head_bias = cut(cutter, shape->outputs);
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
    Cutter cutter = {0};
    lay_out(shape, width, &cutter, packed);
    cutter = (Cutter){.block = unfold_aligned_new(cutter.count)};
    if (!cutter.block)
        return false;
    lay_out(shape, width, &cutter, packed);
    packed->block = cutter.block;
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
