/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/draw.h"
#include "plugin/ui/scope.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DOT 2.2    /* points */
#define CURVE 2.0  /* points */
#define BRIGHT 0.6 /* of the newest */
#define FAINT 0.08 /* what is left of a point that is not drawn any more */
#define LEAST_WEIGHT 3.0
#define MOST_GAP 3 /* bins without a point that the curve goes across */
#define SMALL 11.0
#define OVERHANG 2.0 /* points of letters beyond the place of their text */

/* Where a value lies on the canvas. */
static double place(double value, double range, int pixels)
{
    return (value / range + 1) / 2 * pixels;
}

typedef struct {
    const UnfoldScope *scope;
    const UnfoldTheme *theme;
} Ground;

static void draw_grid(UnfoldCanvas *canvas, const UnfoldTheme *theme)
{
    const int thick = (int)fmax(lrint(canvas->scale), 1), size = canvas->width;
    const uint32_t faint = unfold_pixel(unfold_blend(theme->panel, theme->line, 0.5));
    const uint32_t axis = unfold_pixel(theme->line);
    unfold_canvas_fill(canvas, unfold_pixel(theme->panel));
    for (int k = 1; k < 8; ++k) {
        const int at = k * size / 8 - thick / 2;
        unfold_canvas_box(canvas, at, 0, thick, size, faint);
        unfold_canvas_box(canvas, 0, at, size, thick, faint);
    }
    unfold_canvas_box(canvas, size / 2 - thick / 2, 0, thick, size, axis);
    unfold_canvas_box(canvas, 0, size / 2 - thick / 2, size, thick, axis);
}

/* What leaves the sound as it is, dashed. */
static void draw_unchanged(const UnfoldScope *scope, UnfoldCanvas *canvas,
                           const UnfoldTheme *theme)
{
    const int size = canvas->width, dash = (int)fmax(lrint(4 * canvas->scale), 1);
    const double slope = scope->in.shown / scope->out.shown;
    const double steep = hypot(1, slope);
    const double half = canvas->scale * 0.6 * steep + slope / 2;
    const uint32_t pixel = unfold_pixel(theme->quiet);
    /* It falls: where it comes into the part and leaves it. */
    const double top = (1 + slope) / 2 * size - canvas->part.top;
    const double bottom = (1 + slope) / 2 * size - canvas->part.bottom;
    const int begin = (int)fmax((bottom - half) / slope - 1, canvas->part.left);
    const int end = (int)fmin((top + half) / slope + 1, canvas->part.right);
    for (int x = begin; x < end; ++x) {
        const double y = (1 + slope) / 2 * size - slope * (x + 0.5);
        if ((int)(steep * x / dash) % 2 == 0)
            unfold_canvas_span(canvas, x, y - half, y + half, pixel, 0.6);
    }
}

static void draw_ground(UnfoldCanvas *canvas, const void *what)
{
    const Ground *ground = what;
    draw_grid(canvas, ground->theme);
    draw_unchanged(ground->scope, canvas, ground->theme);
}

static void draw_points(UnfoldScope *scope, const UnfoldTheme *theme)
{
    UnfoldCanvas *canvas = &scope->canvas;
    const int size = canvas->width;
    const uint32_t pixel = unfold_pixel(theme->accent);
    const uint32_t kept = unfold_scope_kept(scope);
    for (uint32_t k = scope->count - kept; k != scope->count; ++k) {
        const UnfoldPoint *point = &scope->points[k % UNFOLD_SCOPE_POINTS];
        const double left = 1 - (scope->now - point->time) / UNFOLD_SCOPE_FADE;
        if (left <= FAINT)
            continue;
        unfold_canvas_dot(canvas, place(point->in, scope->in.shown, size),
                          size - place(point->out, scope->out.shown, size),
                          DOT * canvas->scale, pixel, BRIGHT * left * sqrt(left));
    }
}

/* Mean of a bin and its neighbours; false: nothing is known of it. */
static bool mean(const UnfoldScope *scope, int k, double *in, double *out)
{
    static const double weights[] = {0.5, 1, 0.5};
    double sum = 0;
    *in = *out = 0;
    for (int n = -1; n <= 1; ++n) {
        const int at = k + n;
        if (at < 0 || at >= UNFOLD_SCOPE_BINS)
            continue;
        const double *bin = scope->bins[at], weight = weights[n + 1];
        sum += weight * bin[0];
        *in += weight * bin[1];
        *out += weight * bin[2];
    }
    if (scope->bins[k][0] < LEAST_WEIGHT)
        return false;
    *in /= sum;
    *out /= sum;
    return true;
}

