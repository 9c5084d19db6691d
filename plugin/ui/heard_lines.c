/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/draw.h"
#include "plugin/ui/fit.h"
#include "plugin/ui/heard.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define THICK 1.75      /* points */
#define NOTHING 0.01    /* a probability that is not drawn */
#define NAME 20.0       /* points of height, at most */
#define LEAST_NAME 14.0 /* and at least */
#define SAMPLE 16.0     /* of a line, ahead of its name */
#define ROOM_FOR_SAMPLE 80.0
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
        {1, 0, 1, 0}, {8, 4, 8, 4}, {2, 3, 2, 3}, {9, 3, 2, 3}};
    const UnfoldColour *more = theme->dark ? night : day;
    const UnfoldColour hues[] = {theme->accent, theme->second, more[0], more[1]};
    UnfoldColour colour = hues[k % 4];
    for (int n = 0; n < 8 && unfold_contrast(colour, theme->panel) < 4.5; ++n)
        colour = unfold_blend(colour, theme->text, 0.25);
    return (Look){unfold_pixel(colour), colour, dashes[(k + k / 4) % 4]};
}

/* Whether there is a dash, so far along the line; and how far that goes on. */
static bool is_on(const double dashes[4], double along, double *rest)
{
    const double period = dashes[0] + dashes[1] + dashes[2] + dashes[3];
    double at = along - period * floor(along / period);
    int part = 0;
    while (part < 3 && at >= dashes[part])
        at -= dashes[part++];
    *rest = fmax(dashes[part] - at, 0.25);
    return part % 2 == 0;
}

static double distance(const double from[2], const double to[2])
{
    const double x = to[0] - from[0], y = to[1] - from[1];
    return sqrt(x * x + y * y);
}

/* A piece of a line with dashes, in pixels; `along` in points. */
static void draw_piece(UnfoldCanvas *canvas, const Look *look, const double from[2],
                       const double to[2], double along)
{
    const double length = distance(from, to) / canvas->scale;
    if (!(length > 0))
        return;
    double done = 0, rest;
    while (done < length) {
        const bool on = is_on(look->dashes, along + done, &rest);
        if (!look->dashes[1])
            rest = length; /* there are no gaps */
        const double a = done / length, b = fmin((done + rest) / length, 1);
        const double begin[] = {from[0] + a * (to[0] - from[0]),
                                from[1] + a * (to[1] - from[1])};
        const double end[] = {from[0] + b * (to[0] - from[0]),
                              from[1] + b * (to[1] - from[1])};
        if (on)
            unfold_canvas_line(canvas, begin, end, THICK * canvas->scale, look->pixel);
        done += rest;
    }
}

/* Where a column's answer is, in pixels: the newest at the right. */
static void place(const UnfoldHeard *heard, uint64_t column, uint32_t k, double at[2])
{
    const double pixels = (double)heard->strip.wide / heard->strip.together;
    const double answer = unfold_heard_answer(heard, column, k);
    at[0] = heard->canvas.width - (double)(heard->count - 1 - column) * pixels;
    at[1] = unfold_heard_below(heard, answer) * heard->canvas.scale;
}

/* The first column that there is room for, and that is kept. */
static uint64_t first_column(const UnfoldHeard *heard)
{
    const double pixels = (double)heard->strip.wide / heard->strip.together;
    const uint64_t room = (uint64_t)(heard->canvas.width / pixels) + 2;
    const uint64_t most = room < UNFOLD_HEARD_COLUMNS ? room : UNFOLD_HEARD_COLUMNS;
    return heard->count > most ? heard->count - most : 0;
}

static void draw_line(UnfoldHeard *heard, UnfoldHeardLine *line, const Look *look)
{
    const uint64_t first = first_column(heard), kept = heard->count - line->from;
    const uint32_t k = (uint32_t)line->label;
    double from[2], to[2], along = line->along;
    if (kept > UNFOLD_HEARD_COLUMNS || line->from > first)
        line->from = first; /* it was not drawn for long */
    place(heard, line->from, k, from);
    for (uint64_t column = line->from; column + 1 < heard->count; ++column) {
        place(heard, column + 1, k, to);
        if (column == first) {
            line->from = first;
            line->along = along;
        }
        const bool is_nothing = heard->kind == UNFOLD_HEARS_LABELS &&
                                unfold_heard_answer(heard, column, k) < NOTHING &&
                                unfold_heard_answer(heard, column + 1, k) < NOTHING;
        if (column >= first && !is_nothing)
            draw_piece(&heard->canvas, look, from, to, along);
        along += distance(from, to) / heard->canvas.scale;
        from[0] = to[0];
        from[1] = to[1];
    }
}

