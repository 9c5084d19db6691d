/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/canvas.h"

#include <math.h>
#include <stddef.h>

#define MOST 16384 /* pixels of a side */
#define MOST_DOT 32

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

static bool make(UnfoldCanvas *canvas, int width, int height)
{
    unfold_canvas_free(canvas);
    if (width <= 0 || height <= 0 || width > MOST || height > MOST)
        return false;
    canvas->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    if (cairo_surface_status(canvas->surface) != CAIRO_STATUS_SUCCESS) {
        unfold_canvas_free(canvas);
        return false;
    }
    canvas->pixels = (uint32_t *)(void *)cairo_image_surface_get_data(canvas->surface);
    canvas->stride = cairo_image_surface_get_stride(canvas->surface) / 4;
    canvas->width = width;
    canvas->height = height;
    return true;
}

bool unfold_canvas_fit(UnfoldCanvas *canvas, cairo_t *cairo, const UnfoldBox *box,
                       bool *fresh)
{
    const double own = device_scale(cairo);
    double left = box->x, top = box->y;
    double right = box->x + box->width, bottom = box->y + box->height;
    double unit = 1, none = 0;
    cairo_user_to_device(cairo, &left, &top);
    cairo_user_to_device(cairo, &right, &bottom);
    cairo_user_to_device_distance(cairo, &unit, &none);
    const double x = floor(left * own + 0.5), y = floor(top * own + 0.5);
    const double width = floor(right * own + 0.5) - x;
    const double height = floor(bottom * own + 0.5) - y;
    const bool is_new =
        !canvas->surface || width != canvas->width || height != canvas->height;
    if (fresh)
        *fresh = is_new;
    if (is_new &&
        !make(canvas, width > MOST ? 0 : (int)width, height > MOST ? 0 : (int)height))
        return false;
    canvas->left = (int)x;
    canvas->top = (int)y;
    canvas->scale = unit * own;
    cairo_surface_flush(canvas->surface);
    return true;
}

static void show_part(UnfoldCanvas *canvas, cairo_t *cairo, int from, int to, int at)
{
    if (from >= to)
        return;
    cairo_set_source_surface(cairo, canvas->surface, canvas->left + at - from,
                             canvas->top);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
    cairo_rectangle(cairo, canvas->left + at, canvas->top, to - from, canvas->height);
    cairo_fill(cairo);
}

void unfold_canvas_show(UnfoldCanvas *canvas, cairo_t *cairo, int first)
{
    const double own = device_scale(cairo);
    if (!canvas->surface)
        return;
    cairo_surface_mark_dirty(canvas->surface);
    cairo_save(cairo);
    cairo_identity_matrix(cairo);
    cairo_scale(cairo, 1 / own, 1 / own);
    show_part(canvas, cairo, first, canvas->width, 0);
    show_part(canvas, cairo, 0, first, canvas->width - first);
    cairo_restore(cairo);
}

uint32_t unfold_pixel(UnfoldColour colour)
{
    const uint32_t red = (uint32_t)lrint(255 * colour.red);
    const uint32_t green = (uint32_t)lrint(255 * colour.green);
    const uint32_t blue = (uint32_t)lrint(255 * colour.blue);
    return 0xff000000u | red << 16 | green << 8 | blue;
}

void unfold_canvas_box(UnfoldCanvas *canvas, int x, int y, int width, int height,
                       uint32_t pixel)
{
    const int left = x > 0 ? x : 0, top = y > 0 ? y : 0;
    const int right = x + width < canvas->width ? x + width : canvas->width;
    const int bottom = y + height < canvas->height ? y + height : canvas->height;
    for (int row = top; row < bottom; ++row) {
        uint32_t *pixels = canvas->pixels + (size_t)row * canvas->stride;
        for (int column = left; column < right; ++column)
            pixels[column] = pixel;
    }
}

void unfold_canvas_fill(UnfoldCanvas *canvas, uint32_t pixel)
{
    unfold_canvas_box(canvas, 0, 0, canvas->width, canvas->height, pixel);
}

/* `share` of 256. Two colours at a time, which do not meet. */
static uint32_t blend(uint32_t under, uint32_t over, uint32_t share)
{
    const uint32_t rest = 256 - share;
    const uint32_t even = (under & 0xff00ffu) * rest + (over & 0xff00ffu) * share;
    const uint32_t green = (under & 0x00ff00u) * rest + (over & 0x00ff00u) * share;
    return 0xff000000u | ((even >> 8) & 0xff00ffu) | ((green >> 8) & 0x00ff00u);
}

