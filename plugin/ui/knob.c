/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/knob.h"

#include "plugin/ui/draw.h"

#include <math.h>
#include <string.h>

#define TRAVEL 180.0 /* points of a drag from one end to the other, */
#define FINE 10.0    /* and so many times as far with Shift */
#define FIRST (0.75 * M_PI)
#define SWEEP (1.5 * M_PI)
#define LINE 20.0 /* of text */

static UnfoldKnob *knob_of(UnfoldWidget *widget)
{
    return (UnfoldKnob *)widget;
}

static bool in_a_row(const UnfoldBox *box)
{
    return box->width > 1.6 * box->height;
}

static UnfoldBox dial_box(const UnfoldBox *box)
{
    if (in_a_row(box)) {
        const double size = box->height - 4;
        return (UnfoldBox){box->x + 4, box->y + 2, size, size};
    }
    const double size = fmin(box->width - 8, box->height - 2 * LINE - 4);
    return (UnfoldBox){box->x + (box->width - size) / 2, box->y + LINE + 2, size, size};
}

UnfoldBox unfold_knob_value_box(const UnfoldKnob *knob)
{
    const UnfoldBox *box = &knob->valued.widget.box;
    if (in_a_row(box)) {
        const double width = fmin(76, box->width / 2);
        return (UnfoldBox){box->x + box->width - width - 4, box->y, width, box->height};
    }
    return (UnfoldBox){box->x + 1, box->y + box->height - LINE - 1, box->width - 2,
                       LINE};
}

static UnfoldBox name_box(const UnfoldKnob *knob)
{
    const UnfoldBox *box = &knob->valued.widget.box;
    if (in_a_row(box)) {
        const UnfoldBox dial = dial_box(box), value = unfold_knob_value_box(knob);
        const double x = dial.x + dial.width + 6;
        return (UnfoldBox){x, box->y, value.x - x - 4, box->height};
    }
    return (UnfoldBox){box->x + 2, box->y + 1, box->width - 4, LINE};
}

static double angle(const UnfoldKnob *knob, float value)
{
    return FIRST + SWEEP * (double)unfold_control_position(knob->valued.control, value);
}

/* From where the arc goes to the value: the default, or the left end where that is at
   either end. */
static float arc_from(const UnfoldControl *control)
{
    const bool inside =
        control->normal > control->minimum && control->normal < control->maximum;
    return inside ? control->normal : control->minimum;
}

static void draw_dial(const UnfoldKnob *knob, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldWidget *widget = &knob->valued.widget;
    const UnfoldBox box = dial_box(&widget->box);
    const double x = box.x + box.width / 2, y = box.y + box.height / 2;
    const double radius = box.width / 2, width = fmax(2.5, radius * 0.16);
    const double ring = radius - width / 2 - 0.5, cap = ring - width * 1.1;
    const double from = angle(knob, arc_from(knob->valued.control));
    const double to = angle(knob, knob->valued.value);
    const UnfoldColour mark = widget->inactive ? theme->line : theme->accent;
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cairo, width);
    unfold_use(cairo, theme->line);
    cairo_arc(cairo, x, y, ring, FIRST, FIRST + SWEEP);
    cairo_stroke(cairo);
    unfold_use(cairo, mark);
    if (fabs(to - from) > 0.01) {
        cairo_arc(cairo, x, y, ring, fmin(from, to), fmax(from, to));
        cairo_stroke(cairo);
    }
    unfold_use(cairo, unfold_blend(theme->panel, theme->text,
                                   widget->hovered && !widget->inactive ? 0.16 : 0.09));
    cairo_arc(cairo, x, y, cap, 0, 2 * M_PI);
    cairo_fill(cairo);
    unfold_use(cairo, widget->inactive ? theme->line : theme->text);
    cairo_set_line_width(cairo, fmax(2, width * 0.6));
    cairo_move_to(cairo, x + cap * 0.4 * cos(to), y + cap * 0.4 * sin(to));
    cairo_line_to(cairo, x + cap * 0.85 * cos(to), y + cap * 0.85 * sin(to));
    cairo_stroke(cairo);
}

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldKnob *knob = knob_of(widget);
    const UnfoldBox name = name_box(knob), value = unfold_knob_value_box(knob);
    const bool row = in_a_row(&widget->box);
    char text[UNFOLD_VALUE_TEXT];
    unfold_control_write(knob->valued.control, knob->valued.value, true, text);
    draw_dial(knob, cairo, theme);
    unfold_use(cairo, theme->quiet);
    unfold_text(cairo, widget->name, &name, UNFOLD_TEXT_SIZE,
                row ? UNFOLD_LEFT : UNFOLD_CENTRE);
    unfold_use(cairo, widget->inactive ? theme->quiet : theme->text);
    unfold_text(cairo, text, &value, UNFOLD_TEXT_SIZE,
                row ? UNFOLD_RIGHT : UNFOLD_CENTRE);
    if (widget->focused)
        unfold_draw_focus(cairo, theme, &widget->box);
}

