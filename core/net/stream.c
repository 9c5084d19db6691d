/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/stream.h"

#include "net/activation.h"
#include "net/block.h"

#include <stdlib.h>
#include <string.h>

/* A state that moves less than this in REST_STEPS steps of silence is at rest: above
   the noise of rounding, below what is heard. */
#define REST 1e-6f
#define REST_STEPS 1024

/* All arrays are aligned parts of one block. */
struct UnfoldStream {
    const UnfoldModel *model;
    const UnfoldSteps *steps;
    const UnfoldPacked *packed;
    UnfoldShape shape;
    size_t padded;        /* H as the kernel has it */
    size_t numbers;       /* in block */
    UnfoldReal *x;        /* [chunk][X], inputs made safe */
    UnfoldReal *sums;     /* [chunk][G padded H] */
    UnfoldReal *h;        /* [L][chunk + 1][padded H]; step 0 is the state */
    UnfoldReal *c;        /* [L][padded H] */
    UnfoldReal *previous; /* [2][L][padded H], for settling: h and c of before */
    UnfoldReal *y;        /* [chunk][Y] */
    UnfoldReal *block;
};

static void lay_out(UnfoldStream *stream, UnfoldCutter *cutter)
{
    const UnfoldShape *shape = &stream->shape;
    const size_t chunk = UNFOLD_CHUNK_STEPS, states = shape->layers * stream->padded;
    stream->x = unfold_cut(cutter, chunk * shape->inputs);
    stream->sums =
        unfold_cut(cutter, chunk * unfold_cell_gates(shape->cell) * stream->padded);
    stream->h = unfold_cut(cutter, (chunk + 1) * states);
    stream->c = unfold_cut(cutter, states);
    stream->previous = unfold_cut(cutter, 2 * states);
    stream->y = unfold_cut(cutter, chunk * shape->outputs);
}

UnfoldStream *unfold_stream_new(const UnfoldModel *model)
{
    UnfoldStream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->model = model;
    stream->steps = unfold_model_steps(model);
    stream->packed = unfold_model_packed(model);
    stream->shape = *unfold_model_shape(model);
    stream->padded = stream->packed->layers[0].padded;
    UnfoldCutter cutter = {0};
    lay_out(stream, &cutter);
    stream->numbers = cutter.count;
    stream->block = unfold_block_new(stream->numbers);
    if (!stream->block) {
        free(stream);
        return NULL;
    }
    cutter = (UnfoldCutter){.block = stream->block};
    lay_out(stream, &cutter);
    unfold_stream_reset(stream);
    return stream;
}

void unfold_stream_free(UnfoldStream *stream)
{
    if (!stream)
        return;
    free(stream->block);
    free(stream);
}

static UnfoldReal *state_h(const UnfoldStream *stream, uint32_t layer)
{
    return stream->h + layer * (UNFOLD_CHUNK_STEPS + 1) * stream->padded;
}

static UnfoldReal *state_c(const UnfoldStream *stream, uint32_t layer)
{
    return stream->c + layer * stream->padded;
}

void unfold_stream_reset(UnfoldStream *stream)
{
    const size_t bytes = stream->shape.hidden * sizeof(UnfoldReal);
    UnfoldReal *weights = (UnfoldReal *)unfold_model_weights(stream->model);
    memset(stream->block, 0, stream->numbers * sizeof *stream->block);
    for (uint32_t l = 0; l < stream->shape.layers; ++l) {
        const UnfoldLayer layer = unfold_layer_in(&stream->shape, weights, l);
        if (layer.h0)
            memcpy(state_h(stream, l), layer.h0, bytes);
        if (layer.c0)
            memcpy(state_c(stream, l), layer.c0, bytes);
    }
}

static UnfoldReal safe_input(UnfoldReal x)
{
    const UnfoldReal limit = UNFOLD_MAX_INPUT;
    if (!(x - x == 0)) /* NaN or infinite */
        return 0;
    return x > limit ? limit : x < -limit ? -limit : x;
}

/* All layers over the inputs in stream->x; the top's states stay in its chunk until
   the next call. */
static const UnfoldReal *run_layers(UnfoldStream *stream, size_t steps)
{
    const size_t padded = stream->padded;
    UnfoldChunk chunk = {.steps = steps,
                         .x = stream->x,
                         .x_stride = stream->shape.inputs,
                         .sums = stream->sums};
    for (uint32_t l = 0; l < stream->shape.layers; ++l) {
        chunk.h = state_h(stream, l);
        chunk.c = state_c(stream, l);
        stream->steps->run[stream->shape.cell](&stream->packed->layers[l], &chunk);
        chunk.x = chunk.h + padded;
        chunk.x_stride = padded;
    }
    return chunk.x;
}

