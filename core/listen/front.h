/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LISTEN_FRONT_H
#define UNFOLD_LISTEN_FRONT_H

#include "listen/events.h"

/** What comes ahead of the network: sound of any rate into normalised frames of
    features, and where sounds begin and end. The same when a network learns, and when
   it listens to a file or live. Any split gives the same bytes. */
typedef struct UnfoldFront UnfoldFront;

/** A frame of it. */
typedef struct {
    size_t frame; /**< from 0 */
    double time;  /**< seconds of the input at which it ends */
    size_t due;   /**< samples of the input that must have come for it to be known,
                       the same for every split: not before the call's first one */
    float level;  /**< of the newest hop, dB of full scale */
    const float *features; /**< [X], valid until the next call */
    UnfoldEvent event;     /**< UNFOLD_TASK_CLIP alone */
    size_t lead;  /**< where a sound begins: frames before it that belong to it,
                       the last one at features - X, and so on */
    size_t quiet; /**< where it ends: see UnfoldEvents */
} UnfoldFrontFrame;

/** For sound of `rate` Hz, at most 256 times the model's or the other way round. The
    listening must outlive it. NULL for lack of memory. Not real-time safe. */
UnfoldFront *unfold_front_new(const UnfoldListening *listening, double rate);
void unfold_front_free(UnfoldFront *front);

/** Forget what was heard. Real-time safe, as is the next. */
void unfold_front_reset(UnfoldFront *front);

/** Take samples from x [n] until there is a frame, and move both on by what was taken.
    False: all was taken and there is none. */
bool unfold_front_next(UnfoldFront *front, const float **x, size_t *n,
                       UnfoldFrontFrame *frame);

/** Seconds: a hop; and by how much resampling delays. */
double unfold_front_hop(const UnfoldFront *front);
double unfold_front_latency(const UnfoldFront *front);

#endif
