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
    bool fresh;    /**< what was drawn before is not there */
    struct {
        int left, top, right, bottom;
    } part;             /**< outside of it nothing is drawn */
    uint64_t marks[64]; /**< of rows of tiles: where something is drawn on the ground */
    int tile;           /**< they have 2^tile pixels a side */
} UnfoldCanvas;

/** Have the pixels of the box on `cairo` to draw in until they are unmapped, which
   shows them; without a copy where that can be. In between, cairo draws nothing. False:
   there is no room or no memory for it, and nothing can be drawn. */
bool unfold_canvas_map(UnfoldCanvas *canvas, cairo_t *cairo, const UnfoldBox *box);
void unfold_canvas_unmap(UnfoldCanvas *canvas, cairo_t *cairo);
void unfold_canvas_free(UnfoldCanvas *canvas);

/** A box with its sides at the nearest pixels. */
UnfoldBox unfold_canvas_snap(cairo_t *cairo, const UnfoldBox *box);

uint32_t unfold_pixel(UnfoldColour colour);

/** Draw the ground anew where something lies on it; all over where it was another, or
    the canvas is fresh. `draw` is called for each part of the canvas that needs it, and
    nothing that it draws is seen outside the part. */
void unfold_canvas_ground(UnfoldCanvas *canvas, bool all,
                          void (*draw)(UnfoldCanvas *, const void *what),
                          const void *what);

/** Something lies on the ground there, in pixels and parts of them. The functions below
    tell that themselves; the box, in points, is for what cairo draws. */
void unfold_canvas_mark(UnfoldCanvas *canvas, double left, double top, double right,
                        double bottom);
void unfold_canvas_mark_box(UnfoldCanvas *canvas, const UnfoldBox *box);

/** Move all to the left; at the right there is what was there. */
void unfold_canvas_scroll(UnfoldCanvas *canvas, int pixels);

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
