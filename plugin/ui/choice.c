/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/choice.h"

#include "plugin/ui/draw.h"

#include <math.h>
#include <string.h>

static UnfoldChoice *choice_of(UnfoldWidget *widget)
{
    return (UnfoldChoice *)widget;
}

/* Shares of the width go by the number of characters: the pointer is to find the same
   borders as were drawn. */
static double weight(const UnfoldScalePoint *point)
{
    return 2.5 + (double)strlen(point->label);
}

static double weights(const UnfoldChoice *choice, size_t count)
{
    double sum = 0;
    for (size_t k = 0; k < count; ++k)
        sum += weight(&choice->points[k]);
    return sum;
}

double unfold_choice_width(const UnfoldChoice *choice)
{
    return choice->name_width + ceil(8 * weights(choice, choice->count)) + 8;
}

static UnfoldBox row_box(const UnfoldChoice *choice)
{
    const UnfoldBox *box = &choice->valued.widget.box;
    const double x = box->x + 4 + choice->name_width;
    return (UnfoldBox){x, box->y + 2, box->x + box->width - 4 - x, box->height - 4};
}

static UnfoldBox point_box(const UnfoldChoice *choice, size_t k)
{
    const UnfoldBox row = row_box(choice);
    const double all = weights(choice, choice->count);
    const double left = round(row.x + row.width * weights(choice, k) / all);
    const double right = round(row.x + row.width * weights(choice, k + 1) / all);
    return (UnfoldBox){left, row.y, right - left, row.height};
}

/* The last one that the value reaches. */
static size_t chosen(const UnfoldChoice *choice)
{
    size_t at = 0;
    while (at + 1 < choice->count &&
           choice->valued.value >= choice->points[at + 1].value)
        ++at;
    return at;
}

static void draw_point(const UnfoldChoice *choice, size_t k, cairo_t *cairo,
                       const UnfoldTheme *theme)
{
    const UnfoldBox box = point_box(choice, k);
    const bool is_it = k == chosen(choice);
    if (is_it) {
        const UnfoldBox inner = {box.x + 2, box.y + 2, box.width - 4, box.height - 4};
        unfold_round(cairo, &inner, 3);
        unfold_use(cairo, theme->accent);
        cairo_fill(cairo);
    }
    unfold_use(cairo, is_it ? theme->panel : theme->text);
    unfold_text(cairo, choice->points[k].label, &box, UNFOLD_TEXT_SIZE, UNFOLD_CENTRE);
}

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldChoice *choice = choice_of(widget);
    const UnfoldBox *box = &widget->box, row = row_box(choice);
    const UnfoldBox name = {box->x + 4, box->y, choice->name_width - 6, box->height};
    const UnfoldBox rim = {row.x + 0.5, row.y + 0.5, row.width - 1, row.height - 1};
    unfold_use(cairo, theme->quiet);
    unfold_text(cairo, widget->name, &name, UNFOLD_TEXT_SIZE, UNFOLD_LEFT);
    unfold_use(cairo, widget->hovered ? unfold_blend(theme->line, theme->text, 0.3)
                                      : theme->line);
    cairo_set_line_width(cairo, 1);
    unfold_round(cairo, &rim, 5);
    cairo_stroke(cairo);
    for (size_t k = 0; k < choice->count; ++k)
        draw_point(choice, k, cairo, theme);
    if (widget->focused)
        unfold_draw_focus(cairo, theme, box);
}

static void choose(UnfoldChoice *choice, size_t k)
{
    if (k < choice->count)
        unfold_valued_put(&choice->valued, choice->points[k].value);
}

static void step(UnfoldChoice *choice, int by)
{
    const size_t at = chosen(choice);
    if (by > 0 || at > 0)
        choose(choice, by > 0 ? at + 1 : at - 1);
}

static void pointer_event(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    UnfoldChoice *choice = choice_of(widget);
    if (pointer->event == UNFOLD_WHEEL && pointer->wheel != 0)
        step(choice, pointer->wheel > 0 ? 1 : -1);
    if (pointer->event != UNFOLD_PRESS || pointer->button != 1)
        return;
    for (size_t k = 0; k < choice->count; ++k) {
        const UnfoldBox box = point_box(choice, k);
        if (unfold_box_has(&box, pointer->x, pointer->y))
            choose(choice, k);
    }
}

static bool key_event(UnfoldWidget *widget, const UnfoldKey *key)
{
    UnfoldChoice *choice = choice_of(widget);
    switch (key->code) {
    case UNFOLD_KEY_RIGHT:
    case UNFOLD_KEY_UP:
        step(choice, 1);
        return true;
    case UNFOLD_KEY_LEFT:
    case UNFOLD_KEY_DOWN:
        step(choice, -1);
        return true;
    case UNFOLD_KEY_HOME:
        choose(choice, 0);
        return true;
    case UNFOLD_KEY_END:
        choose(choice, choice->count - 1);
        return true;
    default:
        return false;
    }
}

static const UnfoldWidgetKind kind = {
    .draw = draw, .pointer = pointer_event, .key = key_event, .takes_focus = true};

void unfold_choice_init(UnfoldChoice *choice, const UnfoldControl *control, int port,
                        double name_width)
{
    *choice = (UnfoldChoice){.name_width = name_width};
    unfold_valued_init(&choice->valued, &kind, control, port);
    choice->count = unfold_control_points(control, choice->points);
}
