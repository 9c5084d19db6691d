/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/dial.h"

#include "plugin/ui/draw.h"

#include <math.h>
#include <string.h>

#define TRAVEL 180.0 /* points of a drag from one end to the other, */
#define FINE 10.0    /* and so many times as far with Shift */
#define FIRST (0.75 * M_PI)
#define SWEEP (1.5 * M_PI)
#define LINE 20.0 /* of text */
#define LARGEST 76.0

static UnfoldDial *dial_of(UnfoldWidget *widget)
{
    return (UnfoldDial *)widget;
}

static bool in_a_row(const UnfoldBox *box)
{
    return box->width > 4 * box->height;
}

/* Of what stands below each other: name, dial, value. */
static double top_of(const UnfoldBox *box, double *size)
{
    *size = fmin(fmin(box->width - 8, box->height - 2 * LINE - 6), LARGEST);
    return box->y + floor((box->height - *size - 2 * LINE - 6) / 2);
}

static UnfoldBox dial_box(const UnfoldBox *box)
{
    double size = box->height - 4;
    if (in_a_row(box))
        return (UnfoldBox){box->x + 4, box->y + 2, size, size};
    const double y = top_of(box, &size) + LINE + 3;
    return (UnfoldBox){box->x + (box->width - size) / 2, y, size, size};
}

UnfoldBox unfold_dial_value_box(const UnfoldDial *dial)
{
    const UnfoldBox *box = &dial->valued.widget.box;
    double size;
    if (in_a_row(box)) {
        const double width = fmin(66, box->width / 2);
        return (UnfoldBox){box->x + box->width - width - 4, box->y, width, box->height};
    }
    const double y = top_of(box, &size) + LINE + 6 + size;
    return (UnfoldBox){box->x + 1, y, box->width - 2, LINE};
}

static UnfoldBox name_box(const UnfoldDial *dial)
{
    const UnfoldBox *box = &dial->valued.widget.box;
    if (in_a_row(box)) {
        const UnfoldBox circle = dial_box(box), value = unfold_dial_value_box(dial);
        const double x = circle.x + circle.width + 6;
        return (UnfoldBox){x, box->y, value.x - x - 4, box->height};
    }
    double size;
    return (UnfoldBox){box->x + 2, top_of(box, &size), box->width - 4, LINE};
}

static double angle(const UnfoldDial *dial, float value)
{
    return FIRST + SWEEP * (double)unfold_control_position(dial->valued.control, value);
}

/* From where the arc goes to the value: the default, or the left end where that is at
   either end. */
static float arc_from(const UnfoldControl *control)
{
    const bool inside =
        control->normal > control->minimum && control->normal < control->maximum;
    return inside ? control->normal : control->minimum;
}

static void draw_dial(const UnfoldDial *dial, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldWidget *widget = &dial->valued.widget;
    const UnfoldBox box = dial_box(&widget->box);
    const double x = box.x + box.width / 2, y = box.y + box.height / 2;
    const double radius = box.width / 2, width = fmax(2.5, radius * 0.16);
    const double ring = radius - width / 2 - 0.5, cap = ring - width * 1.1;
    const double from = angle(dial, arc_from(dial->valued.control));
    const double to = angle(dial, dial->valued.value);
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
    const UnfoldDial *dial = dial_of(widget);
    const UnfoldBox name = name_box(dial), value = unfold_dial_value_box(dial);
    const bool row = in_a_row(&widget->box);
    char text[UNFOLD_VALUE_TEXT];
    unfold_control_write(dial->valued.control, dial->valued.value, true, text);
    draw_dial(dial, cairo, theme);
    unfold_use(cairo, theme->quiet);
    unfold_text(cairo, widget->name, &name, UNFOLD_TEXT_SIZE,
                row ? UNFOLD_LEFT : UNFOLD_CENTRE);
    unfold_use(cairo, widget->inactive ? theme->quiet : theme->text);
    unfold_text(cairo, text, &value, UNFOLD_TEXT_SIZE,
                row ? UNFOLD_RIGHT : UNFOLD_CENTRE);
    if (widget->focused)
        unfold_draw_focus(cairo, theme, &widget->box);
}

