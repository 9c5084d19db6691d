/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LISTEN_EVENTS_H
#define UNFOLD_LISTEN_EVENTS_H

#include "file/listening.h"

#include <stddef.h>

/** Where sounds begin and end, frame by frame; see UnfoldEventSpec. */
typedef struct {
    UnfoldEventSpec spec;
    double hop;       /**< seconds */
    float background; /**< dB */
    bool sounding;
    size_t frames; /**< of this sound so far, or of the one that has just ended */
    size_t quiet;  /**< how many of them, at its end, were below */
} UnfoldEvents;

/** What a frame is to the sound. */
typedef enum {
    UNFOLD_IDLE,
    UNFOLD_BEGINS, /**< its first frame */
    UNFOLD_GOES_ON,
    UNFOLD_ENDS /**< its last one */
} UnfoldEvent;

/** Begin in silence; `hop` in seconds. */
void unfold_events_init(UnfoldEvents *events, const UnfoldEventSpec *spec, double hop);

/** The next frame, of this level (dB). A sound has two frames at least. Real-time safe.
 */
UnfoldEvent unfold_events_next(UnfoldEvents *events, float level);

#endif
