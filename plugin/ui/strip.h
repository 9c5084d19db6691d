/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_STRIP_H
#define UNFOLD_UI_STRIP_H

#include "plugin/ui/canvas.h"

#define UNFOLD_STRIP_COLUMNS 2048 /* kept */
#define UNFOLD_STRIP_ROWS 64
#define UNFOLD_STRIP_BLANK 128 /* of what has not come yet, and the weakest */

/** Columns of cells as they come, the newest at the right, row 0 at the bottom; each
    cell is a byte, and its colour one of 256. Drawn once, then only moved. */
typedef struct {
    uint8_t *cells; /**< [UNFOLD_STRIP_COLUMNS][UNFOLD_STRIP_ROWS], a ring; or NULL */
    uint32_t rows;  /**< 0: nothing is shown */
    uint64_t count; /**< columns that have come */
    uint64_t same;  /**< of these, the newest that look the same */
    UnfoldCanvas canvas;
    uint32_t palette[256];
    uint64_t painted; /**< columns that are on the canvas, or have left it */
    int wide;         /**< pixels of a column, */
    int together;     /**< or columns in a pixel, which has the strongest of them */
    bool stale, gaps; /**< gaps: between rows, where there is room; set after init */
} UnfoldStrip;

/** In place; without memory it stays empty. */
void unfold_strip_init(UnfoldStrip *strip);
void unfold_strip_free(UnfoldStrip *strip);

/** Begin anew, with so many rows, at most UNFOLD_STRIP_ROWS. */
void unfold_strip_clear(UnfoldStrip *strip, uint32_t rows);

/** The next column [rows]. False if nothing of it can be seen: all that is shown looks
    like it, and has stood still. Cells that differ by less than `coarse` look the same.
 */
bool unfold_strip_push(UnfoldStrip *strip, const uint8_t *column, int coarse);

/** Draw about so many columns over the width of the box. `kept`: what it drew last is
    there. Returns what it drew all over, in whole pixels. */
UnfoldBox unfold_strip_draw(UnfoldStrip *strip, cairo_t *cairo, const UnfoldBox *box,
                            double columns, const uint32_t palette[256], bool kept);

#endif