static void ask(UnfoldKnob *knob, const char *text)
{
    unfold_valued_hold(&knob->valued, false);
    if (knob->valued.edit)
        knob->valued.edit(&knob->valued, text);
}

static float value_at(const UnfoldControl *control, double position)
{
    return control->minimum + (float)position * (control->maximum - control->minimum);
}

/* Values that are easy to say: multiples of the smallest step. */
static float rounded(const UnfoldControl *control, float value)
{
    const float step = unfold_control_step(control, true);
    return step * roundf(value / step);
}

static void begin_drag(UnfoldKnob *knob, const UnfoldPointer *pointer)
{
    knob->drag_y = pointer->y;
    knob->drag_position =
        (double)unfold_control_position(knob->valued.control, knob->valued.value);
    unfold_valued_hold(&knob->valued, true);
}

/* What is beyond an end does not count, so that turning back acts at once. */
static void drag(UnfoldKnob *knob, const UnfoldPointer *pointer)
{
    const UnfoldControl *control = knob->valued.control;
    const double travel = pointer->shift ? FINE * TRAVEL : TRAVEL;
    const double position = knob->drag_position + (knob->drag_y - pointer->y) / travel;
    knob->drag_y = pointer->y;
    knob->drag_position = fmin(fmax(position, 0), 1);
    unfold_valued_turn(&knob->valued,
                       rounded(control, value_at(control, knob->drag_position)));
}

static void press(UnfoldKnob *knob, const UnfoldPointer *pointer)
{
    if (pointer->button != 1) {
        ask(knob, NULL);
        return;
    }
    begin_drag(knob, pointer);
    if (pointer->clicks < 2)
        return;
    unfold_valued_turn(&knob->valued, knob->valued.control->normal);
    begin_drag(knob, pointer);
}

static void turn_by(UnfoldKnob *knob, double steps, bool fine)
{
    const UnfoldControl *control = knob->valued.control;
    const float step = unfold_control_step(control, fine);
    unfold_valued_put(&knob->valued,
                      rounded(control, knob->valued.value + (float)steps * step));
}

static void pointer_event(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    UnfoldKnob *knob = knob_of(widget);
    switch (pointer->event) {
    case UNFOLD_PRESS:
        press(knob, pointer);
        return;
    case UNFOLD_MOVE:
        if (knob->valued.held)
            drag(knob, pointer);
        return;
    case UNFOLD_LET_GO:
        unfold_valued_hold(&knob->valued, false);
        return;
    case UNFOLD_WHEEL:
        turn_by(knob, pointer->wheel, pointer->shift || pointer->control);
        return;
    case UNFOLD_LEAVE:
        return;
    }
}

static bool typed(UnfoldKnob *knob, const UnfoldKey *key)
{
    if (!knob->valued.edit || key->control || !key->text[0] ||
        !strchr("0123456789+-.,", key->text[0]))
        return false;
    ask(knob, key->text);
    return true;
}

static bool key_event(UnfoldWidget *widget, const UnfoldKey *key)
{
    UnfoldKnob *knob = knob_of(widget);
    const UnfoldControl *control = knob->valued.control;
    const bool fine = key->shift || key->control;
    switch (key->code) {
    case UNFOLD_KEY_UP:
    case UNFOLD_KEY_RIGHT:
        turn_by(knob, 1, fine);
        return true;
    case UNFOLD_KEY_DOWN:
    case UNFOLD_KEY_LEFT:
        turn_by(knob, -1, fine);
        return true;
    case UNFOLD_KEY_PAGE_UP:
        turn_by(knob, 10, fine);
        return true;
    case UNFOLD_KEY_PAGE_DOWN:
        turn_by(knob, -10, fine);
        return true;
    case UNFOLD_KEY_HOME:
        unfold_valued_put(&knob->valued, control->minimum);
        return true;
    case UNFOLD_KEY_END:
        unfold_valued_put(&knob->valued, control->maximum);
        return true;
    case UNFOLD_KEY_BACKSPACE:
    case UNFOLD_KEY_DELETE:
        unfold_valued_put(&knob->valued, control->normal);
        return true;
    case UNFOLD_KEY_ENTER:
        if (knob->valued.edit)
            ask(knob, NULL);
        return knob->valued.edit != NULL;
    case UNFOLD_KEY_TEXT:
        return typed(knob, key);
    case UNFOLD_KEY_ESCAPE:
        return false;
    }
    return false;
}

static const UnfoldWidgetKind kind = {
    .draw = draw, .pointer = pointer_event, .key = key_event, .takes_focus = true};

void unfold_knob_init(UnfoldKnob *knob, const UnfoldControl *control, int port)
{
    *knob = (UnfoldKnob){0};
    unfold_valued_init(&knob->valued, &kind, control, port);
}
