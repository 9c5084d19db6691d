/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/listener.h"

#include "feature/frames.h"
#include "listen/events.h"
#include "net/stream.h"
#include "rate/into.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TAKEN 64 /* samples of the input at a time */

struct UnfoldListener {
    const UnfoldListening *listening;
    size_t inputs, outputs, lead; /* lead: frames */
    double rate;                  /* Hz, of the input */
    double hop, late, latency;    /* seconds; late: by resampling */
    bool averages;                /* the outputs of a clip */
    UnfoldInto *into;
    UnfoldFrames *frames;
    UnfoldStream *stream;
    UnfoldEvents events;
    float *waiting, *next; /* resampled [most], and where it goes on */
    size_t left;           /* from there */
    size_t count;          /* frames so far */
    size_t begun;          /* frame that the sound began with */
    float peak;
    float *features;  /* [lead + 1][X], the newest last */
    UnfoldReal *y;    /* [Y] of the network; of UNFOLD_TASK_NEXT, what it expects */
    UnfoldReal *told; /* [Y] */
    double *sums;     /* [Y] */
};

static bool allocate(UnfoldListener *listener, const UnfoldModelFile *file, double rate)
{
    const UnfoldListening *listening = listener->listening;
    const size_t outputs = listener->outputs;
    listener->into = unfold_into_new(rate, listening->features.rate, UNFOLD_INTO_HEAR);
    listener->frames = unfold_frames_new(&listening->features);
    listener->stream = unfold_stream_new(file->model, 1);
    if (!listener->into || !listener->frames || !listener->stream)
        return false;
    listener->waiting =
        calloc(unfold_into_most(listener->into, TAKEN), sizeof *listener->waiting);
    listener->features =
        calloc((listener->lead + 1) * listener->inputs, sizeof *listener->features);
    listener->y = calloc(outputs, sizeof *listener->y);
    listener->told = calloc(outputs, sizeof *listener->told);
    listener->sums = calloc(outputs, sizeof *listener->sums);
    return listener->waiting && listener->features && listener->y && listener->told &&
           listener->sums;
}

static double latency_of(const UnfoldListening *listening, double hop, double into)
{
    const UnfoldEventSpec *events = &listening->events;
    if (listening->task != UNFOLD_TASK_CLIP)
        return into + listening->features.frame / listening->features.rate / 2;
    const double wait = fmin(events->pause, events->longest);
    return into + hop * fmax(2, ceil(wait / hop * (1 - 1e-9)));
}

UnfoldListener *unfold_listener_new(const UnfoldModelFile *file, double rate)
{
    UnfoldListener *listener = calloc(1, sizeof *listener);
    if (!listener)
        return NULL;
    const UnfoldListening *listening = file->listening;
    const UnfoldShape *shape = unfold_model_shape(file->model);
    listener->listening = listening;
    listener->rate = rate;
    listener->inputs = shape->inputs;
    listener->outputs = shape->outputs;
    listener->averages = shape->output_at == UNFOLD_EVERY_STEP;
    listener->hop = listening->features.hop / listening->features.rate;
    if (listening->task == UNFOLD_TASK_CLIP)
        listener->lead = (size_t)(listening->events.lead / listener->hop + 0.5);
    if (!allocate(listener, file, rate)) {
        unfold_listener_free(listener);
        return NULL;
    }
    listener->late = unfold_into_latency(listener->into);
    listener->latency = latency_of(listening, listener->hop, listener->late);
    unfold_listener_reset(listener);
    return listener;
}

void unfold_listener_free(UnfoldListener *listener)
{
    if (!listener)
        return;
    unfold_into_free(listener->into);
    unfold_frames_free(listener->frames);
    unfold_stream_free(listener->stream);
    free(listener->waiting);
    free(listener->features);
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
    unfold_into_reset(listener->into);
    unfold_frames_reset(listener->frames);
    unfold_stream_reset(listener->stream);
    unfold_events_init(&listener->events, &listener->listening->events, listener->hop);
    listener->left = listener->count = listener->begun = 0;
    memset(listener->features, 0,
           (listener->lead + 1) * listener->inputs * sizeof *listener->features);
    memset(listener->told, 0, listener->outputs * sizeof *listener->told);
}

