/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_CLOUD_H
#define UNFOLD_PLUGIN_CLOUD_H

#include "net/real.h"
#include "plugin/pictures.h"
#include "plugin/uris.h"

#include <lv2/atom/forge.h>

/** Times that are evenly spaced. */
typedef struct {
    uint32_t count, step, until; /**< taken; frames from one to the next, to the next */
} UnfoldSpacing;

/** What the effect shows since the last picture. Of pairs that are too many every
    second one goes, and the next are twice as far apart. Columns are always equally far
    apart, whatever the host's cycles, so that a window may show each as a step of time;
    those that are too many are left out. All of it is the audio thread's alone, and
    real-time safe. */
typedef struct {
    uint32_t period; /**< frames from picture to picture */
    UnfoldSpacing pair_times, column_times;
    float pairs[UNFOLD_CLOUD][2];
    uint32_t units;
    float columns[UNFOLD_COLUMNS][UNFOLD_UNITS];
} UnfoldCloud;

void unfold_cloud_init(UnfoldCloud *cloud, double rate);

/** Forget what there is, and begin with the next frame. */
void unfold_cloud_clear(UnfoldCloud *cloud);

/** What a model has heard and answered, [n] of each. */
void unfold_cloud_add(UnfoldCloud *cloud, const float *heard, const float *answered,
                      uint32_t n);

/** Its state h [hidden] after these n. As many units as before, unless it was cleared.
 */
void unfold_cloud_add_state(UnfoldCloud *cloud, const UnfoldReal *h, uint32_t hidden,
                            uint32_t n);

/** Forge a picture if there is one and it takes no more than `room` bytes, which the
    forge has; with or without, it is over. */
void unfold_cloud_show(UnfoldCloud *cloud, LV2_Atom_Forge *forge,
                       const UnfoldUris *uris, uint32_t room);

#endif
