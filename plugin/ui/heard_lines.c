/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/draw.h"
#include "plugin/ui/fit.h"
#include "plugin/ui/heard.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THICK 2.0    /* points */
#define NOTHING 0.01 /* a probability that is not drawn */
#define NAME 15.0    /* points of height */
#define SAMPLE 16.0  /* of a line, ahead of its name */
#define BIG 18.0

typedef struct {
    uint32_t pixel;
    UnfoldColour colour;
    const double *dashes; /* [4] points: on, off, on, off */
} Look;

/* Each hue with each dash once; nobody needs to tell hues apart alone. */
static Look look_of(const UnfoldTheme *theme, uint32_t k)
{
    static const UnfoldColour night[] = {{0.40, 0.83, 0.58}, {0.95, 0.62, 0.84}};
    static const UnfoldColour day[] = {{0.00, 0.43, 0.26}, {0.60, 0.10, 0.52}};
    static const double dashes[4][4] = {
        {1, 0, 1, 0}, {9, 4, 9, 4}, {2.5, 3, 2.5, 3}, {10, 3, 2.5, 3}};
    const UnfoldColour *more = theme->dark ? night : day;
    const UnfoldColour hues[] = {theme->accent, theme->second, more[0], more[1]};
    UnfoldColour colour = hues[k % 4];
    for (int n = 0; n < 8 && unfold_contrast(colour, theme->panel) < 4.5; ++n)
        colour = unfold_blend(colour, theme->text, 0.25);
    return (Look){unfold_pixel(colour), colour, dashes[(k + k / 4) % 4]};
}

static bool is_on(const double dashes[4], double along)
{
    const double period = dashes[0] + dashes[1] + dashes[2] + dashes[3];
    const double at = along - period * floor(along / period);
    return at < dashes[0] || (at >= dashes[0] + dashes[1] && at < period - dashes[3]);
}

/* An answer between columns, of those that are kept. */
static double between(const UnfoldHeard *heard, uint32_t k, double column)
{
    const double last = (double)heard->count - 1;
    const double held = fmin(fmax(column, 0), last), from = floor(held);
    const double a = unfold_heard_answer(heard, (uint64_t)from, k);
    const double b = unfold_heard_answer(heard, (uint64_t)fmin(from + 1, last), k);
    return a + (held - from) * (b - a);
}

/* Pixel by pixel: from the lowest to the highest that it is there. */
static void draw_line(UnfoldHeard *heard, uint32_t k, const Look *look)
{
    UnfoldCanvas *canvas = &heard->canvas;
    const double scale = canvas->scale, half = THICK * scale / 2;
    const double pixels = (double)heard->strip.wide / heard->strip.together;
    const double oldest =
        fmax((double)heard->count - (UNFOLD_HEARD_COLUMNS - 1), 0) - 0.5;
    double column = (double)heard->count - 0.5 - canvas->width / pixels;
    double answer = between(heard, k, fmax(column, oldest + 0.5));
    for (int x = 0; x < canvas->width; ++x, column += 1 / pixels) {
        const double next = column + 1 / pixels;
        if (next < oldest)
            continue;
        const double then = between(heard, k, fmax(next, oldest + 0.5));
        double low = fmin(answer, then), high = fmax(answer, then);
        for (double c = fmax(ceil(column), oldest + 0.5); c < next; ++c) {
            const double in_it = between(heard, k, c);
            low = fmin(low, in_it);
            high = fmax(high, in_it);
        }
        answer = then;
        if (heard->kind == UNFOLD_HEARS_LABELS && high < NOTHING)
            continue;
        const double along = (column * pixels + 0.5) / scale;
        if (is_on(look->dashes, along))
            unfold_canvas_span(
                canvas, x, unfold_heard_below(heard, high) * scale - half,
                unfold_heard_below(heard, low) * scale + half, look->pixel, 1);
    }
}

void unfold_heard_draw_lines(UnfoldHeard *heard, const UnfoldTheme *theme)
{
    if (!heard->answers || !heard->count)
        return;
    for (uint32_t k = UNFOLD_HEARD_LINES; k-- > 0;) {
        const Look look = look_of(theme, k);
        if (heard->lines[k].label >= 0)
            draw_line(heard, (uint32_t)heard->lines[k].label, &look);
    }
}

