/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/canvas.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define MOST 16384 /* pixels of a side */
#define LEAST_TILE 4

void unfold_canvas_free(UnfoldCanvas *canvas)
{
    if (canvas->surface)
        cairo_surface_destroy(canvas->surface);
    *canvas = (UnfoldCanvas){NULL};
}

/* Pixels of a unit of cairo's device: windows may have a scale of their own. */
static double device_scale(cairo_t *cairo)
{
    double x = 1, y = 1;
    cairo_surface_get_device_scale(cairo_get_group_target(cairo), &x, &y);
    return x > 0 ? x : 1;
}

/* Its pixels are those of the surface, which it takes over. */
static bool take(UnfoldCanvas *canvas, cairo_surface_t *surface)
{
    canvas->surface = surface;
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        unfold_canvas_free(canvas);
        return false;
    }
    canvas->pixels = (uint32_t *)(void *)cairo_image_surface_get_data(surface);
    canvas->stride = cairo_image_surface_get_stride(surface) / 4;
    return true;
}

static bool make(UnfoldCanvas *canvas)
{
    const int width = canvas->width, height = canvas->height;
    if (canvas->surface)
        cairo_surface_destroy(canvas->surface);
    return take(canvas, cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
}

/* The box in pixels, each side at the nearest. */
static UnfoldBox pixels_of(cairo_t *cairo, const UnfoldBox *box)
{
    const double own = device_scale(cairo);
    double left = box->x, top = box->y;
    double right = box->x + box->width, bottom = box->y + box->height;
    cairo_user_to_device(cairo, &left, &top);
    cairo_user_to_device(cairo, &right, &bottom);
    const double x = floor(left * own + 0.5), y = floor(top * own + 0.5);
    return (UnfoldBox){x, y, floor(right * own + 0.5) - x,
                       floor(bottom * own + 0.5) - y};
}

static UnfoldBox points_of(cairo_t *cairo, const UnfoldBox *pixels)
{
    const double own = device_scale(cairo);
    double left = pixels->x / own, top = pixels->y / own;
    double width = pixels->width / own, height = pixels->height / own;
    cairo_device_to_user(cairo, &left, &top);
    cairo_device_to_user_distance(cairo, &width, &height);
    return (UnfoldBox){left, top, width, height};
}

UnfoldBox unfold_canvas_snap(cairo_t *cairo, const UnfoldBox *box)
{
    const UnfoldBox pixels = pixels_of(cairo, box);
    return points_of(cairo, &pixels);
}

/* So many pixels of a side that there are no more than 64 tiles across and down. */
static int choose_tile(const UnfoldCanvas *canvas)
{
    int tile = LEAST_TILE;
    while (canvas->width > 64 << tile || canvas->height > 64 << tile)
        ++tile;
    return tile;
}

static void draw_everywhere(UnfoldCanvas *canvas)
{
    canvas->part.left = canvas->part.top = 0;
    canvas->part.right = canvas->width;
    canvas->part.bottom = canvas->height;
}

/* Where it is and how large; false: nothing can be drawn. */
static bool place(UnfoldCanvas *canvas, cairo_t *cairo, const UnfoldBox *box)
{
    const UnfoldBox pixels = pixels_of(cairo, box);
    double unit = 1, none = 0;
    cairo_user_to_device_distance(cairo, &unit, &none);
    canvas->scale = unit * device_scale(cairo);
    if (!(pixels.width > 0 && pixels.width <= MOST && pixels.height > 0 &&
          pixels.height <= MOST && fabs(pixels.x) <= MOST && fabs(pixels.y) <= MOST))
        return false;
    canvas->left = (int)pixels.x;
    canvas->top = (int)pixels.y;
    canvas->width = (int)pixels.width;
    canvas->height = (int)pixels.height;
    canvas->box = points_of(cairo, &pixels);
    canvas->tile = choose_tile(canvas);
    draw_everywhere(canvas);
    return true;
}

/* Whether it lies on it altogether, and that is an image of the same kind. */
static bool is_within(const UnfoldCanvas *canvas, cairo_surface_t *target)
{
    return cairo_surface_get_type(target) == CAIRO_SURFACE_TYPE_IMAGE &&
           cairo_image_surface_get_format(target) == CAIRO_FORMAT_RGB24 &&
           canvas->left >= 0 && canvas->top >= 0 &&
           canvas->left + canvas->width <= cairo_image_surface_get_width(target) &&
           canvas->top + canvas->height <= cairo_image_surface_get_height(target);
}

bool unfold_canvas_map(UnfoldCanvas *canvas, cairo_t *cairo, const UnfoldBox *box)
{
    cairo_surface_t *target = cairo_get_group_target(cairo);
    const UnfoldCanvas before = *canvas;
    if (!place(canvas, cairo, box)) {
        unfold_canvas_free(canvas);
        return false;
    }
    canvas->mapped = is_within(canvas, target);
    canvas->fresh = canvas->mapped != before.mapped || canvas->left != before.left ||
                    canvas->top != before.top || canvas->width != before.width ||
                    canvas->height != before.height;
    if (canvas->mapped) {
        const cairo_rectangle_int_t pixels = {canvas->left, canvas->top, canvas->width,
                                              canvas->height};
        if (canvas->surface)
            cairo_surface_destroy(canvas->surface);
        return take(canvas, cairo_surface_map_to_image(target, &pixels));
    }
    if (canvas->fresh && !make(canvas))
        return false;
    cairo_surface_flush(canvas->surface);
    return true;
}

/* As if it were mapped: whole pixels, whatever cairo draws within. */
static void show(UnfoldCanvas *canvas, cairo_t *cairo)
{
    const double own = device_scale(cairo);
    cairo_surface_mark_dirty(canvas->surface);
    cairo_save(cairo);
    cairo_reset_clip(cairo);
    cairo_identity_matrix(cairo);
    cairo_scale(cairo, 1 / own, 1 / own);
    cairo_set_source_surface(cairo, canvas->surface, canvas->left, canvas->top);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
    cairo_rectangle(cairo, canvas->left, canvas->top, canvas->width, canvas->height);
    cairo_fill(cairo);
    cairo_restore(cairo);
}

void unfold_canvas_unmap(UnfoldCanvas *canvas, cairo_t *cairo)
{
    if (!canvas->mapped) {
        show(canvas, cairo);
        return;
    }
    cairo_surface_mark_dirty(canvas->surface);
    cairo_surface_unmap_image(cairo_get_group_target(cairo), canvas->surface);
    canvas->surface = NULL;
    canvas->pixels = NULL;
}

static int within(double place, int limit)
{
    return place > 0 ? place < limit ? (int)place : limit : 0;
}

void unfold_canvas_mark(UnfoldCanvas *canvas, double left, double top, double right,
                        double bottom)
{
    const int x = within(left, canvas->width), y = within(top, canvas->height);
    int end_x = within(right, canvas->width), end_y = within(bottom, canvas->height);
    end_x += end_x < right && end_x < canvas->width;
    end_y += end_y < bottom && end_y < canvas->height;
    if (x >= end_x || y >= end_y)
        return;
    const int first = x >> canvas->tile, last = (end_x - 1) >> canvas->tile;
    const uint64_t tiles = UINT64_MAX >> (63 - (last - first)) << first;
    for (int row = y >> canvas->tile; row <= (end_y - 1) >> canvas->tile; ++row)
        canvas->marks[row] |= tiles;
}

void unfold_canvas_mark_box(UnfoldCanvas *canvas, const UnfoldBox *box)
{
    const double left = (box->x - canvas->box.x) * canvas->scale;
    const double top = (box->y - canvas->box.y) * canvas->scale;
    unfold_canvas_mark(canvas, left, top, left + box->width * canvas->scale,
                       top + box->height * canvas->scale);
}

/* In a row of tiles, where there are marks; what is drawn leaves no others. */
static void draw_row(UnfoldCanvas *canvas, int row,
                     void (*draw)(UnfoldCanvas *, const void *), const void *what)
{
    const int side = 1 << canvas->tile, end = (canvas->width + side - 1) / side;
    const uint64_t marks = canvas->marks[row];
    canvas->part.top = row * side;
    canvas->part.bottom = canvas->part.top + side;
    if (canvas->part.bottom > canvas->height)
        canvas->part.bottom = canvas->height;
    for (int from = 0, to; from < end; from = to + 1) {
        for (to = from; to < end && marks >> to & 1;)
            ++to;
        canvas->part.left = from * side;
        canvas->part.right = to < end ? to * side : canvas->width;
        if (from < to)
            draw(canvas, what);
    }
    canvas->marks[row] = 0;
}

void unfold_canvas_ground(UnfoldCanvas *canvas, bool all,
                          void (*draw)(UnfoldCanvas *, const void *), const void *what)
{
    if (all || canvas->fresh)
        unfold_canvas_mark(canvas, 0, 0, canvas->width, canvas->height);
    for (int row = 0; row < 64; ++row)
        if (canvas->marks[row])
            draw_row(canvas, row, draw, what);
    draw_everywhere(canvas);
}

void unfold_canvas_scroll(UnfoldCanvas *canvas, int pixels)
{
    const size_t kept = sizeof *canvas->pixels * (size_t)(canvas->width - pixels);
    for (int y = 0; y < canvas->height; ++y) {
        uint32_t *row = canvas->pixels + (ptrdiff_t)y * canvas->stride;
        memmove(row, row + pixels, kept);
    }
}
