/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/unroll.h"

#include "learn/kernel.h"
#include "net/block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct UnfoldUnroll {
    const UnfoldKernel *kernel;
    UnfoldShape shape;
    size_t max_steps;
    bool started;       /* the window's first state is the initial one of the weights */
    UnfoldReal *x, *dx; /* [T][X]; dx NULL if not wanted */
    UnfoldReal *dy;     /* [T][Y] */
    UnfoldTrace traces[UNFOLD_MAX_LAYERS];
    UnfoldHeadTrace dense[UNFOLD_MAX_DENSE + 1]; /* the head is the last one used */
    UnfoldReal *block;                           /* all of the above, one allocation */
};

static UnfoldReal *cut(UnfoldCutter *cutter, size_t rows)
{
    return unfold_cut(cutter, rows * UNFOLD_LANES);
}

static void lay_out(UnfoldUnroll *unroll, bool input_gradient, UnfoldCutter *cutter)
{
    const UnfoldShape *shape = &unroll->shape;
    const size_t steps = unroll->max_steps, hidden = shape->hidden;
    const size_t gates = (size_t)unfold_cell_gates(shape->cell) * hidden;
    const bool gru = shape->cell == UNFOLD_GRU, lstm = shape->cell == UNFOLD_LSTM;
    unroll->x = cut(cutter, steps * shape->inputs);
    unroll->dx = input_gradient ? cut(cutter, steps * shape->inputs) : NULL;
    unroll->dy = cut(cutter, steps * shape->outputs);
    for (uint32_t l = 0; l < shape->layers; ++l) {
        UnfoldTrace *trace = &unroll->traces[l];
        trace->inputs = unfold_shape_layer_inputs(shape, l);
        trace->hidden = hidden;
        trace->h = cut(cutter, (steps + 1) * hidden);
        trace->c = lstm ? cut(cutter, (steps + 1) * hidden) : NULL;
        trace->gates = cut(cutter, steps * gates);
        trace->reset = gru ? cut(cutter, steps * hidden) : NULL;
        trace->dh = cut(cutter, steps * hidden);
        trace->dh0 = cut(cutter, hidden);
        trace->dc0 = lstm ? cut(cutter, hidden) : NULL;
    }
    for (uint32_t k = 0; k <= shape->dense_count; ++k) {
        const UnfoldDense dense = unfold_shape_dense(shape, k);
        const bool head = k == shape->dense_count;
        unroll->dense[k] = (UnfoldHeadTrace){
            .hidden = unfold_shape_dense_inputs(shape, k),
            .outputs = dense.units,
            .skip = head ? shape->skip : 0,
            .activation = dense.activation,
            .x = unroll->x,
            .x_stride = (size_t)shape->inputs * UNFOLD_LANES,
            .sums = cut(cutter, steps * dense.units),
            .y = cut(cutter, steps * dense.units),
            .dh = k ? cut(cutter, steps * shape->dense[k - 1].units) : NULL,
            .dy = unroll->dy,
            .dx = unroll->dx,
        };
    }
    if (!cutter->block)
        return;
    for (uint32_t l = 0; l < shape->layers; ++l) {
        UnfoldTrace *trace = &unroll->traces[l], *below = trace - 1;
        trace->x = l ? below->h + hidden * UNFOLD_LANES : unroll->x;
        trace->dx = l ? below->dh : unroll->dx;
    }
    UnfoldTrace *top = &unroll->traces[shape->layers - 1];
    for (uint32_t k = 0; k <= shape->dense_count; ++k) {
        UnfoldHeadTrace *dense = &unroll->dense[k];
        dense->h = k ? dense[-1].y : top->h + hidden * UNFOLD_LANES;
        if (k)
            dense[-1].dy = dense->dh;
        else
            dense->dh = top->dh;
    }
}

static size_t numbers_of(UnfoldUnroll *unroll, bool input_gradient)
{
    UnfoldCutter counter = {0};
    lay_out(unroll, input_gradient, &counter);
    return counter.count;
}

size_t unfold_unroll_bytes(const UnfoldShape *shape, size_t max_steps,
                           bool input_gradient)
{
    UnfoldUnroll unroll = {.shape = *shape, .max_steps = max_steps};
    return sizeof unroll + numbers_of(&unroll, input_gradient) * sizeof(UnfoldReal);
}

UnfoldUnroll *unfold_unroll_new(const UnfoldShape *shape, size_t max_steps,
                                bool input_gradient)
{
    if (max_steps > SIZE_MAX >> 40) /* far beyond memory; the rows could overflow */
        return NULL;
    UnfoldUnroll *unroll = calloc(1, sizeof *unroll);
    if (!unroll)
        return NULL;
    unroll->kernel = unfold_kernel();
    unroll->shape = *shape;
    unroll->max_steps = max_steps;
    unroll->block = unfold_block_new(numbers_of(unroll, input_gradient));
    if (!unroll->block) {
        unfold_unroll_free(unroll);
        return NULL;
    }
    UnfoldCutter cutter = {.block = unroll->block};
    lay_out(unroll, input_gradient, &cutter);
    return unroll;
}

void unfold_unroll_free(UnfoldUnroll *unroll)
{
    if (!unroll)
        return;
    free(unroll->block);
    free(unroll);
}

UnfoldReal *unfold_unroll_input(UnfoldUnroll *unroll)
{
    return unroll->x;
}

static void set_lanes(const UnfoldReal *values, size_t count, size_t first, size_t end,
                      UnfoldReal *rows)
{
    for (size_t k = 0; k < count; ++k)
        for (size_t b = first; b < end; ++b)
            rows[k * UNFOLD_LANES + b] = values ? values[k] : 0;
}

