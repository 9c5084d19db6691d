/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/listener.h"

#include "listen/front.h"
#include "net/stream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct UnfoldListener {
    const UnfoldListening *listening;
    size_t inputs, outputs;
    double hop, latency; /* seconds */
    bool averages;       /* the outputs of a sound */
    UnfoldFront *front;
    UnfoldStream *stream;
    size_t begun, heard; /* the frame that the sound began with, and how many it has */
    float peak;          /* dB, of the sound */
    UnfoldReal *y;       /* [Y] of the network */
    UnfoldReal *told; /* [Y] of all that was heard; of UNFOLD_TASK_NEXT, what comes */
    double *sums;     /* [Y] */
};

static double latency_of(const UnfoldListening *listening, double hop)
{
    const UnfoldEventSpec *events = &listening->events;
    if (listening->task != UNFOLD_TASK_CLIP)
        return listening->features.frame / listening->features.rate / 2;
    const double wait = fmin(events->pause, events->longest);
    return hop * fmax(2, ceil(wait / hop * (1 - 1e-9)));
}

UnfoldListener *unfold_listener_new(const UnfoldModelFile *file, double rate)
{
    UnfoldListener *listener = calloc(1, sizeof *listener);
    if (!listener)
        return NULL;
    const UnfoldShape *shape = unfold_model_shape(file->model);
    listener->listening = file->listening;
    listener->inputs = shape->inputs;
    listener->outputs = shape->outputs;
    listener->averages = shape->output_at == UNFOLD_EVERY_STEP;
    listener->front = unfold_front_new(file->listening, rate);
    listener->stream = unfold_stream_new(file->model, 1);
    listener->y = calloc(listener->outputs, sizeof *listener->y);
    listener->told = calloc(listener->outputs, sizeof *listener->told);
    listener->sums = calloc(listener->outputs, sizeof *listener->sums);
    if (!listener->front || !listener->stream || !listener->y || !listener->told ||
        !listener->sums) {
        unfold_listener_free(listener);
        return NULL;
    }
    listener->hop = unfold_front_hop(listener->front);
    listener->latency = unfold_front_latency(listener->front) +
                        latency_of(listener->listening, listener->hop);
    return listener;
}

void unfold_listener_free(UnfoldListener *listener)
{
    if (!listener)
        return;
    unfold_front_free(listener->front);
    unfold_stream_free(listener->stream);
    free(listener->y);
    free(listener->told);
    free(listener->sums);
    free(listener);
}

double unfold_listener_latency(const UnfoldListener *listener)
{
    return listener->latency;
}

void unfold_listener_reset(UnfoldListener *listener)
{
    unfold_front_reset(listener->front);
    unfold_stream_reset(listener->stream);
    memset(listener->told, 0, listener->outputs * sizeof *listener->told);
}

/* One step of the network. */
static void step(UnfoldListener *listener, const float *features)
{
    unfold_stream_process(listener->stream, &features, 1, &listener->y);
}

static void find_label(const UnfoldListener *listener, UnfoldHearing *hearing)
{
    const UnfoldReal *p = listener->told;
    hearing->label = 0;
    for (size_t k = 1; k < listener->outputs; ++k)
        if (p[k] > p[hearing->label])
            hearing->label = (int)k;
    hearing->confidence = p[hearing->label];
}

/* The network is asked anew, and hears what came just before. */
static void begin_sound(UnfoldListener *listener, const UnfoldFrontFrame *frame)
{
    unfold_stream_reset(listener->stream);
    for (size_t back = frame->lead; back > 0; --back)
        step(listener, frame->features - back * listener->inputs);
    memset(listener->sums, 0, listener->outputs * sizeof *listener->sums);
    listener->begun = frame->frame;
    listener->heard = 0;
    listener->peak = frame->level;
}

static void hear_clip(UnfoldListener *listener, const UnfoldFrontFrame *frame,
                      UnfoldHearing *hearing)
{
    hearing->sounding = frame->event != UNFOLD_IDLE;
    if (!hearing->sounding) {
        memset(listener->told, 0, listener->outputs * sizeof *listener->told);
        return;
    }
    if (frame->event == UNFOLD_BEGINS)
        begin_sound(listener, frame);
    step(listener, frame->features);
    ++listener->heard;
    listener->peak = fmaxf(listener->peak, frame->level);
    for (size_t k = 0; k < listener->outputs; ++k) {
        listener->sums[k] += listener->y[k];
        listener->told[k] =
            listener->averages
                ? (UnfoldReal)(listener->sums[k] / (double)listener->heard)
                : listener->y[k];
    }
    find_label(listener, hearing);
    hearing->decided = frame->event == UNFOLD_ENDS;
    hearing->begin = (double)listener->begun * listener->hop;
    hearing->end = frame->time - (double)frame->quiet * listener->hop;
    hearing->peak = listener->peak;
}

/* What came, less what had been expected. */
static float surprise(const UnfoldListener *listener, const float *now)
{
    double sum = 0;
    for (size_t k = 0; k < listener->inputs; ++k) {
        const double error = (double)now[k] - listener->told[k];
        sum += error * error;
    }
    return (float)(sum / (double)listener->inputs);
}

static void hear_frame(UnfoldListener *listener, const UnfoldFrontFrame *frame,
                       UnfoldHearing *hearing)
{
    const UnfoldListening *listening = listener->listening;
    hearing->begin = frame->time - listener->hop;
    hearing->end = frame->time;
    hearing->peak = frame->level;
    hearing->decided = true;
    if (listening->task == UNFOLD_TASK_NEXT) {
        hearing->decided = frame->frame > 0;
        hearing->value = hearing->decided ? surprise(listener, frame->features) : 0;
    }
    step(listener, frame->features);
    memcpy(listener->told, listener->y, listener->outputs * sizeof *listener->told);
    if (listening->task == UNFOLD_TASK_FRAME)
        find_label(listener, hearing);
    if (listening->task == UNFOLD_TASK_VALUE)
        hearing->value = (float)(listening->value_mean +
                                 listener->y[0] * listening->value_deviation);
}

bool unfold_listener_next(UnfoldListener *listener, const float **x, size_t *n,
                          UnfoldHearing *hearing)
{
    UnfoldFrontFrame frame;
    if (!unfold_front_next(listener->front, x, n, &frame))
        return false;
    *hearing = (UnfoldHearing){
        .frame = frame.frame,
        .time = frame.time,
        .due = frame.due,
        .level = frame.level,
        .label = -1,
        .outputs = listener->told,
        .features = frame.features,
    };
    if (listener->listening->task == UNFOLD_TASK_CLIP)
        hear_clip(listener, &frame, hearing);
    else
        hear_frame(listener, &frame, hearing);
    return true;
}
