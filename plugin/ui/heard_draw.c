/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/draw.h"
#include "plugin/ui/heard.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP 6.0
#define TIMES 16.0 /* height of the times below */
#define ROOM_FOR_TIMES 120.0
#define EDGE 4.0     /* points of the plot above and below its axis */
#define CLOSEST 24.0 /* points from one second to the next */
#define SMALL 11.0
#define TIP 8.0      /* points of the threshold's tip: length, */
#define TIP_HALF 5.0 /* and half its height */
#define RIM 3.0      /* points within which the mark of the focus is */

UnfoldHeardPlaces unfold_heard_places(const UnfoldHeard *heard)
{
    const UnfoldBox box = heard->widget.box;
    const double names = fmin(fmax(0.24 * box.width, 52), 150);
    const double times = box.height >= ROOM_FOR_TIMES ? TIMES : 0;
    const double height = fmax(box.height - times - GAP, 0);
    const double upper = floor(0.42 * height), width = fmax(box.width - names, 0);
    const double plot = box.y + upper + GAP;
    return (UnfoldHeardPlaces){
        .picture = {box.x, box.y, width, upper},
        .plot = {box.x, plot, width, height - upper},
        .names = {box.x + width, plot, names, height - upper},
        .side = {box.x + width, box.y, names, upper},
        .moving = {box.x, box.y, box.width, fmax(box.height - times, 0)},
        .times = {box.x, box.y + box.height - times, width, times}};
}

double unfold_heard_below(const UnfoldHeard *heard, double answer)
{
    const double height = unfold_heard_places(heard).plot.height - 2 * EDGE;
    const double share = (answer - heard->bottom) / (heard->top - heard->bottom);
    return EDGE + height * (1 - fmin(fmax(share, -1), 2));
}

double unfold_heard_answer_at(const UnfoldHeard *heard, double below)
{
    const double height = unfold_heard_places(heard).plot.height - 2 * EDGE;
    const double share = height > 0 ? 1 - (below - EDGE) / height : 0;
    return heard->bottom + share * (heard->top - heard->bottom);
}

/* From the ground over the accent's hue to the text's colour. */
static void make_palette(UnfoldHeard *heard, const UnfoldTheme *theme)
{
    for (int k = 0; k < 256; ++k) {
        const double loud = fmax((k - UNFOLD_STRIP_BLANK) / 127.0, 0);
        const double lit = fmin(loud / 0.7, 1), end = fmax(loud - 0.7, 0) / 0.3;
        heard->palette[k] = unfold_pixel(
            unfold_blend(unfold_blend(theme->panel, theme->accent, pow(lit, 1.2)),
                         theme->text, 0.8 * end));
    }
    heard->theme = *theme;
    heard->has_palette = true;
}

/* Points from one column to the next. */
static double column_width(const UnfoldHeard *heard)
{
    const double scale = heard->strip.canvas.scale;
    return scale > 0 ? (double)heard->strip.wide / heard->strip.together / scale : 1;
}

/* Whole seconds ago, as points from the right; 0: too far or too close. */
static double seconds_ago(const UnfoldHeard *heard, int seconds, double width)
{
    const double x = heard->hop > 0 ? seconds / heard->hop * column_width(heard) : 0;
    return x < width && x >= CLOSEST * seconds ? x : 0;
}

typedef struct {
    const UnfoldHeard *heard;
    const UnfoldTheme *theme;
} Ground;

