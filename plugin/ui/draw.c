/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/draw.h"

#include <math.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define MOST 256 /* bytes of a text */

static void use_font(cairo_t *cairo, double size)
{
    cairo_select_font_face(cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, size);
}

double unfold_text_width(cairo_t *cairo, const char *text, double size)
{
    cairo_text_extents_t extents;
    use_font(cairo, size);
    cairo_text_extents(cairo, text, &extents);
    return extents.x_advance;
}

/* As much of the text as there is room for; returns how wide that is. */
static double cut(cairo_t *cairo, char text[MOST + 4], double size, double room)
{
    size_t length = strlen(text);
    double width = unfold_text_width(cairo, text, size);
    while (length && width > room) {
        do
            --length;
        while (length && ((unsigned char)text[length] & 0xc0) == 0x80);
        memcpy(text + length, ELLIPSIS, sizeof ELLIPSIS);
        width = unfold_text_width(cairo, text, size);
    }
    return width;
}

double unfold_text(cairo_t *cairo, const char *text, const UnfoldBox *box, double size,
                   UnfoldAlign align)
{
    char shown[MOST + 4];
    size_t length = strnlen(text, MOST);
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
        --length;
    memcpy(shown, text, length);
    shown[length] = 0;
    cairo_font_extents_t font;
    const double width = cut(cairo, shown, size, box->width);
    cairo_font_extents(cairo, &font);
    const double room = box->width - width;
    const double x = box->x + room * (align == UNFOLD_LEFT     ? 0
                                      : align == UNFOLD_CENTRE ? 0.5
                                                               : 1);
    const double y = box->y + (box->height + font.ascent - font.descent) / 2;
    cairo_move_to(cairo, x, y);
    cairo_show_text(cairo, shown);
    cairo_new_path(cairo);
    return width;
}

void unfold_round(cairo_t *cairo, const UnfoldBox *box, double radius)
{
    const double r = fmin(radius, fmin(box->width, box->height) / 2);
    const double left = box->x + r, right = box->x + box->width - r;
    const double top = box->y + r, bottom = box->y + box->height - r;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, right, top, r, -M_PI / 2, 0);
    cairo_arc(cairo, right, bottom, r, 0, M_PI / 2);
    cairo_arc(cairo, left, bottom, r, M_PI / 2, M_PI);
    cairo_arc(cairo, left, top, r, M_PI, 3 * M_PI / 2);
    cairo_close_path(cairo);
}

void unfold_clip(cairo_t *cairo, const UnfoldBox *box)
{
    cairo_rectangle(cairo, box->x, box->y, box->width, box->height);
    cairo_clip(cairo);
}

void unfold_draw_focus(cairo_t *cairo, const UnfoldTheme *theme, const UnfoldBox *box)
{
    const UnfoldBox rim = {box->x + 1, box->y + 1, box->width - 2, box->height - 2};
    unfold_use(cairo, theme->accent);
    cairo_set_line_width(cairo, 2);
    unfold_round(cairo, &rim, 4);
    cairo_stroke(cairo);
}