/* The last states become the first ones of the next chunk. */
static void carry(UnfoldStream *stream, size_t steps)
{
    for (uint32_t l = 0; l < stream->shape.layers; ++l) {
        UnfoldReal *h = state_h(stream, l);
        memcpy(h, h + steps * stream->padded, stream->padded * sizeof *h);
    }
}

static void activate(const UnfoldShape *shape, const UnfoldReal *x, UnfoldReal *y)
{
    switch (shape->output) {
    case UNFOLD_LINEAR:
        break;
    case UNFOLD_TANH:
        for (size_t k = 0; k < shape->outputs; ++k)
            y[k] = unfold_tanh(y[k]);
        break;
    case UNFOLD_SIGMOID:
        for (size_t k = 0; k < shape->outputs; ++k)
            y[k] = unfold_sigmoid(y[k]);
        break;
    case UNFOLD_SOFTMAX:
        unfold_softmax(y, shape->outputs, 1);
        break;
    }
    for (size_t k = 0; k < shape->skip; ++k)
        y[k] += x[k];
}

static void process_chunk(UnfoldStream *stream, const UnfoldReal *x, size_t steps,
                          size_t first_out, UnfoldReal *y)
{
    const UnfoldShape *shape = &stream->shape;
    for (size_t k = 0; k < steps * shape->inputs; ++k)
        stream->x[k] = safe_input(x[k]);
    const UnfoldReal *h = run_layers(stream, steps);
    stream->steps->head(stream->packed, shape->outputs, h + first_out * stream->padded,
                        steps - first_out, y);
    for (size_t t = first_out; t < steps; ++t)
        activate(shape, stream->x + t * shape->inputs,
                 y + (t - first_out) * shape->outputs);
    carry(stream, steps);
}

void unfold_stream_process(UnfoldStream *stream, const UnfoldReal *x, size_t steps,
                           UnfoldReal *y)
{
    const UnfoldShape *shape = &stream->shape;
    const bool every = shape->output_at == UNFOLD_EVERY_STEP;
    for (size_t done = 0; done < steps;) {
        const size_t left = steps - done;
        const size_t some = left < UNFOLD_CHUNK_STEPS ? left : UNFOLD_CHUNK_STEPS;
        process_chunk(stream, x + done * shape->inputs, some, every ? 0 : some - 1,
                      every ? y + done * shape->outputs : y);
        done += some;
    }
}

static void copy_state(const UnfoldStream *stream, UnfoldReal *to)
{
    const size_t padded = stream->padded;
    for (uint32_t l = 0; l < stream->shape.layers; ++l) {
        memcpy(to + 2 * l * padded, state_h(stream, l), padded * sizeof *to);
        memcpy(to + (2 * l + 1) * padded, state_c(stream, l), padded * sizeof *to);
    }
}

static bool rests(const UnfoldStream *stream)
{
    const size_t padded = stream->padded;
    for (size_t k = 0; k < 2 * stream->shape.layers * padded; ++k) {
        const uint32_t layer = (uint32_t)(k / padded / 2);
        const UnfoldReal *now =
            k / padded % 2 ? state_c(stream, layer) : state_h(stream, layer);
        const UnfoldReal moved = now[k % padded] - stream->previous[k];
        if (moved > (UnfoldReal)REST || moved < -(UnfoldReal)REST)
            return false;
    }
    return true;
}

void unfold_stream_settle(UnfoldStream *stream)
{
    const double work = (double)unfold_shape_multiply_adds(&stream->shape);
    const double wait = UNFOLD_SETTLE_SECONDS * unfold_model_sample_rate(stream->model);
    const size_t most = (size_t)fmin(wait, UNFOLD_SETTLE_WORK / work);
    memset(stream->x, 0, UNFOLD_CHUNK_STEPS * stream->shape.inputs * sizeof *stream->x);
    for (size_t done = 0; done < most; done += REST_STEPS) {
        copy_state(stream, stream->previous);
        for (size_t t = 0; t < REST_STEPS; t += UNFOLD_CHUNK_STEPS) {
            run_layers(stream, UNFOLD_CHUNK_STEPS);
            carry(stream, UNFOLD_CHUNK_STEPS);
        }
        if (rests(stream))
            return;
    }
}

const UnfoldReal *unfold_stream_hidden(const UnfoldStream *stream, uint32_t layer)
{
    return state_h(stream, layer);
}

size_t unfold_stream_bytes(const UnfoldStream *stream)
{
    return sizeof *stream + stream->numbers * sizeof *stream->block;
}
