/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/button.h"

#include "plugin/ui/draw.h"

#include <string.h>

static UnfoldButton *button_of(UnfoldWidget *widget)
{
    return (UnfoldButton *)widget;
}

static void draw_arrow(cairo_t *cairo, const UnfoldBox *box, double way)
{
    const double x = box->x + box->width / 2, y = box->y + box->height / 2;
    cairo_set_line_width(cairo, 2);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_move_to(cairo, x - 2.5 * way, y - 5);
    cairo_line_to(cairo, x + 2.5 * way, y);
    cairo_line_to(cairo, x - 2.5 * way, y + 5);
    cairo_stroke(cairo);
}

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldButton *button = button_of(widget);
    const UnfoldBox *box = &widget->box;
    const double lit = button->down ? 0.28 : widget->hovered ? 0.18 : 0.11;
    const UnfoldBox inner = {box->x + 1, box->y + 1, box->width - 2, box->height - 2};
    unfold_round(cairo, &inner, 5);
    const UnfoldColour ground = unfold_blend(theme->ground, theme->text, lit);
    unfold_use(cairo, ground);
    cairo_fill(cairo);
    unfold_use(cairo,
               unfold_readable(widget->inactive ? theme->quiet : theme->text, ground));
    if (button->sign == UNFOLD_BUTTON_TEXT)
        unfold_text(cairo, widget->name, &inner, UNFOLD_TEXT_SIZE, UNFOLD_CENTRE);
    else
        draw_arrow(cairo, &inner, button->sign == UNFOLD_BUTTON_LEFT ? -1 : 1);
    if (widget->focused)
        unfold_draw_focus(cairo, theme, box);
}

static void set_down(UnfoldButton *button, bool down)
{
    if (button->down == down)
        return;
    button->down = down;
    unfold_touch(&button->widget);
}

static void act(UnfoldButton *button)
{
    if (button->done)
        button->done(button);
}

static void pointer_event(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    UnfoldButton *button = button_of(widget);
    if (pointer->event == UNFOLD_PRESS && pointer->button == 1) {
        set_down(button, true);
    } else if (pointer->event == UNFOLD_LET_GO && button->down) {
        set_down(button, false);
        if (unfold_box_has(&widget->box, pointer->x, pointer->y))
            act(button);
    }
}

static bool key_event(UnfoldWidget *widget, const UnfoldKey *key)
{
    const bool is_space = key->code == UNFOLD_KEY_TEXT && !strcmp(key->text, " ");
    if (key->code != UNFOLD_KEY_ENTER && !is_space)
        return false;
    act(button_of(widget));
    return true;
}

static const UnfoldWidgetKind kind = {
    .draw = draw, .pointer = pointer_event, .key = key_event, .takes_focus = true};

void unfold_button_init(UnfoldButton *button, const char *name, UnfoldSign sign)
{
    *button = (UnfoldButton){.widget = {.kind = &kind, .name = name}, .sign = sign};
}
