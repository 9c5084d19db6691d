/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/canvas.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define MOST_DOT 32

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
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
    const int left = most(x, canvas->part.left), top = most(y, canvas->part.top);
    const int right = least(x + width, canvas->part.right);
    const int bottom = least(y + height, canvas->part.bottom);
    if (left >= right || top >= bottom)
        return;
    unfold_canvas_mark(canvas, left, top, right, bottom);
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

/* What four pixels are covered with: of each byte its value, and its share of 256. */
typedef struct {
    uint16_t values[16];
    uint16_t shares[16];
} Cover;

/* 16 bits are enough, so that several are done at a time. */
static void blend_four(uint32_t *pixels, const Cover *cover, uint16_t times)
{
    uint8_t bytes[16];
    memcpy(bytes, pixels, sizeof bytes);
    for (int k = 0; k < 16; ++k) {
        const uint16_t share = (uint16_t)(cover->shares[k] * times) >> 8;
        bytes[k] = (uint16_t)(bytes[k] * (256 - share) + cover->values[k] * share) >> 8;
    }
    memcpy(pixels, bytes, sizeof bytes);
}

/* At the right edge. */
static void blend_fewer(uint32_t *pixels, int count, const Cover *cover, uint16_t times)
{
    uint32_t four[4] = {0};
    memcpy(four, pixels, sizeof *pixels * (size_t)count);
    blend_four(four, cover, times);
    memcpy(pixels, four, sizeof *pixels * (size_t)count);
}

/* The columns of a dot from `from` to `to`, four at a time; beyond there is no share.
 */
static void cover_columns(const uint32_t *across, int from, int to, uint32_t pixel,
                          Cover covers[MOST_DOT / 4])
{
    uint8_t bytes[4];
    memcpy(bytes, &pixel, sizeof bytes);
    for (int k = from; k < to; k += 4) {
        Cover *cover = &covers[(k - from) / 4];
        for (int n = 0; n < 16; ++n)
            cover->values[n] = bytes[n % 4];
        for (int n = 0; n < 4; ++n) {
            const uint64_t share = k + n < to ? across[k + n] : 0;
            const uint64_t each = share * 0x0001000100010001u;
            memcpy(cover->shares + 4 * n, &each, sizeof each);
        }
    }
}

/* In 256ths of a pixel, as doubles of each would cost too much. */
void unfold_canvas_dot(UnfoldCanvas *canvas, double x, double y, double size,
                       uint32_t pixel, double share)
{
    uint32_t across[MOST_DOT], down[MOST_DOT];
    Cover covers[MOST_DOT / 4];
    const double left = x - size / 2, top = y - size / 2;
    if (!(left > -size && top > -size && left < canvas->width && top < canvas->height &&
          size > 0 && size <= MOST_DOT - 2))
        return;
    /* Counted from MOST_DOT pixels before the canvas, nothing is below 0. */
    const uint32_t from_x = (uint32_t)(256 * (left + MOST_DOT));
    const uint32_t from_y = (uint32_t)(256 * (top + MOST_DOT));
    const uint32_t length = (uint32_t)(256 * size);
    const int width = cover_each(from_x, length, (uint32_t)(255 * share), across);
    const int height = cover_each(from_y, length, 256, down);
    const int x0 = (int)(from_x / 256) - MOST_DOT, y0 = (int)(from_y / 256) - MOST_DOT;
    const int begin = most(canvas->part.left, x0), right = canvas->part.right;
    const int end = least(right, x0 + width);
    const int upper = most(canvas->part.top, y0);
    const int lower = least(canvas->part.bottom, y0 + height);
    if (begin >= end || upper >= lower)
        return;
    unfold_canvas_mark(canvas, begin, upper, end, lower);
    cover_columns(across, begin - x0, end - x0, pixel, covers);
    for (int row = upper; row < lower; ++row) {
        uint32_t *pixels = canvas->pixels + (ptrdiff_t)row * canvas->stride;
        const Cover *cover = covers;
        int k = begin;
        for (; k < end && k + 4 <= right; k += 4)
            blend_four(pixels + k, cover++, (uint16_t)down[row - y0]);
        if (k < end)
            blend_fewer(pixels + k, right - k, cover, (uint16_t)down[row - y0]);
    }
}

/* What lies between the two, of pixels that are `step` apart: those from the least to
   before the limit. */
static void span(uint32_t *pixels, ptrdiff_t step, const int limits[2], double from,
                 double to, uint32_t pixel, double share)
{
    const double begin = from > limits[0] ? from : limits[0];
    const double end = to < limits[1] ? to : limits[1];
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
    if (last < limits[1])
        pixels[last * step] =
            blend(pixels[last * step], pixel, (uint32_t)(all * (end - last)));
}

void unfold_canvas_span(UnfoldCanvas *canvas, int x, double from, double to,
                        uint32_t pixel, double share)
{
    const int limits[] = {canvas->part.top, canvas->part.bottom};
    if (x < canvas->part.left || x >= canvas->part.right || !(from < limits[1]) ||
        !(to > limits[0]))
        return;
    unfold_canvas_mark(canvas, x, from, x + 1, to);
    span(canvas->pixels + x, canvas->stride, limits, from, to, pixel, share);
}

/* Column by column, or row by row if it is steep; smooth to its sides alone, so that
   pieces meet without a seam. */
void unfold_canvas_line(UnfoldCanvas *canvas, const double from[2], const double to[2],
                        double thick, uint32_t pixel)
{
    const int across[] = {canvas->part.left, canvas->part.right};
    const int down[] = {canvas->part.top, canvas->part.bottom};
    const bool steep = fabs(to[1] - from[1]) > fabs(to[0] - from[0]);
    const bool back = to[steep] < from[steep];
    const double *a = back ? to : from, *b = back ? from : to;
    const double length = b[steep] - a[steep];
    const double slope = length > 0 ? (b[!steep] - a[!steep]) / length : 0;
    const double half = thick / 2 * sqrt(1 + slope * slope);
    const int *limits = steep ? down : across;
    const ptrdiff_t along = steep ? canvas->stride : 1,
                    step = steep ? 1 : canvas->stride;
    const double end = b[steep] < limits[1] ? b[steep] : limits[1];
    for (int k = a[steep] > limits[0] ? (int)a[steep] : limits[0]; k < end; ++k) {
        double middle = k + 0.5 > a[steep] ? k + 0.5 : a[steep];
        middle = middle < b[steep] ? middle : b[steep];
        const double at = a[!steep] + slope * (middle - a[steep]);
        span(canvas->pixels + k * along, step, steep ? across : down, at - half,
             at + half, pixel, 1);
    }
    const bool left = to[0] < from[0], up = to[1] < from[1];
    unfold_canvas_mark(canvas, (left ? to : from)[0] - half, (up ? to : from)[1] - half,
                       (left ? from : to)[0] + half, (up ? from : to)[1] + half);
}