static void draw_grid(UnfoldCanvas *canvas, const void *what)
{
    const UnfoldHeard *heard = ((const Ground *)what)->heard;
    const UnfoldTheme *theme = ((const Ground *)what)->theme;
    const int thick = (int)fmax(lrint(canvas->scale), 1);
    const uint32_t line = unfold_pixel(unfold_blend(theme->panel, theme->line, 0.6));
    const double scale = canvas->scale, width = canvas->width / scale;
    unfold_canvas_fill(canvas, unfold_pixel(theme->panel));
    for (int k = 0; k <= 4; ++k) {
        const double answer = heard->bottom + (heard->top - heard->bottom) * k / 4;
        const double y = unfold_heard_below(heard, answer) * scale;
        unfold_canvas_box(canvas, 0, (int)lrint(y) - thick / 2, canvas->width, thick,
                          line);
    }
    for (int k = 1; k < 32; ++k) {
        const double x = seconds_ago(heard, k, width);
        if (x > 0)
            unfold_canvas_box(canvas, (int)lrint((width - x) * scale), 0, thick,
                              canvas->height, line);
    }
}

static void draw_times(const UnfoldHeard *heard, cairo_t *cairo,
                       const UnfoldTheme *theme, const UnfoldBox *times)
{
    if (times->height <= 0)
        return;
    unfold_use(cairo, theme->quiet);
    for (int k = 1; k < 32; ++k) {
        char text[32];
        const double x = seconds_ago(heard, k, times->width);
        const UnfoldBox box = {times->x + times->width - x - 20, times->y + 2, 40,
                               times->height - 2};
        if (x <= 0 || box.x < times->x)
            continue;
        snprintf(text, sizeof text, "\xe2\x88\x92%d s", k);
        unfold_text(cairo, text, &box, SMALL, UNFOLD_CENTRE);
    }
}

static void mark(UnfoldHeard *heard, double x, double y, double width, double height)
{
    unfold_canvas_mark_box(&heard->canvas, &(UnfoldBox){x, y, width, height});
}

/* The ends of a number's axis. */
static void draw_axis(UnfoldHeard *heard, cairo_t *cairo, const UnfoldTheme *theme,
                      const UnfoldBox *plot)
{
    const double ends[] = {heard->top, heard->bottom};
    if (heard->kind == UNFOLD_HEARS_LABELS || !heard->count)
        return;
    unfold_use(cairo, theme->quiet);
    for (int k = 0; k < 2; ++k) {
        char text[32];
        const UnfoldBox box = {plot->x + 6,
                               k ? plot->y + plot->height - 19 : plot->y + 4,
                               fmax(plot->width - 12, 0), 15};
        snprintf(text, sizeof text, "%.4g", ends[k]);
        const double width = unfold_text(cairo, text, &box, SMALL, UNFOLD_LEFT);
        mark(heard, box.x - 2, box.y - 2, width + 4, box.height + 4);
    }
}

static bool shows_threshold(const UnfoldHeard *heard)
{
    const double limit = unfold_heard_limit(heard);
    return limit == limit && unfold_heard_places(heard).plot.height >= 24;
}

static bool is_met(const UnfoldHeard *heard)
{
    return heard->held || heard->widget.focused || heard->widget.hovered;
}

/* With a tip at the right, where it can be held. */
static void draw_threshold(UnfoldHeard *heard, const UnfoldTheme *theme)
{
    UnfoldCanvas *canvas = &heard->canvas;
    const double limit = unfold_heard_limit(heard), scale = canvas->scale;
    const int thick = (int)lrint((is_met(heard) ? 2 : 1.5) * scale);
    const int tip = (int)lrint(TIP * scale), width = canvas->width;
    const uint32_t pixel = unfold_pixel(theme->text);
    if (!shows_threshold(heard))
        return;
    const double y = unfold_heard_below(heard, limit) * scale;
    unfold_canvas_box(canvas, 0, (int)lrint(y - thick / 2.0), width, thick, pixel);
    for (int x = 0; x < tip; ++x) {
        const double half = (x + 0.5) * TIP_HALF / TIP;
        unfold_canvas_span(canvas, width - 1 - x, y - half, y + half, pixel, 1);
    }
}

