/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_WATCH_H
#define UNFOLD_PLUGIN_WATCH_H

#include "plugin/pictures.h"

#include <stdbool.h>
#include <stdint.h>

/** For how long windows want pictures yet, and when the next one is due; see
    plugin/pictures.h. The audio thread's alone; all zeros, but for the rate, at first.
 */
typedef struct {
    double rate;   /**< Hz */
    uint64_t left; /**< frames; 0: nobody watches */
    uint32_t next; /**< frames until a picture is due */
} UnfoldWatch;

/** Take a window's wish; NaN is none. True: nobody had watched before. Real-time safe,
    as are the next. */
bool unfold_watch_wish(UnfoldWatch *watch, float seconds);

/** Frames have passed: true if a picture is due at their end. */
bool unfold_watch_advance(UnfoldWatch *watch, uint32_t frames);

/** Frames from picture to picture. */
uint32_t unfold_watch_period(double rate);

#endif
