/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/stream.h"

#include "net/activation.h"
#include "net/block.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A state that moves less than this in REST_STEPS steps of silence is at rest: above
   the noise of rounding, below what is heard. */
#define REST 1e-6
#define REST_STEPS 1024

/* Steps of a chunk: few enough that their sums leave room in the first cache for the
   weights, and enough that what is done once for all of them does not count. */
#define LEAST_STEPS 16
#define MOST_STEPS 64
#define SUMS_OF_CHUNK 4096

/* All arrays are aligned parts of one block. */
struct UnfoldStream {
    const UnfoldModel *model;
    const UnfoldSteps *steps;
    const UnfoldPacked *packed;
    UnfoldShape shape;
    size_t channels;
    size_t held_count;
    UnfoldReal held[UNFOLD_MAX_KNOBS]; /* what the last inputs are, made safe */
    size_t chunk;                      /* steps that are worked on at a time */
    size_t padded;                     /* H as the kernel has it */
    size_t numbers;                    /* in block */
    UnfoldReal *x;                     /* [pair][chunk][X], inputs made safe */
    UnfoldReal *sums;                  /* [pair][chunk][G padded H] */
    UnfoldReal *h;        /* [C][L][chunk + 1][padded H]; step 0 is the state */
    UnfoldReal *c;        /* [C][L][padded H], times the kernel's cell scale */
    UnfoldReal *previous; /* [2][C][L][padded H], for settling: h and c of before */
    UnfoldReal *dense[2]; /* [chunk][most of a dense layer], in turn */
    UnfoldGains gains;
    UnfoldReal *block;
};

static size_t at_most(size_t most, size_t left)
{
    return left < most ? left : most;
}

static size_t gates_of(const UnfoldStream *stream)
{
    return unfold_cell_gates(stream->shape.cell) * stream->padded;
}

static size_t states_of(const UnfoldStream *stream)
{
    return stream->channels * stream->shape.layers * stream->padded;
}

static void lay_out(UnfoldStream *stream, UnfoldCutter *cutter)
{
    const size_t chunk = stream->chunk, states = states_of(stream);
    stream->x = unfold_cut(cutter, UNFOLD_PAIR * chunk * stream->shape.inputs);
    stream->sums = unfold_cut(cutter, UNFOLD_PAIR * chunk * gates_of(stream));
    stream->h = unfold_cut(cutter, (chunk + 1) * states);
    stream->c = unfold_cut(cutter, states);
    stream->previous = unfold_cut(cutter, 2 * states);
    size_t most = 0;
    for (uint32_t k = 0; k < stream->shape.dense_count; ++k)
        most = stream->packed->dense[k].stride > most ? stream->packed->dense[k].stride
                                                      : most;
    for (size_t k = 0; k < 2; ++k)
        stream->dense[k] = unfold_cut(cutter, chunk * most);
}

