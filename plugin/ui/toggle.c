/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/toggle.h"

#include "plugin/ui/draw.h"

#include <math.h>
#include <string.h>

#define WIDTH 34.0 /* of the switch */
#define HEIGHT 18.0

static UnfoldToggle *toggle_of(UnfoldWidget *widget)
{
    return (UnfoldToggle *)widget;
}

static bool is_on(const UnfoldToggle *toggle)
{
    return toggle->valued.value != 0;
}

static void draw_switch(const UnfoldToggle *toggle, cairo_t *cairo,
                        const UnfoldTheme *theme, const UnfoldBox *box)
{
    const UnfoldWidget *widget = &toggle->valued.widget;
    const bool on = is_on(toggle);
    const double radius = box->height / 2;
    const UnfoldColour back = on ? theme->accent : theme->line;
    unfold_round(cairo, box, radius);
    unfold_use(cairo, widget->hovered ? unfold_blend(back, theme->text, 0.15) : back);
    cairo_fill(cairo);
    unfold_use(cairo, on ? theme->panel : theme->text);
    cairo_arc(cairo, on ? box->x + box->width - radius : box->x + radius,
              box->y + radius, radius - 3, 0, 2 * M_PI);
    cairo_fill(cairo);
}

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldToggle *toggle = toggle_of(widget);
    const UnfoldBox *box = &widget->box;
    const UnfoldBox at = {box->x + 4, box->y + floor((box->height - HEIGHT) / 2), WIDTH,
                          HEIGHT};
    const UnfoldBox name = {at.x + WIDTH + 6, box->y, box->width - WIDTH - 14,
                            box->height};
    const bool on = is_on(toggle);
    draw_switch(toggle, cairo, theme, &at);
    unfold_use(cairo, on ? theme->text : theme->quiet);
    unfold_text(cairo, !on && toggle->off ? toggle->off : widget->name, &name,
                UNFOLD_TEXT_SIZE, UNFOLD_LEFT);
    if (widget->focused)
        unfold_draw_focus(cairo, theme, box);
}

static void turn_over(UnfoldToggle *toggle)
{
    unfold_valued_put(&toggle->valued, is_on(toggle) ? 0 : 1);
}

static void pointer_event(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    UnfoldToggle *toggle = toggle_of(widget);
    if (pointer->event == UNFOLD_PRESS && pointer->button == 1)
        turn_over(toggle);
    else if (pointer->event == UNFOLD_WHEEL && pointer->wheel != 0)
        unfold_valued_put(&toggle->valued, pointer->wheel > 0);
}

static bool key_event(UnfoldWidget *widget, const UnfoldKey *key)
{
    const bool is_space = key->code == UNFOLD_KEY_TEXT && !strcmp(key->text, " ");
    if (key->code != UNFOLD_KEY_ENTER && !is_space)
        return false;
    turn_over(toggle_of(widget));
    return true;
}

static const UnfoldWidgetKind kind = {
    .draw = draw, .pointer = pointer_event, .key = key_event, .takes_focus = true};

void unfold_toggle_init(UnfoldToggle *toggle, const UnfoldControl *control, int port)
{
    *toggle = (UnfoldToggle){0};
    unfold_valued_init(&toggle->valued, &kind, control, port);
}
