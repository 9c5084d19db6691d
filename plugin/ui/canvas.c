/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/canvas.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

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
    return true;
}

bool unfold_canvas_fit(UnfoldCanvas *canvas, cairo_t *cairo, const UnfoldBox *box,
                       bool *fresh)
{
    const int width = canvas->width, height = canvas->height;
    if (!place(canvas, cairo, box)) {
        unfold_canvas_free(canvas);
        return false;
    }
    const bool is_new =
        !canvas->surface || width != canvas->width || height != canvas->height;
    if (fresh)
        *fresh = is_new;
    if (is_new && !make(canvas))
        return false;
    cairo_surface_flush(canvas->surface);
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
    UnfoldCanvas there = {NULL};
    if (!place(&there, cairo, box) || !is_within(&there, target))
        return unfold_canvas_fit(canvas, cairo, box, NULL);
    unfold_canvas_free(canvas);
    *canvas = there;
    canvas->mapped = true;
    const cairo_rectangle_int_t pixels = {there.left, there.top, there.width,
                                          there.height};
    return take(canvas, cairo_surface_map_to_image(target, &pixels));
}

void unfold_canvas_unmap(UnfoldCanvas *canvas, cairo_t *cairo)
{
    if (!canvas->mapped) {
        unfold_canvas_show(canvas, cairo, 0);
        return;
    }
    cairo_surface_mark_dirty(canvas->surface);
    cairo_surface_unmap_image(cairo_get_group_target(cairo), canvas->surface);
    canvas->surface = NULL;
    canvas->pixels = NULL;
    canvas->mapped = false;
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
    if (left >= right || top >= bottom)
        return;
    uint32_t *first = canvas->pixels + (ptrdiff_t)top * canvas->stride + left;
    for (int column = 0; column < right - left; ++column)
        first[column] = pixel;
    for (int row = 1; row < bottom - top; ++row)
        memcpy(first + (ptrdiff_t)row * canvas->stride, first,
               sizeof *first * (size_t)(right - left));
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

/* Of a length from a place on, what of each pixel is covered, in parts of 256, times
   `share` of 256. Returns how many pixels that are. */
static int cover_each(uint32_t from, uint32_t length, uint32_t share,
                      uint32_t covers[MOST_DOT])
{
    const uint32_t before = from % 256, end = before + length;
    const int count = (int)((end + 255) / 256);
    for (int k = 0; k < count; ++k)
        covers[k] = share;
    covers[0] = (256 - before) * share >> 8;
    covers[count - 1] -= (256 * (uint32_t)count - end) * share >> 8;
    return count;
}

/* In 256ths of a pixel, as doubles of each would cost too much. */
void unfold_canvas_dot(UnfoldCanvas *canvas, double x, double y, double size,
                       uint32_t pixel, double share)
{
    uint32_t across[MOST_DOT], down[MOST_DOT];
    const double left = x - size / 2, top = y - size / 2;
    if (!(left > -size && top > -size && left < canvas->width && top < canvas->height &&
          size > 0 && size <= MOST_DOT - 2))
        return;
    /* Counted from MOST_DOT pixels before the canvas, nothing is below 0. */
    const uint32_t from_x = (uint32_t)(256 * (left + MOST_DOT));
    const uint32_t from_y = (uint32_t)(256 * (top + MOST_DOT));
    const uint32_t length = (uint32_t)(256 * size);
    const int width = cover_each(from_x, length, (uint32_t)(256 * share), across);
    const int height = cover_each(from_y, length, 256, down);
    const int x0 = (int)(from_x / 256) - MOST_DOT, y0 = (int)(from_y / 256) - MOST_DOT;
    const int begin = x0 < 0 ? -x0 : 0;
    const int end = x0 + width > canvas->width ? canvas->width - x0 : width;
    for (int row = y0 < 0 ? -y0 : 0; row < height && y0 + row < canvas->height; ++row) {
        uint32_t *pixels = canvas->pixels + (ptrdiff_t)(y0 + row) * canvas->stride + x0;
        for (int k = begin; k < end; ++k)
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