/* Its value at the left, above it where there is room. */
static void draw_tag(UnfoldHeard *heard, cairo_t *cairo, const UnfoldTheme *theme,
                     const UnfoldBox *plot)
{
    char text[48];
    const double limit = unfold_heard_limit(heard);
    if (!shows_threshold(heard))
        return;
    const double y = plot->y + unfold_heard_below(heard, limit);
    snprintf(text, sizeof text, plot->width < 150 ? "%.*f" : "threshold %.*f",
             limit < 10 ? 2 : 0, limit);
    const double width = unfold_text_width(cairo, text, SMALL) + 10;
    const UnfoldBox tag = {plot->x + 6, y - 19 >= plot->y ? y - 18 : y + 3, width, 15};
    unfold_use(cairo, is_met(heard) ? theme->text : theme->ground);
    unfold_round(cairo, &tag, 4);
    cairo_fill(cairo);
    unfold_use(cairo, is_met(heard) ? theme->ground : theme->text);
    unfold_text(cairo, text, &tag, SMALL, UNFOLD_CENTRE);
    mark(heard, tag.x, tag.y, tag.width, tag.height);
}

static void draw_focus(UnfoldHeard *heard, cairo_t *cairo, const UnfoldTheme *theme,
                       const UnfoldBox *plot)
{
    const double right = plot->x + plot->width, bottom = plot->y + plot->height;
    unfold_draw_focus(cairo, theme, plot);
    mark(heard, plot->x, plot->y, plot->width, RIM);
    mark(heard, plot->x, bottom - RIM, plot->width, RIM);
    mark(heard, plot->x, plot->y, RIM, plot->height);
    mark(heard, right - RIM, plot->y, RIM, plot->height);
}

static void draw_side(const UnfoldHeard *heard, cairo_t *cairo,
                      const UnfoldTheme *theme, const UnfoldBox *side)
{
    UnfoldBox text = {side->x + 8, side->y, fmax(side->width - 8, 0), 16};
    if (side->height < 34)
        return;
    unfold_use(cairo, theme->quiet);
    unfold_text(cairo, "high", &text, SMALL, UNFOLD_LEFT);
    text.y += side->height - 16;
    unfold_text(cairo, "low", &text, SMALL, UNFOLD_LEFT);
    text.y = side->y + side->height / 2 - 8;
    unfold_use(cairo, theme->text);
    if (side->height >= 54)
        unfold_text(cairo, heard->widget.name, &text, 12, UNFOLD_LEFT);
}

/* What moves; with all of it, its legends. */
void unfold_heard_draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    UnfoldHeard *heard = (UnfoldHeard *)widget;
    const UnfoldHeardPlaces places = unfold_heard_places(heard);
    const UnfoldBox *plot = &heard->canvas.box;
    const bool moves = widget->part.width > 0;
    if (!heard->has_palette ||
        memcmp(theme, &heard->theme, offsetof(UnfoldTheme, dark)) != 0)
        make_palette(heard, theme);
    widget->solid[0] =
        unfold_strip_draw(&heard->strip, cairo, &places.picture,
                          unfold_heard_columns(heard), heard->palette, moves);
    widget->solid[1].width = 0;
    widget->still = unfold_canvas_snap(cairo, &(UnfoldBox){places.side.x, places.side.y,
                                                           places.side.width,
                                                           places.moving.height});
    if (!moves) {
        draw_side(heard, cairo, theme, &places.side);
        draw_times(heard, cairo, theme, &places.times);
    }
    if (!unfold_canvas_map(&heard->canvas, cairo, &places.plot))
        return;
    widget->solid[1] = heard->canvas.box;
    unfold_canvas_ground(&heard->canvas, !moves, draw_grid, &(Ground){heard, theme});
    unfold_heard_draw_lines(heard, theme);
    draw_threshold(heard, theme);
    unfold_canvas_unmap(&heard->canvas, cairo);
    cairo_save(cairo);
    unfold_clip(cairo, plot);
    draw_axis(heard, cairo, theme, &places.plot);
    draw_tag(heard, cairo, theme, &places.plot);
    cairo_restore(cairo);
    unfold_heard_draw_names(heard, cairo, theme, !moves);
    if (widget->focused)
        draw_focus(heard, cairo, theme, plot);
}