static void ask(UnfoldDial *dial, const char *text)
{
    unfold_valued_hold(&dial->valued, false);
    if (dial->valued.edit)
        dial->valued.edit(&dial->valued, text);
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

static void begin_drag(UnfoldDial *dial, const UnfoldPointer *pointer)
{
    dial->drag_y = pointer->y;
    dial->drag_position =
        (double)unfold_control_position(dial->valued.control, dial->valued.value);
    unfold_valued_hold(&dial->valued, true);
}

/* What is beyond an end does not count, so that turning back acts at once. */
static void drag(UnfoldDial *dial, const UnfoldPointer *pointer)
{
    const UnfoldControl *control = dial->valued.control;
    const double travel = pointer->shift ? FINE * TRAVEL : TRAVEL;
    const double position = dial->drag_position + (dial->drag_y - pointer->y) / travel;
    dial->drag_y = pointer->y;
    dial->drag_position = fmin(fmax(position, 0), 1);
    unfold_valued_turn(&dial->valued,
                       rounded(control, value_at(control, dial->drag_position)));
}

static void press(UnfoldDial *dial, const UnfoldPointer *pointer)
{
    if (pointer->button != 1) {
        ask(dial, NULL);
        return;
    }
    begin_drag(dial, pointer);
    if (pointer->clicks < 2)
        return;
    unfold_valued_turn(&dial->valued, dial->valued.control->normal);
    begin_drag(dial, pointer);
}

static void turn_by(UnfoldDial *dial, double steps, bool fine)
{
    const UnfoldControl *control = dial->valued.control;
    const float step = unfold_control_step(control, fine);
    unfold_valued_put(&dial->valued,
                      rounded(control, dial->valued.value + (float)steps * step));
}

static void pointer_event(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    UnfoldDial *dial = dial_of(widget);
    switch (pointer->event) {
    case UNFOLD_PRESS:
        press(dial, pointer);
        return;
    case UNFOLD_MOVE:
        if (dial->valued.held)
            drag(dial, pointer);
        return;
    case UNFOLD_LET_GO:
        unfold_valued_hold(&dial->valued, false);
        return;
    case UNFOLD_WHEEL:
        turn_by(dial, pointer->wheel, pointer->shift || pointer->control);
        return;
    case UNFOLD_LEAVE:
        return;
    }
}

static bool typed(UnfoldDial *dial, const UnfoldKey *key)
{
    if (!dial->valued.edit || key->control || !key->text[0] ||
        !strchr("0123456789+-.,", key->text[0]))
        return false;
    ask(dial, key->text);
    return true;
}

static bool key_event(UnfoldWidget *widget, const UnfoldKey *key)
{
    UnfoldDial *dial = dial_of(widget);
    const UnfoldControl *control = dial->valued.control;
    const bool fine = key->shift || key->control;
    switch (key->code) {
    case UNFOLD_KEY_UP:
    case UNFOLD_KEY_RIGHT:
        turn_by(dial, 1, fine);
        return true;
    case UNFOLD_KEY_DOWN:
    case UNFOLD_KEY_LEFT:
        turn_by(dial, -1, fine);
        return true;
    case UNFOLD_KEY_PAGE_UP:
        turn_by(dial, 10, fine);
        return true;
    case UNFOLD_KEY_PAGE_DOWN:
        turn_by(dial, -10, fine);
        return true;
    case UNFOLD_KEY_HOME:
        unfold_valued_put(&dial->valued, control->minimum);
        return true;
    case UNFOLD_KEY_END:
        unfold_valued_put(&dial->valued, control->maximum);
        return true;
    case UNFOLD_KEY_BACKSPACE:
    case UNFOLD_KEY_DELETE:
        unfold_valued_put(&dial->valued, control->normal);
        return true;
    case UNFOLD_KEY_ENTER:
        if (dial->valued.edit)
            ask(dial, NULL);
        return dial->valued.edit != NULL;
    case UNFOLD_KEY_TEXT:
        return typed(dial, key);
    case UNFOLD_KEY_ESCAPE:
        return false;
    }
    return false;
}

static const UnfoldWidgetKind kind = {
    .draw = draw, .pointer = pointer_event, .key = key_event, .takes_focus = true};

void unfold_dial_init(UnfoldDial *dial, const UnfoldControl *control, int port)
{
    *dial = (UnfoldDial){0};
    unfold_valued_init(&dial->valued, &kind, control, port);
}