/* The next frame's features, normalised, into the last row. */
static bool next_frame(UnfoldListener *listener, const float **x, size_t *n)
{
    const size_t inputs = listener->inputs;
    float raw[UNFOLD_MAX_FEATURES];
    while (!unfold_frames_push(listener->frames, (const float **)&listener->next,
                               &listener->left, raw)) {
        if (*n == 0)
            return false;
        const size_t some = *n < TAKEN ? *n : TAKEN;
        listener->next = listener->waiting;
        listener->left = unfold_into_take(listener->into, *x, some, listener->waiting,
                                          unfold_into_most(listener->into, TAKEN));
        *x += some;
        *n -= some;
    }
    memmove(listener->features, listener->features + inputs,
            listener->lead * inputs * sizeof *listener->features);
    float *newest = listener->features + listener->lead * inputs;
    for (size_t k = 0; k < inputs; ++k)
        newest[k] =
            (raw[k] - listener->listening->mean[k]) / listener->listening->deviation[k];
    return true;
}

/* One step of the network with the frame `back` frames ago. */
static void step(UnfoldListener *listener, size_t back)
{
    const UnfoldReal *x =
        listener->features + (listener->lead - back) * listener->inputs;
    unfold_stream_process(listener->stream, &x, 1, &listener->y);
    for (size_t k = 0; k < listener->outputs; ++k)
        listener->sums[k] += listener->y[k];
}

static void find_label(UnfoldListener *listener, UnfoldHearing *hearing)
{
    const UnfoldReal *p = listener->told;
    hearing->label = 0;
    for (size_t k = 1; k < listener->outputs; ++k)
        if (p[k] > p[hearing->label])
            hearing->label = (int)k;
    hearing->confidence = p[hearing->label];
}

static void hear_clip(UnfoldListener *listener, UnfoldHearing *hearing)
{
    const UnfoldEvent event = unfold_events_next(&listener->events, hearing->level);
    const size_t outputs = listener->outputs;
    hearing->sounding = event != UNFOLD_IDLE;
    if (event == UNFOLD_IDLE) {
        memset(listener->told, 0, outputs * sizeof *listener->told);
        return;
    }
    if (event == UNFOLD_BEGINS) {
        unfold_stream_reset(listener->stream);
        memset(listener->sums, 0, outputs * sizeof *listener->sums);
        listener->begun = listener->count;
        listener->peak = hearing->level;
        const size_t lead =
            listener->count < listener->lead ? listener->count : listener->lead;
        for (size_t back = lead; back > 0; --back)
            step(listener, back);
        memset(listener->sums, 0, outputs * sizeof *listener->sums);
    }
    step(listener, 0);
    listener->peak = fmaxf(listener->peak, hearing->level);
    const double frames = (double)listener->events.frames;
    for (size_t k = 0; k < outputs; ++k)
        listener->told[k] = listener->averages
                                ? (UnfoldReal)(listener->sums[k] / frames)
                                : listener->y[k];
    find_label(listener, hearing);
    hearing->decided = event == UNFOLD_ENDS;
    hearing->begin = (double)listener->begun * listener->hop;
    hearing->end = hearing->time - (double)listener->events.quiet * listener->hop;
    hearing->peak = listener->peak;
}

/* What came, less what had been expected. */
static void hear_next(UnfoldListener *listener, UnfoldHearing *hearing)
{
    const float *now = listener->features;
    double sum = 0;
    for (size_t k = 0; k < listener->inputs; ++k)
        sum +=
            ((double)now[k] - listener->told[k]) * ((double)now[k] - listener->told[k]);
    hearing->value = (float)(sum / (double)listener->inputs);
    hearing->decided = listener->count > 0;
}

static void hear_frame(UnfoldListener *listener, UnfoldHearing *hearing)
{
    const UnfoldListening *listening = listener->listening;
    hearing->decided = true;
    hearing->begin = (double)listener->count * listener->hop;
    hearing->end = hearing->time;
    hearing->peak = hearing->level;
    if (listening->task == UNFOLD_TASK_NEXT)
        hear_next(listener, hearing);
    step(listener, 0);
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
    if (!next_frame(listener, x, n))
        return false;
    const double time = (double)(listener->count + 1) * listener->hop;
    *hearing = (UnfoldHearing){
        .frame = listener->count,
        .time = time,
        .due = (size_t)ceil((time + listener->late) * listener->rate - 1e-6),
        .level = unfold_frames_level(listener->frames),
        .label = -1,
        .outputs = listener->told,
        .features = listener->features + listener->lead * listener->inputs,
    };
    if (listener->listening->task == UNFOLD_TASK_CLIP)
        hear_clip(listener, hearing);
    else
        hear_frame(listener, hearing);
    ++listener->count;
    return true;
}
