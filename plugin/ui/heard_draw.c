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

static void draw_grid(UnfoldHeard *heard, const UnfoldTheme *theme)
{
    UnfoldCanvas *canvas = &heard->canvas;
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

/* The ends of a number's axis. */
static void draw_axis(const UnfoldHeard *heard, cairo_t *cairo,
                      const UnfoldTheme *theme, const UnfoldBox *plot)
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
        unfold_text(cairo, text, &box, SMALL, UNFOLD_LEFT);
    }
}

/* With its value on a tag at the left, above it where there is room. */
static void draw_threshold(const UnfoldHeard *heard, cairo_t *cairo,
                           const UnfoldTheme *theme, const UnfoldBox *plot)
{
    char text[48];
    const double limit = unfold_heard_limit(heard);
    const bool is_met = heard->held || heard->widget.focused || heard->widget.hovered;
    if (limit != limit || plot->height < 24)
        return;
    const double y = plot->y + unfold_heard_below(heard, limit);
    snprintf(text, sizeof text, plot->width < 150 ? "%.*f" : "threshold %.*f",
             limit < 10 ? 2 : 0, limit);
    const double width = unfold_text_width(cairo, text, SMALL) + 10;
    const UnfoldBox tag = {plot->x + 6, y - 19 >= plot->y ? y - 18 : y + 3, width, 15};
    unfold_use(cairo, theme->text);
    cairo_rectangle(cairo, plot->x, y - (is_met ? 1 : 0.75), plot->width,
                    is_met ? 2 : 1.5);
    cairo_fill(cairo);
    cairo_move_to(cairo, plot->x + plot->width, y);
    cairo_rel_line_to(cairo, -8, -5);
    cairo_rel_line_to(cairo, 0, 10);
    cairo_close_path(cairo);
    cairo_fill(cairo);
    unfold_use(cairo, is_met ? theme->text : theme->ground);
    unfold_round(cairo, &tag, 4);
    cairo_fill(cairo);
    unfold_use(cairo, is_met ? theme->ground : theme->text);
    unfold_text(cairo, text, &tag, SMALL, UNFOLD_CENTRE);
}

static void draw_picture(UnfoldHeard *heard, cairo_t *cairo, const UnfoldTheme *theme,
                         const UnfoldHeardPlaces *places)
{
    const UnfoldBox *names = &places->names, *picture = &places->picture;
    UnfoldBox text = {names->x + 8, picture->y, fmax(names->width - 8, 0), 16};
    heard->widget.solid[0] = unfold_strip_draw(
        &heard->strip, cairo, picture, unfold_heard_columns(heard), heard->palette);
    if (picture->height < 34)
        return;
    unfold_use(cairo, theme->quiet);
    unfold_text(cairo, "high", &text, SMALL, UNFOLD_LEFT);
    text.y += picture->height - 16;
    unfold_text(cairo, "low", &text, SMALL, UNFOLD_LEFT);
    text.y = picture->y + picture->height / 2 - 8;
    unfold_use(cairo, theme->text);
    if (picture->height >= 54)
        unfold_text(cairo, heard->widget.name, &text, 12, UNFOLD_LEFT);
}

void unfold_heard_draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    UnfoldHeard *heard = (UnfoldHeard *)widget;
    const UnfoldHeardPlaces places = unfold_heard_places(heard);
    const UnfoldBox *plot = &heard->canvas.box;
    if (!heard->has_palette ||
        memcmp(theme, &heard->theme, offsetof(UnfoldTheme, dark)) != 0)
        make_palette(heard, theme);
    draw_picture(heard, cairo, theme, &places);
    widget->solid[1].width = 0;
    if (!unfold_canvas_map(&heard->canvas, cairo, &places.plot))
        return;
    widget->solid[1] = heard->canvas.box;
    draw_grid(heard, theme);
    unfold_heard_draw_lines(heard, theme);
    unfold_canvas_unmap(&heard->canvas, cairo);
    cairo_save(cairo);
    cairo_rectangle(cairo, plot->x, plot->y, plot->width, plot->height);
    cairo_clip(cairo);
    draw_axis(heard, cairo, theme, &places.plot);
    draw_threshold(heard, cairo, theme, &places.plot);
    cairo_restore(cairo);
    unfold_heard_draw_names(heard, cairo, theme);
    draw_times(heard, cairo, theme, &places.times);
    if (widget->focused)
        unfold_draw_focus(cairo, theme, &places.plot);
}
