/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/strip.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_FOR_GAPS                                                                  \
    5 /* pixels of a row from which on there is a gap between them                     \
       */

void unfold_strip_init(UnfoldStrip *strip)
{
    *strip =
        (UnfoldStrip){.cells = malloc((size_t)UNFOLD_STRIP_COLUMNS * UNFOLD_STRIP_ROWS),
                      .wide = 1,
                      .together = 1};
}

void unfold_strip_free(UnfoldStrip *strip)
{
    free(strip->cells);
    unfold_canvas_free(&strip->canvas);
    strip->cells = NULL;
}

void unfold_strip_clear(UnfoldStrip *strip, uint32_t rows)
{
    strip->rows = rows < UNFOLD_STRIP_ROWS ? rows : UNFOLD_STRIP_ROWS;
    strip->count = strip->same = 0;
    strip->stale = true;
}

static uint8_t *column_at(const UnfoldStrip *strip, uint64_t k)
{
    return strip->cells + k % UNFOLD_STRIP_COLUMNS * UNFOLD_STRIP_ROWS;
}

/* How many columns there are on the canvas, at most. */
static uint64_t shown(const UnfoldStrip *strip)
{
    const uint64_t cells = (uint64_t)(strip->canvas.width / strip->wide) + 2;
    return strip->canvas.width ? cells * (uint64_t)strip->together
                               : UNFOLD_STRIP_COLUMNS;
}

/* Of the columns from k on that share a pixel, and of the rows that do. */
static uint8_t strongest(const UnfoldStrip *strip, uint64_t k, uint32_t from,
                         uint32_t to)
{
    uint8_t best = UNFOLD_STRIP_BLANK;
    for (uint64_t column = k; column < k + (uint64_t)strip->together; ++column) {
        const uint8_t *cells = column_at(strip, column);
        for (uint32_t row = from; row < to; ++row)
            if (abs(cells[row] - UNFOLD_STRIP_BLANK) > abs(best - UNFOLD_STRIP_BLANK))
                best = cells[row];
    }
    return best;
}

/* The columns from k on, from pixel x on, which may be before the canvas. */
static void paint(UnfoldStrip *strip, uint64_t k, int x)
{
    UnfoldCanvas *canvas = &strip->canvas;
    const int height = canvas->height, rows = (int)strip->rows;
    const bool has_gaps = strip->gaps && height >= ROOM_FOR_GAPS * rows;
    uint32_t pixel = 0;
    for (int y = 0, before = -1; y < height; ++y) { /* from the bottom */
        const int row = y * rows / height;
        const int end =
            height < rows ? ((y + 1) * rows + height - 1) / height : row + 1;
        uint32_t *pixels =
            canvas->pixels + (ptrdiff_t)(height - 1 - y) * canvas->stride;
        const bool is_gap = has_gaps && row != before && y > 0;
        if (row != before || height < rows)
            pixel = strip->palette[strongest(strip, k, (uint32_t)row, (uint32_t)end)];
        const uint32_t shown = is_gap ? strip->palette[UNFOLD_STRIP_BLANK] : pixel;
        for (int at = x > 0 ? x : 0; at < x + strip->wide; ++at)
            pixels[at] = shown;
        before = row;
    }
}

bool unfold_strip_push(UnfoldStrip *strip, const uint8_t *column, int coarse)
{
    if (!strip->cells || !strip->rows)
        return false;
    bool is_same = strip->count > 0;
    for (uint32_t row = 0; is_same && row < strip->rows; ++row)
        is_same = abs(column[row] - column_at(strip, strip->count - 1)[row]) < coarse;
    if (is_same && strip->same >= shown(strip))
        return false;
    memcpy(column_at(strip, strip->count),
           is_same ? column_at(strip, strip->count - 1) : column, strip->rows);
    strip->same = is_same ? strip->same + 1 : 1;
    ++strip->count;
    return true;
}

/* The columns that make up the last so many pixels of columns of the canvas. */
static void paint_last(UnfoldStrip *strip, uint64_t columns)
{
    const uint64_t together = (uint64_t)strip->together;
    const uint64_t end = strip->count / together;
    for (uint64_t k = 1; k <= columns; ++k)
        paint(strip, (end - k) * together, strip->canvas.width - (int)k * strip->wide);
    strip->painted = end * together;
}

/* All that is kept of what can be seen. */
static void paint_all(UnfoldStrip *strip)
{
    const uint64_t together = (uint64_t)strip->together;
    const uint64_t room =
        (uint64_t)((strip->canvas.width + strip->wide - 1) / strip->wide);
    const uint64_t left =
        strip->count > UNFOLD_STRIP_COLUMNS ? strip->count - UNFOLD_STRIP_COLUMNS : 0;
    const uint64_t kept = strip->count / together - (left + together - 1) / together;
    unfold_canvas_fill(&strip->canvas, strip->palette[UNFOLD_STRIP_BLANK]);
    paint_last(strip, kept < room ? kept : room);
    strip->stale = false;
}

/* What has come since. */
static void paint_new(UnfoldStrip *strip)
{
    const uint64_t together = (uint64_t)strip->together;
    const uint64_t come = strip->count / together - strip->painted / together;
    if (come >= (uint64_t)(strip->canvas.width / strip->wide)) {
        paint_all(strip);
        return;
    }
    if (come)
        unfold_canvas_scroll(&strip->canvas, (int)come * strip->wide);
    paint_last(strip, come);
}

UnfoldBox unfold_strip_draw(UnfoldStrip *strip, cairo_t *cairo, const UnfoldBox *box,
                            double columns, const uint32_t palette[256], bool kept)
{
    if (!strip->cells || !unfold_canvas_map(&strip->canvas, cairo, box))
        return (UnfoldBox){0, 0, 0, 0};
    const double pixels = strip->canvas.width / fmax(columns, 1);
    const int wide = pixels > 1 ? (int)lrint(pixels) : 1;
    const int together = pixels < 1 ? (int)fmin(lrint(1 / pixels), 64) : 1;
    if (!kept || strip->canvas.fresh || wide != strip->wide ||
        together != strip->together ||
        memcmp(palette, strip->palette, sizeof strip->palette) != 0)
        strip->stale = true;
    strip->wide = wide;
    strip->together = together;
    memcpy(strip->palette, palette, sizeof strip->palette);
    if (strip->stale)
        paint_all(strip);
    else
        paint_new(strip);
    unfold_canvas_unmap(&strip->canvas, cairo);
    return strip->canvas.box;
}
