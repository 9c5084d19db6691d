/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/canvas.h"

#include <math.h>
#include <stddef.h>

#define MOST 16384 /* pixels of a side */

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
    for (int row = top; row < bottom; ++row)
        for (int column = left; column < right; ++column)
            canvas->pixels[(size_t)row * canvas->stride + column] = pixel;
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

void unfold_canvas_dot(UnfoldCanvas *canvas, double x, double y, double size,
                       uint32_t pixel, double share)
{
    const double left = x - size / 2, top = y - size / 2;
    const double right = left + size, bottom = top + size;
    if (!(right > 0 && bottom > 0 && left < canvas->width && top < canvas->height))
        return;
    const int x0 = left > 0 ? (int)left : 0, y0 = top > 0 ? (int)top : 0;
    for (int row = y0; row < canvas->height && row < bottom; ++row) {
        uint32_t *pixels = canvas->pixels + (size_t)row * canvas->stride;
        const double part = 256 * share * cover(row, top, bottom);
        for (int k = x0; k < canvas->width && k < right; ++k)
            pixels[k] =
                blend(pixels[k], pixel, (uint32_t)(part * cover(k, left, right)));
    }
}

void unfold_canvas_span(UnfoldCanvas *canvas, int x, double from, double to,
                        uint32_t pixel, double share)
{
    if (x < 0 || x >= canvas->width || !(to > 0 && from < canvas->height))
        return;
    uint32_t *pixels = canvas->pixels + x;
    for (int row = from > 0 ? (int)from : 0; row < canvas->height && row < to; ++row) {
        uint32_t *there = pixels + (size_t)row * canvas->stride;
        *there = blend(*there, pixel, (uint32_t)(256 * share * cover(row, from, to)));
    }
}
