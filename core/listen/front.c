/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/front.h"

#include "feature/frames.h"
#include "rate/into.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TAKEN 64 /* samples of the input at a time */

struct UnfoldFront {
    const UnfoldListening *listening;
    size_t inputs, lead;       /* lead: frames */
    double rate, hop, latency; /* Hz of the input; seconds */
    UnfoldInto *into;
    UnfoldFrames *frames;
    UnfoldEvents events;
    float *waiting;    /* resampled */
    const float *next; /* where it goes on */
    size_t most, left; /* room of waiting, and what is left from next on */
    size_t count;      /* frames so far */
    float *features;   /* [lead + 1][X], the newest last */
};

UnfoldFront *unfold_front_new(const UnfoldListening *listening, double rate)
{
    UnfoldFront *front = calloc(1, sizeof *front);
    if (!front)
        return NULL;
    front->listening = listening;
    front->inputs = unfold_feature_count(&listening->features);
    front->rate = rate;
    front->hop = listening->features.hop / listening->features.rate;
    if (listening->task == UNFOLD_TASK_CLIP)
        front->lead = (size_t)(listening->events.lead / front->hop + 0.5);
    front->into = unfold_into_new(rate, listening->features.rate, UNFOLD_INTO_HEAR);
    front->frames = unfold_frames_new(&listening->features);
    front->features =
        calloc((front->lead + 1) * front->inputs, sizeof *front->features);
    front->most = front->into ? unfold_into_most(front->into, TAKEN) : 1;
    front->waiting = calloc(front->most, sizeof *front->waiting);
    if (!front->into || !front->frames || !front->features || !front->waiting) {
        unfold_front_free(front);
        return NULL;
    }
    front->latency = unfold_into_latency(front->into);
    unfold_front_reset(front);
    return front;
}

void unfold_front_free(UnfoldFront *front)
{
    if (!front)
        return;
    unfold_into_free(front->into);
    unfold_frames_free(front->frames);
    free(front->waiting);
    free(front->features);
    free(front);
}

double unfold_front_hop(const UnfoldFront *front)
{
    return front->hop;
}

double unfold_front_latency(const UnfoldFront *front)
{
    return front->latency;
}

void unfold_front_reset(UnfoldFront *front)
{
    unfold_into_reset(front->into);
    unfold_frames_reset(front->frames);
    unfold_events_init(&front->events, &front->listening->events, front->hop);
    front->next = front->waiting;
    front->left = front->count = 0;
}

/* The next frame's features as they are; false: all was taken. */
static bool next_frame(UnfoldFront *front, const float **x, size_t *n, float *features)
{
    while (!unfold_frames_push(front->frames, &front->next, &front->left, features)) {
        if (*n == 0)
            return false;
        const size_t some = *n < TAKEN ? *n : TAKEN;
        front->next = front->waiting;
        front->left =
            unfold_into_take(front->into, *x, some, front->waiting, front->most);
        *x += some;
        *n -= some;
    }
    return true;
}

static void normalise(const UnfoldFront *front, const float *features, float *to)
{
    const UnfoldListening *listening = front->listening;
    for (size_t k = 0; k < front->inputs; ++k)
        to[k] = (features[k] - listening->mean[k]) / listening->deviation[k];
}

bool unfold_front_next(UnfoldFront *front, const float **x, size_t *n,
                       UnfoldFrontFrame *frame)
{
    const size_t inputs = front->inputs;
    float features[UNFOLD_MAX_FEATURES];
    if (!next_frame(front, x, n, features))
        return false;
    float *newest = front->features + front->lead * inputs;
    memmove(front->features, front->features + inputs,
            front->lead * inputs * sizeof *front->features);
    normalise(front, features, newest);
    const double time = (double)(front->count + 1) * front->hop;
    *frame = (UnfoldFrontFrame){
        .frame = front->count,
        .time = time,
        .due = (size_t)ceil((time + front->latency) * front->rate - 1e-6),
        .level = unfold_frames_level(front->frames),
        .features = newest,
    };
    if (front->listening->task == UNFOLD_TASK_CLIP) {
        frame->event = unfold_events_next(&front->events, frame->level);
        frame->lead = front->count < front->lead ? front->count : front->lead;
        frame->quiet = front->events.quiet;
    }
    ++front->count;
    return true;
}