static void draw_curve(UnfoldScope *scope, const UnfoldTheme *theme)
{
    UnfoldCanvas *canvas = &scope->canvas;
    const uint32_t pixel = unfold_pixel(theme->second);
    const int size = canvas->width;
    int gap = MOST_GAP;
    double before[2] = {0};
    for (int k = 0; k < UNFOLD_SCOPE_BINS; ++k) {
        double in, out;
        if (!mean(scope, k, &in, &out)) {
            ++gap;
            continue;
        }
        const double at[] = {place(in, scope->in.shown, size),
                             size - place(out, scope->out.shown, size)};
        if (gap < MOST_GAP)
            unfold_canvas_line(canvas, before, at, CURVE * canvas->scale, pixel);
        before[0] = at[0];
        before[1] = at[1];
        gap = 0;
    }
}

/* Whether it turns the sound upside down, on the whole. */
static bool is_inverse(const UnfoldScope *scope)
{
    double sum = 0;
    for (int k = 0; k < UNFOLD_SCOPE_BINS; ++k)
        if (scope->bins[k][0] > 0)
            sum += scope->bins[k][1] * scope->bins[k][2] / scope->bins[k][0];
    return sum < 0;
}

/* In a corner where the curve is not. */
static void draw_label(UnfoldScope *scope, cairo_t *cairo, const UnfoldTheme *theme,
                       const char *name, const UnfoldAxis *axis, const UnfoldBox *box,
                       UnfoldAlign align)
{
    char range[32];
    const int db = (int)lrint(20 * log10(2) * axis->step);
    const UnfoldBox upper = {box->x, box->y, box->width, box->height / 2};
    const UnfoldBox lower = {box->x, box->y + box->height / 2, box->width,
                             box->height / 2};
    snprintf(range, sizeof range, "%s%d dBFS",
             db < 0   ? "\xe2\x88\x92"
             : db > 0 ? "+"
                      : "",
             abs(db));
    unfold_use(cairo, theme->text);
    const double above = unfold_text(cairo, name, &upper, UNFOLD_TEXT_SIZE, align);
    unfold_use(cairo, theme->quiet);
    const double below = unfold_text(cairo, range, &lower, SMALL, align);
    const double width = fmax(above, below) + 2 * OVERHANG;
    unfold_canvas_mark_box(
        &scope->canvas,
        &(UnfoldBox){align == UNFOLD_LEFT ? box->x - OVERHANG
                                          : box->x + box->width + OVERHANG - width,
                     box->y - OVERHANG, width, box->height + 2 * OVERHANG});
}

static void draw_labels(UnfoldScope *scope, cairo_t *cairo, const UnfoldTheme *theme,
                        const UnfoldBox *plot)
{
    const double height = 30, edge = 6;
    const double width = fmax(plot->width / 2, 74) - 2 * edge;
    const bool inverse = is_inverse(scope);
    const double left = plot->x + edge, right = plot->x + plot->width - edge - width;
    const double top = plot->y + edge - 2;
    const double bottom = plot->y + plot->height - edge + 1 - height;
    if (plot->width < 72)
        return;
    draw_label(scope, cairo, theme, "out", &scope->out,
               &(UnfoldBox){inverse ? right : left, top, width, height},
               inverse ? UNFOLD_RIGHT : UNFOLD_LEFT);
    draw_label(scope, cairo, theme, "in", &scope->in,
               &(UnfoldBox){inverse ? left : right, bottom, width, height},
               inverse ? UNFOLD_LEFT : UNFOLD_RIGHT);
}

UnfoldBox unfold_scope_plot(const UnfoldScope *scope)
{
    const UnfoldBox *box = &scope->widget.box;
    const double side = fmin(box->width, box->height);
    return (UnfoldBox){box->x + (box->width - side) / 2,
                       box->y + (box->height - side) / 2, side, side};
}

void unfold_scope_draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    UnfoldScope *scope = (UnfoldScope *)widget;
    const UnfoldBox plot = unfold_scope_plot(scope);
    widget->solid[0].width = 0;
    if (!scope->points || !unfold_canvas_map(&scope->canvas, cairo, &plot))
        return;
    widget->solid[0] = scope->canvas.box;
    unfold_canvas_ground(&scope->canvas, widget->part.width <= 0, draw_ground,
                         &(Ground){scope, theme});
    draw_points(scope, theme);
    draw_curve(scope, theme);
    unfold_canvas_unmap(&scope->canvas, cairo);
    draw_labels(scope, cairo, theme, &scope->canvas.box);
}