/* How much of pixel k lies between the two. */
static double cover(int k, double from, double to)
{
    const double begin = from > k ? from : k, end = to < k + 1 ? to : k + 1;
    return end > begin ? end - begin : 0;
}

/* 0..256 for each pixel from `first` on, as many as there are up to `end`. */
static int cover_each(int first, int end, double from, double to, double all,
                      uint32_t covers[MOST_DOT])
{
    int count = 0;
    for (int k = first; k < end && k < to && count < MOST_DOT; ++k)
        covers[count++] = (uint32_t)(all * cover(k, from, to));
    return count;
}

void unfold_canvas_dot(UnfoldCanvas *canvas, double x, double y, double size,
                       uint32_t pixel, double share)
{
    uint32_t across[MOST_DOT], down[MOST_DOT];
    const double left = x - size / 2, top = y - size / 2;
    const double right = left + size, bottom = top + size;
    if (!(right > 0 && bottom > 0 && left < canvas->width && top < canvas->height))
        return;
    const int x0 = left > 0 ? (int)left : 0, y0 = top > 0 ? (int)top : 0;
    const int width = cover_each(x0, canvas->width, left, right, 256 * share, across);
    const int height = cover_each(y0, canvas->height, top, bottom, 256, down);
    for (int row = 0; row < height; ++row) {
        uint32_t *pixels = canvas->pixels + (size_t)(y0 + row) * canvas->stride + x0;
        for (int k = 0; k < width; ++k)
            pixels[k] = blend(pixels[k], pixel, down[row] * across[k] >> 8);
    }
}

/* What lies between the two, of `limit` pixels that are `step` apart. */
static void span(uint32_t *pixels, ptrdiff_t step, int limit, double from, double to,
                 uint32_t pixel, double share)
{
    const double begin = from > 0 ? from : 0, end = to < limit ? to : limit;
    if (!(begin < end))
        return;
    const int first = (int)begin, last = (int)end;
    const uint32_t all = (uint32_t)(256 * share);
    uint32_t *there = pixels + first * step;
    if (first == last) {
        *there = blend(*there, pixel, (uint32_t)(all * (end - begin)));
        return;
    }
    *there = blend(*there, pixel, (uint32_t)(all * (first + 1 - begin)));
    for (int k = first + 1; k < last; ++k)
        pixels[k * step] = blend(pixels[k * step], pixel, all);
    if (last < limit)
        pixels[last * step] =
            blend(pixels[last * step], pixel, (uint32_t)(all * (end - last)));
}

void unfold_canvas_span(UnfoldCanvas *canvas, int x, double from, double to,
                        uint32_t pixel, double share)
{
    if (x >= 0 && x < canvas->width)
        span(canvas->pixels + x, canvas->stride, canvas->height, from, to, pixel,
             share);
}

/* Column by column, or row by row if it is steep; smooth to its sides alone, so that
   pieces meet without a seam. */
void unfold_canvas_line(UnfoldCanvas *canvas, const double from[2], const double to[2],
                        double thick, uint32_t pixel)
{
    const bool steep = fabs(to[1] - from[1]) > fabs(to[0] - from[0]);
    const bool back = to[steep] < from[steep];
    const double *a = back ? to : from, *b = back ? from : to;
    const double length = b[steep] - a[steep];
    const double slope = length > 0 ? (b[!steep] - a[!steep]) / length : 0;
    const double half = thick / 2 * sqrt(1 + slope * slope);
    const int limit = steep ? canvas->height : canvas->width;
    const int across = steep ? canvas->width : canvas->height;
    const ptrdiff_t along = steep ? canvas->stride : 1,
                    step = steep ? 1 : canvas->stride;
    const double end = b[steep] < limit ? b[steep] : limit;
    for (int k = a[steep] > 0 ? (int)a[steep] : 0; k < end; ++k) {
        double middle = k + 0.5 > a[steep] ? k + 0.5 : a[steep];
        middle = middle < b[steep] ? middle : b[steep];
        const double at = a[!steep] + slope * (middle - a[steep]);
        span(canvas->pixels + k * along, step, across, at - half, at + half, pixel, 1);
    }
}
