/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_CANVAS_H
#define UNFOLD_UI_CANVAS_H

#include "plugin/ui/widget.h"

/** The pixels of a box, to draw in directly where cairo's paths cost too much, and to
    keep from one frame to the next. All zeros: none yet. */
typedef struct {
    cairo_surface_t *surface; /**< or NULL */
    uint32_t *pixels;         /**< [height][stride]: 0xffRRGGBB */
    int width, height, stride;
    int left, top; /**< of its first pixel on what it is shown on */
    double scale;  /**< pixels of a point */
    UnfoldBox box; /**< what its pixels make up, in points */
    bool mapped;   /**< they are those of what is drawn on */
} UnfoldCanvas;

/** Have as many pixels as the box has on `cairo`. `fresh` (or NULL): what was drawn is
    lost. False: there is no room or no memory for it, and nothing can be drawn. */
bool unfold_canvas_fit(UnfoldCanvas *canvas, cairo_t *cairo, const UnfoldBox *box,
                       bool *fresh);

/** Copy it to where it was fitted; the column `first` leftmost, what is before it
    rightmost. */
void unfold_canvas_show(UnfoldCanvas *canvas, cairo_t *cairo, int first);

/** The same for what is drawn anew each time, without a copy where that can be: between
    the two cairo draws nothing, and what is not drawn is not what was there. */
bool unfold_canvas_map(UnfoldCanvas *canvas, cairo_t *cairo, const UnfoldBox *box);
void unfold_canvas_unmap(UnfoldCanvas *canvas, cairo_t *cairo);
void unfold_canvas_free(UnfoldCanvas *canvas);

uint32_t unfold_pixel(UnfoldColour colour);

/** All of it, or a box of it, in pixels; what is outside is left out. */
void unfold_canvas_fill(UnfoldCanvas *canvas, uint32_t pixel);
void unfold_canvas_box(UnfoldCanvas *canvas, int x, int y, int width, int height,
                       uint32_t pixel);

/** `share` 0..1 of the colour over what is there: a square of this size (at most 30)
    around (x, y), and what of a column lies between two heights. Pixels, and parts of
    them. */
void unfold_canvas_dot(UnfoldCanvas *canvas, double x, double y, double size,
                       uint32_t pixel, double share);
void unfold_canvas_span(UnfoldCanvas *canvas, int x, double from, double to,
                        uint32_t pixel, double share);

/** A line from one (x, y) to another. */
void unfold_canvas_line(UnfoldCanvas *canvas, const double from[2], const double to[2],
                        double thick, uint32_t pixel);

#endif
