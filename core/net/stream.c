/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/stream.h"

#include "net/cell.h"

#include <stdlib.h>
#include <string.h>

/* A state that moves less than this in REST_STEPS steps of silence is at rest: above
   the noise of rounding, below what is heard. */
#define REST 1e-6f
#define REST_STEPS 1024

struct UnfoldStream {
    const UnfoldModel *model;
    UnfoldShape shape;
    UnfoldLayer layers[UNFOLD_MAX_LAYERS];
    UnfoldHead head;
    size_t numbers;       /* in buffer */
    UnfoldReal *x;        /* [X], the step's input made safe */
    UnfoldReal *h, *c;    /* [L][H] */
    UnfoldReal *scratch;  /* [2 G H] */
    UnfoldReal *previous; /* [2][L][H], for settling: h and c of before */
    UnfoldReal buffer[];
};

UnfoldStream *unfold_stream_new(const UnfoldModel *model)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    const size_t states = (size_t)shape->layers * shape->hidden;
    const size_t scratch = 2 * (size_t)unfold_cell_gates(shape->cell) * shape->hidden;
    const size_t numbers = shape->inputs + 4 * states + scratch;
    UnfoldStream *stream = calloc(1, sizeof *stream + numbers * sizeof *stream->buffer);
    if (!stream)
        return NULL;
    stream->model = model;
    stream->shape = *shape;
    /* The views are shared with code that writes gradients; here they are only read. */
    UnfoldReal *weights = (UnfoldReal *)unfold_model_weights(model);
    for (uint32_t l = 0; l < shape->layers; ++l)
        stream->layers[l] = unfold_layer_in(shape, weights, l);
    stream->head = unfold_head_in(shape, weights);
    stream->numbers = numbers;
    stream->x = stream->buffer;
    stream->h = stream->x + shape->inputs;
    stream->c = stream->h + states;
    stream->previous = stream->c + states;
    stream->scratch = stream->previous + 2 * states;
    unfold_stream_reset(stream);
    return stream;
}

void unfold_stream_free(UnfoldStream *stream)
{
    free(stream);
}

void unfold_stream_reset(UnfoldStream *stream)
{
    const size_t hidden = stream->shape.hidden;
    memset(stream->buffer, 0, stream->numbers * sizeof *stream->buffer);
    for (uint32_t l = 0; l < stream->shape.layers; ++l) {
        const UnfoldLayer *layer = &stream->layers[l];
        if (layer->h0)
            memcpy(stream->h + l * hidden, layer->h0, hidden * sizeof *layer->h0);
        if (layer->c0)
            memcpy(stream->c + l * hidden, layer->c0, hidden * sizeof *layer->c0);
    }
}

static UnfoldReal safe_input(UnfoldReal x)
{
    const UnfoldReal limit = UNFOLD_MAX_INPUT;
    if (!(x - x == 0)) /* NaN or infinite */
        return 0;
    return x > limit ? limit : x < -limit ? -limit : x;
}

static void step_layers(UnfoldStream *stream)
{
    const size_t hidden = stream->shape.hidden;
    const UnfoldReal *x = stream->x;
    for (uint32_t l = 0; l < stream->shape.layers; ++l) {
        const UnfoldLayer *layer = &stream->layers[l];
        const size_t inputs = unfold_shape_layer_inputs(&stream->shape, l);
        UnfoldReal *h = stream->h + l * hidden;
        switch (stream->shape.cell) {
        case UNFOLD_RNN:
            unfold_rnn_step(layer, inputs, hidden, x, h, stream->scratch);
            break;
        case UNFOLD_GRU:
            unfold_gru_step(layer, inputs, hidden, x, h, stream->scratch);
            break;
        case UNFOLD_LSTM:
            unfold_lstm_step(layer, inputs, hidden, x, h, stream->c + l * hidden,
                             stream->scratch);
            break;
        }
        x = h;
    }
}

void unfold_stream_process(UnfoldStream *stream, const UnfoldReal *x, size_t steps,
                           UnfoldReal *y)
{
    const UnfoldShape *shape = &stream->shape;
    const size_t inputs = shape->inputs;
    const UnfoldReal *top = stream->h + (shape->layers - 1) * (size_t)shape->hidden;
    const bool every = shape->output_at == UNFOLD_EVERY_STEP;
    for (size_t t = 0; t < steps; ++t) {
        for (size_t k = 0; k < inputs; ++k)
            stream->x[k] = safe_input(x[t * inputs + k]);
        step_layers(stream);
        if (every)
            unfold_head_step(shape, &stream->head, top, stream->x,
                             y + t * shape->outputs);
        else if (t + 1 == steps)
            unfold_head_step(shape, &stream->head, top, stream->x, y);
    }
}

static bool rests(const UnfoldStream *stream, size_t states)
{
    for (size_t k = 0; k < states; ++k) {
        const UnfoldReal moved = stream->h[k] - stream->previous[k];
        if (moved > (UnfoldReal)REST || moved < -(UnfoldReal)REST)
            return false;
    }
    return true;
}

void unfold_stream_settle(UnfoldStream *stream)
{
    /* h and c lie side by side. */
    const size_t states = 2 * (size_t)stream->shape.layers * stream->shape.hidden;
    const double work = (double)unfold_shape_multiply_adds(&stream->shape);
    double left = UNFOLD_SETTLE_SECONDS * unfold_model_sample_rate(stream->model);
    left = left < UNFOLD_SETTLE_WORK / work ? left : UNFOLD_SETTLE_WORK / work;
    memset(stream->x, 0, stream->shape.inputs * sizeof *stream->x);
    for (; left > 0; left -= REST_STEPS) {
        memcpy(stream->previous, stream->h, states * sizeof *stream->h);
        for (size_t t = 0; t < REST_STEPS; ++t)
            step_layers(stream);
        if (rests(stream, states))
            return;
    }
}

const UnfoldReal *unfold_stream_hidden(const UnfoldStream *stream, uint32_t layer)
{
    return stream->h + layer * (size_t)stream->shape.hidden;
}

size_t unfold_stream_bytes(const UnfoldStream *stream)
{
    return sizeof *stream + stream->numbers * sizeof *stream->buffer;
}