void unfold_heard_draw_lines(UnfoldHeard *heard, const UnfoldTheme *theme)
{
    if (!heard->answers || !heard->count)
        return;
    for (uint32_t k = UNFOLD_HEARD_LINES; k-- > 0;) {
        const Look look = look_of(theme, k);
        if (heard->lines[k].label >= 0)
            draw_line(heard, &heard->lines[k], &look);
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

static double newest(const UnfoldHeard *heard, uint32_t k)
{
    return unfold_heard_answer(heard, heard->count - 1, k);
}

/* What the line looks like; where there is no room, its hue alone. Returns the points
   that it takes. */
static double draw_sample(cairo_t *cairo, const Look *look, const UnfoldBox *box)
{
    const double middle = box->y + box->height / 2;
    const bool has_room = box->width >= ROOM_FOR_SAMPLE;
    double x = 0, rest;
    unfold_use(cairo, look->colour);
    if (!has_room)
        cairo_rectangle(cairo, box->x, box->y + 1, 3, fmax(box->height - 2, 0));
    while (has_room && x < SAMPLE) {
        if (is_on(look->dashes, x, &rest))
            cairo_rectangle(cairo, box->x + 4 + x, middle - THICK / 2,
                            fmin(rest, SAMPLE - x), THICK);
        x += rest;
    }
    cairo_fill(cairo);
    return has_room ? SAMPLE + 9 : 7;
}

/* A row on the ground, of which it needs no more than this: that of a group. */
static void begin_row(cairo_t *cairo, const UnfoldTheme *theme, const UnfoldBox *box)
{
    const UnfoldBox row = unfold_canvas_snap(cairo, box);
    cairo_save(cairo);
    unfold_clip(cairo, &row);
    unfold_use(cairo, theme->panel);
    cairo_paint(cairo);
}

/* On a bar as long as the label is likely now. */
static void draw_name(const UnfoldHeard *heard, cairo_t *cairo,
                      const UnfoldTheme *theme, uint32_t row, const UnfoldBox *box)
{
    char name[80];
    const Look look = look_of(theme, (uint32_t)heard->names[row].line);
    const double length = heard->names[row].bar / heard->canvas.scale;
    const UnfoldBox bar = {box->x, box->y + 1, length, box->height - 2};
    const UnfoldColour ground = unfold_blend(theme->ground, look.colour, 0.3);
    begin_row(cairo, theme, box);
    unfold_use(cairo, ground);
    unfold_round(cairo, &bar, 3);
    cairo_fill(cairo);
    const double left = draw_sample(cairo, &look, box);
    const UnfoldBox text = {box->x + left, box->y, fmax(box->width - left - 2, 0),
                            box->height};
    name_of(heard, heard->names[row].label, name, sizeof name);
    unfold_use(cairo, unfold_readable(theme->text, ground));
    unfold_fit(cairo, name, &text, 12, UNFOLD_LEFT, false);
    cairo_restore(cairo);
}

/* The lines that have a row: those that are likeliest now, if there is no room for all;
   never in another order, so that they can be read. Returns how many. */
static uint32_t choose_rows(const UnfoldHeard *heard, uint32_t room,
                            uint32_t rows[UNFOLD_HEARD_LINES])
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < UNFOLD_HEARD_LINES; ++k) {
        const int label = heard->lines[k].label;
        uint32_t likelier = 0;
        for (uint32_t n = 0; n < UNFOLD_HEARD_LINES && label >= 0; ++n)
            likelier += heard->lines[n].label >= 0 &&
                        newest(heard, (uint32_t)heard->lines[n].label) >
                            newest(heard, (uint32_t)label);
        if (label >= 0 && likelier < room && count < room)
            rows[count++] = k;
    }
    return count;
}

static void draw_label_names(UnfoldHeard *heard, cairo_t *cairo,
                             const UnfoldTheme *theme, const UnfoldBox *names, bool all)
{
    uint32_t rows[UNFOLD_HEARD_LINES], lines = 0;
    const uint32_t room = (uint32_t)fmax(names->height / LEAST_NAME, 0);
    const uint32_t count = choose_rows(heard, room, rows);
    for (uint32_t k = 0; k < UNFOLD_HEARD_LINES; ++k)
        lines += heard->lines[k].label >= 0;
    const double height = fmin(names->height / fmax(fmin(room, lines), 1), NAME);
    const double width = fmax(names->width - 6, 0);
    all = all || lines != heard->name_count;
    if (all) {
        begin_row(cairo, theme, names);
        cairo_restore(cairo);
    }
    for (uint32_t k = 0; k < count; ++k) {
        const int line = (int)rows[k], label = heard->lines[line].label;
        const double share = fmin(fmax(newest(heard, (uint32_t)label), 0), 1);
        const int bar = (int)lrint(share * width * heard->canvas.scale);
        if (!all && line == heard->names[k].line && label == heard->names[k].label &&
            bar == heard->names[k].bar)
            continue;
        heard->names[k].line = line;
        heard->names[k].label = label;
        heard->names[k].bar = bar;
        draw_name(heard, cairo, theme, k,
                  &(UnfoldBox){names->x + 6, names->y + k * height, width, height});
    }
    heard->name_count = lines;
}

/* Beside the line's end. */
static void draw_value(UnfoldHeard *heard, cairo_t *cairo, const UnfoldTheme *theme,
                       const UnfoldBox *names)
{
    char value[32];
    const double below = unfold_heard_below(heard, newest(heard, 0)) - BIG / 2;
    const double room = fmax(names->height - BIG, 0);
    const UnfoldBox box = {names->x + 8, names->y + fmin(fmax(below, 0), room),
                           fmax(names->width - 8, 0), BIG};
    if (heard->value.width > 0) {
        begin_row(cairo, theme, &heard->value);
        cairo_restore(cairo);
    }
    heard->value = box;
    begin_row(cairo, theme, &box);
    snprintf(value, sizeof value, "%.3g", newest(heard, 0));
    unfold_use(cairo, theme->accent);
    unfold_text(cairo, value, &box, 16, UNFOLD_LEFT);
    cairo_restore(cairo);
}

void unfold_heard_draw_names(UnfoldHeard *heard, cairo_t *cairo,
                             const UnfoldTheme *theme, bool all)
{
    const UnfoldBox names = unfold_heard_places(heard).names;
    if (all)
        heard->value.width = 0;
    if (!heard->answers || !heard->count)
        return;
    if (heard->kind == UNFOLD_HEARS_LABELS)
        draw_label_names(heard, cairo, theme, &names, all);
    else
        draw_value(heard, cairo, theme, &names);
}
