/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_SCOPE_H
#define UNFOLD_UI_SCOPE_H

#include "plugin/ui/canvas.h"

#define UNFOLD_SCOPE_POINTS 4096
#define UNFOLD_SCOPE_BINS 64

#define UNFOLD_SCOPE_FADE 1.0 /* seconds */

typedef struct {
    float in, out;
    double time; /**< seconds */
} UnfoldPoint;

/** How far an axis goes. */
typedef struct {
    int step;      /**< to 2^step */
    double shown;  /**< the same on its way there */
    double recent; /**< highest size of what came, falling slowly */
} UnfoldAxis;

/** What a model answers over what it hears: the last second as points that fade, and
    through it the mean. Both axes go as far as what is there, in steps of 6 dB. */
typedef struct {
    UnfoldWidget widget; /**< at its head */
    UnfoldPoint *points; /**< [UNFOLD_SCOPE_POINTS], a ring; or NULL */
    uint32_t count;      /**< that have come */
    double now;          /**< seconds */
    double last;         /**< when a point came that can be seen */
    UnfoldAxis in, out;
    /** Of each part of the input's axis: sums of weights, of inputs, of outputs. */
    double bins[UNFOLD_SCOPE_BINS][3];
    UnfoldCanvas canvas;
} UnfoldScope;

void unfold_scope_init(UnfoldScope *scope);
void unfold_scope_free(UnfoldScope *scope);

/** What came in a picture: cloud [pairs][2], input and output, oldest first. In silence
    it is not drawn any more when all has faded. */
void unfold_scope_hear(UnfoldScope *scope, const float *cloud, uint32_t pairs);

/** Another model: nothing is known of it. */
void unfold_scope_forget(UnfoldScope *scope);

/** For its own files: how many points there still are, where they are, and what it
   looks like. */
uint32_t unfold_scope_kept(const UnfoldScope *scope);
UnfoldBox unfold_scope_plot(const UnfoldScope *scope);
void unfold_scope_draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme);

#endif
