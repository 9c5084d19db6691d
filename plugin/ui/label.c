/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/label.h"

#include <math.h>
#include <string.h>

#define LEADING 1.4 /* heights of a letter from line to line */

/* The bytes of the text that fit in a line, up to a blank if there is one. */
static size_t line_length(cairo_t *cairo, const char *text, double size, double width)
{
    char line[UNFOLD_LABEL_TEXT];
    size_t fits = 0, length = 0;
    while (text[length]) {
        do
            ++length;
        while (((unsigned char)text[length] & 0xc0) == 0x80);
        if (text[length] && text[length] != ' ')
            continue;
        memcpy(line, text, length);
        line[length] = 0;
        if (unfold_text_width(cairo, line, size) > width)
            break;
        fits = length;
    }
    return fits;
}

static void draw_lines(const UnfoldLabel *label, cairo_t *cairo)
{
    const UnfoldBox *box = &label->widget.box;
    const double height = label->size * LEADING;
    const int lines = (int)fmax(1, floor(box->height / height));
    UnfoldBox line = {box->x, box->y, box->width, lines > 1 ? height : box->height};
    char text[UNFOLD_LABEL_TEXT];
    const char *rest = label->text;
    for (int k = 0; k < lines && *rest; ++k, line.y += height) {
        const size_t fits = line_length(cairo, rest, label->size, box->width);
        const bool is_last = k == lines - 1 || fits == 0;
        const size_t length = is_last ? strlen(rest) : fits;
        memcpy(text, rest, length);
        text[length] = 0;
        unfold_text(cairo, text, &line, label->size, label->align);
        rest += length;
        rest += strspn(rest, " ");
    }
}

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldLabel *label = (const UnfoldLabel *)widget;
    unfold_use(cairo, label->tone == UNFOLD_ALARM   ? theme->alarm
                      : label->tone == UNFOLD_QUIET ? theme->quiet
                                                    : theme->text);
    draw_lines(label, cairo);
}

static const UnfoldWidgetKind kind = {.draw = draw};

void unfold_label_init(UnfoldLabel *label, double size, UnfoldAlign align,
                       UnfoldTone tone)
{
    *label = (UnfoldLabel){
        .widget = {.kind = &kind}, .size = size, .align = align, .tone = tone};
}

void unfold_label_set(UnfoldLabel *label, const char *text, UnfoldTone tone)
{
    size_t length = strnlen(text, UNFOLD_LABEL_TEXT);
    if (length == UNFOLD_LABEL_TEXT) {
        --length;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            --length;
    }
    if (strlen(label->text) == length && !memcmp(label->text, text, length) &&
        label->tone == tone)
        return;
    memcpy(label->text, text, length);
    label->text[length] = 0;
    label->tone = tone;
    unfold_touch(&label->widget);
}