static void start_lanes(UnfoldUnroll *unroll, const UnfoldReal *weights, size_t first,
                        size_t end)
{
    for (uint32_t l = 0; l < unroll->shape.layers; ++l) {
        UnfoldTrace *trace = &unroll->traces[l];
        const UnfoldLayer layer =
            unfold_layer_in(&unroll->shape, (UnfoldReal *)weights, l);
        set_lanes(layer.h0, trace->hidden, first, end, trace->h);
        if (trace->c)
            set_lanes(layer.c0, trace->hidden, first, end, trace->c);
    }
}

void unfold_unroll_start(UnfoldUnroll *unroll, const UnfoldReal *weights)
{
    start_lanes(unroll, weights, 0, UNFOLD_LANES);
    unroll->started = true;
}

void unfold_unroll_start_lane(UnfoldUnroll *unroll, const UnfoldReal *weights,
                              size_t lane)
{
    start_lanes(unroll, weights, lane, lane + 1);
}

void unfold_unroll_carry(UnfoldUnroll *unroll)
{
    for (uint32_t l = 0; l < unroll->shape.layers; ++l) {
        UnfoldTrace *trace = &unroll->traces[l];
        const size_t row = trace->hidden * UNFOLD_LANES, last = trace->steps * row;
        memmove(trace->h, trace->h + last, row * sizeof *trace->h);
        if (trace->c)
            memmove(trace->c, trace->c + last, row * sizeof *trace->c);
    }
    unroll->started = false;
}

void unfold_unroll_visit_state(UnfoldUnroll *unroll, UnfoldStateVisitor visit,
                               void *context)
{
    for (uint32_t l = 0; l < unroll->shape.layers; ++l) {
        UnfoldTrace *trace = &unroll->traces[l];
        const size_t row = trace->hidden * UNFOLD_LANES;
        visit(context, trace->h, row * sizeof *trace->h);
        if (trace->c)
            visit(context, trace->c, row * sizeof *trace->c);
    }
    unsigned char started = unroll->started; /* from a file it may be any byte */
    visit(context, &started, sizeof started);
    unroll->started = started != 0;
}

const UnfoldReal *unfold_unroll_forward(UnfoldUnroll *unroll, const UnfoldReal *weights,
                                        size_t steps)
{
    const UnfoldShape *shape = &unroll->shape;
    UnfoldReal *block = (UnfoldReal *)weights; /* the views are only read */
    for (uint32_t l = 0; l < shape->layers; ++l) {
        const UnfoldLayer layer = unfold_layer_in(shape, block, l);
        unroll->traces[l].steps = steps;
        unroll->kernel->forward[shape->cell](&layer, &unroll->traces[l]);
    }
    for (uint32_t k = 0; k <= shape->dense_count; ++k) {
        const UnfoldHead dense = unfold_dense_in(shape, block, k);
        unroll->dense[k].steps = steps;
        unroll->kernel->head_forward(&dense, &unroll->dense[k]);
    }
    return unroll->dense[shape->dense_count].y;
}

const UnfoldReal *unfold_unroll_hidden(const UnfoldUnroll *unroll, uint32_t layer)
{
    return unroll->traces[layer].h;
}

UnfoldReal *unfold_unroll_output_gradient(UnfoldUnroll *unroll)
{
    return unroll->dy;
}

static void add_lanes(const UnfoldReal *rows, size_t count, UnfoldReal *sums)
{
    for (size_t k = 0; k < count; ++k)
        for (size_t b = 0; b < UNFOLD_LANES; ++b)
            sums[k] += rows[k * UNFOLD_LANES + b];
}

static void zero(UnfoldReal *rows, size_t count)
{
    if (rows)
        memset(rows, 0, count * UNFOLD_LANES * sizeof *rows);
}

void unfold_unroll_backward(UnfoldUnroll *unroll, const UnfoldReal *weights,
                            UnfoldReal *gradients)
{
    const UnfoldShape *shape = &unroll->shape;
    UnfoldReal *block = (UnfoldReal *)weights;
    zero(unroll->dx, unroll->dense[0].steps * shape->inputs);
    for (uint32_t k = shape->dense_count + 1; k-- > 0;) {
        const UnfoldHead dense = unfold_dense_in(shape, block, k);
        const UnfoldHead d_dense = unfold_dense_in(shape, gradients, k);
        unroll->kernel->head_backward(&dense, &d_dense, &unroll->dense[k]);
    }
    for (uint32_t l = shape->layers; l-- > 0;) {
        UnfoldTrace *trace = &unroll->traces[l];
        const UnfoldLayer layer = unfold_layer_in(shape, block, l);
        const UnfoldLayer d_layer = unfold_layer_in(shape, gradients, l);
        zero(trace->dh0, trace->hidden);
        zero(trace->dc0, trace->hidden);
        if (l)
            zero(trace->dx, trace->steps * trace->inputs);
        unroll->kernel->backward[shape->cell](&layer, &d_layer, trace);
        if (unroll->started && d_layer.h0)
            add_lanes(trace->dh0, trace->hidden, d_layer.h0);
        if (unroll->started && d_layer.c0)
            add_lanes(trace->dc0, trace->hidden, d_layer.c0);
    }
}

const UnfoldReal *unfold_unroll_input_gradient(const UnfoldUnroll *unroll)
{
    return unroll->dx;
}

const UnfoldReal *unfold_unroll_hidden_gradient(const UnfoldUnroll *unroll,
                                                uint32_t layer)
{
    return unroll->traces[layer].dh;
}