/* The label of this number; without a name it is a number. */
static void name_of(const UnfoldHeard *heard, int label, char *name, size_t size)
{
    const char *line = heard->labels;
    for (int k = 0; k < label && line; ++k) {
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    const size_t length = line ? strcspn(line, "\n") : 0;
    if (length)
        snprintf(name, size, "%.*s", (int)length, line);
    else
        snprintf(name, size, "%d", label + 1);
}

static double highest(const UnfoldHeard *heard, int label)
{
    const uint64_t shown = (uint64_t)unfold_heard_columns(heard);
    double most = 0;
    for (uint64_t k = heard->count < shown ? 0 : heard->count - shown; k < heard->count;
         ++k)
        most = fmax(most, unfold_heard_answer(heard, k, (uint32_t)label));
    return most;
}

static int from_above(const void *a, const void *b)
{
    const UnfoldHeardLine *const *x = a, *const *y = b;
    return ((*x)->goal > (*y)->goal) - ((*x)->goal < (*y)->goal);
}

/* At their lines' ends, but one below the other. */
static void spread(UnfoldHeardLine **lines, uint32_t count, double height)
{
    qsort(lines, count, sizeof *lines, from_above);
    for (uint32_t k = 0; k < count; ++k) {
        const double least = k ? lines[k - 1]->goal + NAME : NAME / 2;
        lines[k]->goal = fmax(lines[k]->goal, least);
    }
    for (uint32_t k = count; k-- > 0;) {
        const double most =
            k + 1 < count ? lines[k + 1]->goal - NAME : height - NAME / 2;
        lines[k]->goal = fmin(lines[k]->goal, most);
    }
}

static void draw_name(const UnfoldHeard *heard, cairo_t *cairo,
                      const UnfoldTheme *theme, const UnfoldHeardLine *line,
                      const UnfoldBox *names)
{
    char name[80];
    const Look look = look_of(theme, (uint32_t)(line - heard->lines));
    const double y = names->y + line->at;
    const UnfoldBox box = {names->x + SAMPLE + 10, y - NAME / 2,
                           fmax(names->width - SAMPLE - 10, 0), NAME};
    name_of(heard, line->label, name, sizeof name);
    unfold_use(cairo, look.colour);
    for (double x = 0; x < SAMPLE; x += 0.5)
        if (is_on(look.dashes, x))
            cairo_rectangle(cairo, names->x + 6 + x, y - 1, 0.5, 2);
    cairo_fill(cairo);
    unfold_use(cairo, theme->text);
    unfold_fit(cairo, name, &box, 12, UNFOLD_LEFT, false);
}

/* Of those that were likely while it is shown, as many as there is room for. */
static void draw_label_names(UnfoldHeard *heard, cairo_t *cairo,
                             const UnfoldTheme *theme, const UnfoldBox *names)
{
    UnfoldHeardLine *lines[UNFOLD_HEARD_LINES];
    uint32_t count = 0;
    for (UnfoldHeardLine *line = heard->lines; line < heard->lines + UNFOLD_HEARD_LINES;
         ++line) {
        if (line->label < 0 || highest(heard, line->label) < 0.05 ||
            (count + 1) * NAME > names->height)
            continue;
        const double newest =
            unfold_heard_answer(heard, heard->count - 1, (uint32_t)line->label);
        line->goal = unfold_heard_below(heard, newest);
        lines[count++] = line;
    }
    spread(lines, count, names->height);
    for (uint32_t k = 0; k < count; ++k) {
        if (lines[k]->at == 0)
            lines[k]->at = lines[k]->goal;
        draw_name(heard, cairo, theme, lines[k], names);
    }
}

void unfold_heard_draw_names(UnfoldHeard *heard, cairo_t *cairo,
                             const UnfoldTheme *theme)
{
    const UnfoldHeardPlaces places = unfold_heard_places(heard);
    if (!heard->answers || !heard->count)
        return;
    if (heard->kind == UNFOLD_HEARS_LABELS) {
        draw_label_names(heard, cairo, theme, &places.names);
        return;
    }
    char value[32];
    const double newest = unfold_heard_answer(heard, heard->count - 1, 0);
    const double below = unfold_heard_below(heard, newest) - BIG / 2;
    const UnfoldBox box = {places.names.x + 8,
                           places.names.y +
                               fmin(fmax(below, 0), fmax(places.names.height - BIG, 0)),
                           fmax(places.names.width - 8, 0), BIG};
    snprintf(value, sizeof value, "%.3g", newest);
    unfold_use(cairo, theme->accent);
    unfold_text(cairo, value, &box, 16, UNFOLD_LEFT);
}