UnfoldStream *unfold_stream_new(const UnfoldModel *model, uint32_t channels)
{
    UnfoldStream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->model = model;
    stream->steps = unfold_model_steps(model);
    stream->packed = unfold_model_packed(model);
    stream->shape = *unfold_model_shape(model);
    stream->gains = unfold_gains_in(&stream->shape, unfold_model_weights(model));
    stream->channels = channels;
    stream->padded = stream->packed->layers[0].padded;
    const size_t fit = SUMS_OF_CHUNK / gates_of(stream);
    stream->chunk = fit < LEAST_STEPS  ? LEAST_STEPS
                    : fit > MOST_STEPS ? MOST_STEPS
                                       : fit;
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

static UnfoldReal *state_h(const UnfoldStream *stream, size_t channel, uint32_t layer)
{
    const size_t at = channel * stream->shape.layers + layer;
    return stream->h + at * (stream->chunk + 1) * stream->padded;
}

static UnfoldReal *state_c(const UnfoldStream *stream, size_t channel, uint32_t layer)
{
    return stream->c + (channel * stream->shape.layers + layer) * stream->padded;
}

void unfold_stream_reset(UnfoldStream *stream)
{
    const size_t hidden = stream->shape.hidden;
    UnfoldReal *weights = (UnfoldReal *)unfold_model_weights(stream->model);
    memset(stream->block, 0, stream->numbers * sizeof *stream->block);
    for (size_t m = 0; m < stream->channels; ++m)
        for (uint32_t l = 0; l < stream->shape.layers; ++l) {
            const UnfoldLayer layer = unfold_layer_in(&stream->shape, weights, l);
            UnfoldReal *c = state_c(stream, m, l);
            if (layer.h0)
                memcpy(state_h(stream, m, l), layer.h0, hidden * sizeof *layer.h0);
            for (size_t k = 0; layer.c0 && k < hidden; ++k)
                c[k] = layer.c0[k] * stream->packed->cell_scale;
        }
}

static UnfoldReal safe_input(UnfoldReal x)
{
    const UnfoldReal limit = UNFOLD_MAX_INPUT;
    if (!(x - x == 0)) /* NaN or infinite */
        return 0;
    return x > limit ? limit : x < -limit ? -limit : x;
}

void unfold_stream_hold(UnfoldStream *stream, const UnfoldReal *values, uint32_t count)
{
    assert(count <= UNFOLD_MAX_KNOBS && count < stream->shape.inputs);
    stream->held_count = count;
    for (size_t k = 0; k < count; ++k)
        stream->held[k] = safe_input(values[k]);
}

/* Inputs that come with each step. */
static size_t given_of(const UnfoldStream *stream)
{
    return stream->shape.inputs - stream->held_count;
}

static UnfoldReal *inputs_of(const UnfoldStream *stream, size_t of_pair)
{
    return stream->x + of_pair * stream->chunk * stream->shape.inputs;
}

/* What the layers hear of x [steps][given]. */
static void take_inputs(const UnfoldStream *stream, const UnfoldReal *x, size_t steps,
                        UnfoldReal *to)
{
    const size_t given = given_of(stream);
    UnfoldReal *first = to;
    if (!stream->held_count)
        for (size_t k = 0; k < steps * given; ++k)
            to[k] = safe_input(x[k]);
    for (size_t t = 0; stream->held_count && t < steps; ++t) {
        for (size_t k = 0; k < given; ++k)
            *to++ = safe_input(*x++);
        for (size_t k = 0; k < stream->held_count; ++k)
            *to++ = stream->held[k];
    }
    for (size_t t = 0; stream->shape.gains && t < steps; ++t)
        first[t * stream->shape.inputs] *= stream->gains.input;
}

static void take_silence(const UnfoldStream *stream, UnfoldReal *to)
{
    const size_t given = given_of(stream);
    for (size_t t = 0; t < stream->chunk; ++t, to += stream->shape.inputs) {
        memset(to, 0, given * sizeof *to);
        memcpy(to + given, stream->held, stream->held_count * sizeof *to);
    }
}

/* All layers of some channels over the inputs in stream->x; the last states become the
   first ones of the next chunk, but those of the top stay until then. */
static void run_layers(UnfoldStream *stream, size_t first, size_t channels,
                       size_t steps)
{
    UnfoldChunk chunk = {
        .steps = steps, .channels = channels, .x_stride = stream->shape.inputs};
    for (size_t m = 0; m < channels; ++m) {
        chunk.x[m] = inputs_of(stream, m);
        chunk.sums[m] = stream->sums + m * stream->chunk * gates_of(stream);
    }
    for (uint32_t l = 0; l < stream->shape.layers; ++l) {
        for (size_t m = 0; m < channels; ++m) {
            chunk.h[m] = state_h(stream, first + m, l);
            chunk.c[m] = state_c(stream, first + m, l);
        }
        stream->steps->run[stream->shape.cell](&stream->packed->layers[l], &chunk);
        chunk.x_stride = stream->padded;
        for (size_t m = 0; m < channels; ++m) {
            UnfoldReal *h = chunk.h[m];
            chunk.x[m] = h + stream->padded;
            memcpy(h, h + steps * stream->padded, stream->padded * sizeof *h);
        }
    }
}

/* Of y [steps][units]. */
static void activate(const UnfoldSteps *kernel, UnfoldActivation activation,
                     size_t steps, size_t units, UnfoldReal *y)
{
    switch (activation) {
    case UNFOLD_LINEAR:
        break;
    case UNFOLD_TANH:
        kernel->tanh(y, steps * units);
        break;
    case UNFOLD_SIGMOID:
        kernel->sigmoid(y, steps * units);
        break;
    case UNFOLD_SOFTMAX:
        for (size_t t = 0; t < steps; ++t)
            unfold_softmax(y + t * units, units, 1);
        break;
    case UNFOLD_RELU:
        for (size_t k = 0; k < steps * units; ++k)
            y[k] = unfold_relu(y[k]);
        break;
    case UNFOLD_ELU:
        for (size_t k = 0; k < steps * units; ++k)
            y[k] = unfold_elu(y[k]);
        break;
    }
}

/* The head's outputs y [steps][Y] from the top's states h [steps][padded H], by way of
   the dense layers in between. */
static void run_dense(UnfoldStream *stream, const UnfoldReal *h, size_t steps,
                      UnfoldReal *y)
{
    const uint32_t last = stream->shape.dense_count;
    for (uint32_t k = 0; k <= last; ++k) {
        const UnfoldPackedDense *dense = &stream->packed->dense[k];
        UnfoldReal *to = k == last ? y : stream->dense[k % 2];
        stream->steps->dense(dense, h, steps, to);
        activate(stream->steps, unfold_shape_dense(&stream->shape, k).activation, steps,
                 dense->stride, to);
        h = to;
    }
}

/* y [steps][Y] of a channel from the top's states, from step first_out on. */
static void answer(UnfoldStream *stream, size_t channel, const UnfoldReal *x,
                   size_t first_out, size_t steps, UnfoldReal *y)
{
    const UnfoldShape *shape = &stream->shape;
    const UnfoldReal *h = state_h(stream, channel, shape->layers - 1);
    run_dense(stream, h + (first_out + 1) * stream->padded, steps - first_out, y);
    for (size_t k = 0; k < shape->skip; ++k)
        for (size_t t = first_out; t < steps; ++t)
            y[(t - first_out) * shape->outputs + k] += x[t * shape->inputs + k];
    for (size_t k = 0; shape->gains && k < (steps - first_out) * shape->outputs; ++k)
        y[k] *= stream->gains.output;
}

static void process_pair(UnfoldStream *stream, size_t first, size_t channels,
                         const UnfoldReal *const x[], size_t steps,
                         UnfoldReal *const y[])
{
    const UnfoldShape *shape = &stream->shape;
    const bool every = shape->output_at == UNFOLD_EVERY_STEP;
    for (size_t done = 0; done < steps;) {
        const size_t some = at_most(stream->chunk, steps - done);
        for (size_t m = 0; m < channels; ++m)
            take_inputs(stream, x[m] + done * given_of(stream), some,
                        inputs_of(stream, m));
        run_layers(stream, first, channels, some);
        for (size_t m = 0; m < channels; ++m)
            answer(stream, first + m, inputs_of(stream, m), every ? 0 : some - 1, some,
                   every ? y[m] + done * shape->outputs : y[m]);
        done += some;
    }
}

void unfold_stream_process_some(UnfoldStream *stream, uint32_t first, uint32_t count,
                                const UnfoldReal *const x[], size_t steps,
                                UnfoldReal *const y[])
{
    for (size_t m = 0; m < count; m += UNFOLD_PAIR)
        process_pair(stream, first + m, at_most(UNFOLD_PAIR, count - m), x + m, steps,
                     y + m);
}

void unfold_stream_process(UnfoldStream *stream, const UnfoldReal *const x[],
                           size_t steps, UnfoldReal *const y[])
{
    unfold_stream_process_some(stream, 0, (uint32_t)stream->channels, x, steps, y);
}

UnfoldStreamState unfold_stream_state(UnfoldStream *stream, uint32_t channel,
                                      uint32_t layer)
{
    const bool lstm = stream->shape.cell == UNFOLD_LSTM;
    return (UnfoldStreamState){state_h(stream, channel, layer),
                               lstm ? state_c(stream, channel, layer) : NULL,
                               stream->padded};
}

/* Keep h and c in stream->previous; true if none has moved since the last time. */
static bool rests(UnfoldStream *stream)
{
    const double cell = stream->packed->cell_scale;
    const size_t padded = stream->padded;
    UnfoldReal *before = stream->previous;
    bool rest = true;
    for (size_t m = 0; m < stream->channels; ++m)
        for (uint32_t l = 0; l < stream->shape.layers; ++l) {
            const UnfoldReal *h = state_h(stream, m, l), *c = state_c(stream, m, l);
            for (size_t k = 0; k < padded; ++k, before += 2) {
                rest = rest && fabs(h[k] - before[0]) <= REST &&
                       fabs(c[k] - before[1]) <= REST * fabs(cell);
                before[0] = h[k];
                before[1] = c[k];
            }
        }
    return rest;
}

void unfold_stream_settle(UnfoldStream *stream)
{
    const double work = (double)unfold_shape_multiply_adds(&stream->shape);
    const double wait = UNFOLD_SETTLE_SECONDS * unfold_model_sample_rate(stream->model);
    const size_t most = (size_t)fmin(wait, UNFOLD_SETTLE_WORK / work);
    for (size_t m = 0; m < UNFOLD_PAIR; ++m)
        take_silence(stream, inputs_of(stream, m));
    rests(stream);
    for (size_t done = 0; done < most; done += REST_STEPS) {
        for (size_t m = 0; m < stream->channels; m += UNFOLD_PAIR)
            for (size_t t = 0; t < REST_STEPS; t += stream->chunk)
                run_layers(stream, m, at_most(UNFOLD_PAIR, stream->channels - m),
                           at_most(stream->chunk, REST_STEPS - t));
        if (rests(stream))
            return;
    }
}

const UnfoldReal *unfold_stream_hidden(const UnfoldStream *stream, uint32_t channel,
                                       uint32_t layer)
{
    return state_h(stream, channel, layer);
}

size_t unfold_stream_bytes(const UnfoldStream *stream)
{
    return sizeof *stream + stream->numbers * sizeof *stream->block;
}
