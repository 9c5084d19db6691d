/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/panel.h"

#include "plugin/ui/draw.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

void unfold_panel_add(UnfoldPanel *panel, UnfoldWidget *widget)
{
    assert(panel->count < UNFOLD_MAX_WIDGETS);
    panel->widgets[panel->count++] = widget;
    panel->dirty = true;
}

static bool usable(const UnfoldWidget *widget)
{
    return !widget->hidden && !widget->inactive;
}

/* The last one is above the others. */
static UnfoldWidget *widget_at(const UnfoldPanel *panel, double x, double y)
{
    for (uint32_t k = panel->count; k-- > 0;) {
        UnfoldWidget *widget = panel->widgets[k];
        if (!widget->hidden && unfold_box_has(&widget->box, x, y))
            return widget->inactive ? NULL : widget;
    }
    return NULL;
}

static void tell(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    if (widget && widget->kind->pointer)
        widget->kind->pointer(widget, pointer);
}

static void hover(UnfoldPanel *panel, UnfoldWidget *widget,
                  const UnfoldPointer *pointer)
{
    UnfoldWidget *before = panel->hovered;
    if (before == widget)
        return;
    panel->hovered = widget;
    if (before) {
        UnfoldPointer leave = *pointer;
        leave.event = UNFOLD_LEAVE;
        before->hovered = false;
        unfold_touch(before);
        tell(before, &leave);
    }
    if (widget) {
        widget->hovered = true;
        unfold_touch(widget);
    }
}

void unfold_panel_focus(UnfoldPanel *panel, UnfoldWidget *widget)
{
    UnfoldWidget *before = panel->focus;
    if (widget && (!usable(widget) || !widget->kind->takes_focus))
        widget = NULL;
    if (before == widget)
        return;
    panel->focus = widget;
    if (before) {
        before->focused = false;
        unfold_touch(before);
    }
    if (widget) {
        widget->focused = true;
        unfold_touch(widget);
    }
}

static void press(UnfoldPanel *panel, const UnfoldPointer *pointer)
{
    if (!panel->pressed) {
        panel->pressed = widget_at(panel, pointer->x, pointer->y);
        hover(panel, panel->pressed, pointer);
        unfold_panel_focus(panel, panel->pressed);
    }
    tell(panel->pressed, pointer);
}

static void let_go(UnfoldPanel *panel, const UnfoldPointer *pointer)
{
    UnfoldWidget *pressed = panel->pressed;
    panel->pressed = NULL;
    tell(pressed, pointer);
    hover(panel, widget_at(panel, pointer->x, pointer->y), pointer);
}

void unfold_panel_pointer(UnfoldPanel *panel, const UnfoldPointer *pointer)
{
    UnfoldWidget *under = widget_at(panel, pointer->x, pointer->y);
    switch (pointer->event) {
    case UNFOLD_PRESS:
        press(panel, pointer);
        return;
    case UNFOLD_LET_GO:
        let_go(panel, pointer);
        return;
    case UNFOLD_MOVE:
        if (!panel->pressed)
            hover(panel, under, pointer);
        tell(panel->pressed ? panel->pressed : under, pointer);
        return;
    case UNFOLD_WHEEL:
        tell(panel->pressed ? panel->pressed : under, pointer);
        return;
    case UNFOLD_LEAVE:
        if (!panel->pressed)
            hover(panel, NULL, pointer);
        return;
    }
}

bool unfold_panel_key(UnfoldPanel *panel, const UnfoldKey *key)
{
    UnfoldWidget *focus = panel->focus;
    return focus && focus->kind->key && focus->kind->key(focus, key);
}

void unfold_panel_tab(UnfoldPanel *panel, bool back)
{
    const uint32_t count = panel->count;
    uint32_t at = back ? 0 : count - 1;
    for (uint32_t k = 0; k < count; ++k)
        if (panel->widgets[k] == panel->focus)
            at = k;
    for (uint32_t k = 0; k < count; ++k) {
        at = (at + (back ? count - 1 : 1)) % count;
        UnfoldWidget *widget = panel->widgets[at];
        if (usable(widget) && widget->kind->takes_focus) {
            unfold_panel_focus(panel, widget);
            return;
        }
    }
}

/* Nothing more for what can no longer be used. */
static void let_loose(UnfoldPanel *panel, UnfoldWidget *widget)
{
    if (panel->focus == widget)
        unfold_panel_focus(panel, NULL);
    if (panel->hovered == widget)
        panel->hovered = NULL;
    widget->hovered = false;
    if (panel->pressed != widget)
        return;
    const UnfoldPointer nowhere = {.event = UNFOLD_LET_GO, .x = -1, .y = -1};
    panel->pressed = NULL;
    tell(widget, &nowhere);
}

void unfold_panel_show(UnfoldPanel *panel, UnfoldWidget *widget, bool shown)
{
    if (widget->hidden == !shown)
        return;
    widget->hidden = !shown;
    panel->dirty = true;
    if (!shown)
        let_loose(panel, widget);
}

void unfold_panel_activate(UnfoldPanel *panel, UnfoldWidget *widget, bool active)
{
    if (widget->inactive == !active)
        return;
    widget->inactive = !active;
    unfold_touch(widget);
    if (!active)
        let_loose(panel, widget);
}

void unfold_panel_tick(UnfoldPanel *panel, double seconds)
{
    for (uint32_t k = 0; k < panel->count; ++k) {
        UnfoldWidget *widget = panel->widgets[k];
        if (!widget->hidden && widget->kind->tick)
            widget->kind->tick(widget, seconds);
    }
}

bool unfold_panel_is_dirty(const UnfoldPanel *panel)
{
    bool dirty = panel->dirty;
    for (uint32_t k = 0; k < panel->count && !dirty; ++k)
        dirty = panel->widgets[k]->dirty && !panel->widgets[k]->hidden;
    return dirty;
}

bool unfold_panel_is_busy(const UnfoldPanel *panel)
{
    bool busy = unfold_panel_is_dirty(panel);
    for (uint32_t k = 0; k < panel->count && !busy; ++k)
        busy = panel->widgets[k]->busy && !panel->widgets[k]->hidden;
    return busy;
}

static bool meet(const UnfoldBox *a, const UnfoldBox *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width &&
           a->y < b->y + b->height && b->y < a->y + a->height;
}

/* All pixels that the box touches: a part of one cannot be drawn anew. */
static UnfoldBox whole_pixels(cairo_t *cairo, const UnfoldBox *box)
{
    double left = box->x, top = box->y;
    double right = box->x + box->width, bottom = box->y + box->height;
    cairo_user_to_device(cairo, &left, &top);
    cairo_user_to_device(cairo, &right, &bottom);
    left = floor(left);
    top = floor(top);
    right = ceil(right);
    bottom = ceil(bottom);
    cairo_device_to_user(cairo, &left, &top);
    cairo_device_to_user(cairo, &right, &bottom);
    return (UnfoldBox){left, top, right - left, bottom - top};
}

static void leave_out(cairo_t *cairo, const UnfoldBox *box)
{
    if (box->width > 0)
        cairo_rectangle(cairo, box->x, box->y, box->width, box->height);
}

/* But for where `above` (or NULL) needs none. */
static void draw_ground(const UnfoldPanel *panel, cairo_t *cairo, const UnfoldBox *box,
                        const UnfoldWidget *above)
{
    cairo_save(cairo);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    for (size_t k = 0; above && k < sizeof above->solid / sizeof *above->solid; ++k)
        leave_out(cairo, &above->solid[k]);
    if (above && above->part.width > 0)
        leave_out(cairo, &above->still);
    unfold_clip(cairo, box);
    unfold_use(cairo, panel->theme.ground);
    if (panel->backdrop)
        panel->backdrop(panel->owner, cairo, &panel->theme);
    else
        cairo_paint(cairo);
    cairo_restore(cairo);
}

static void draw_widget(const UnfoldPanel *panel, cairo_t *cairo, UnfoldWidget *widget)
{
    widget->dirty = false;
    if (widget->kind->draw) {
        cairo_save(cairo);
        unfold_clip(cairo, &widget->box);
        widget->kind->draw(widget, cairo, &panel->theme);
        cairo_restore(cairo);
    }
    if (!widget->dirty)
        widget->part.width = 0;
}

static void draw_all(UnfoldPanel *panel, cairo_t *cairo)
{
    const UnfoldBox all = {0, 0, panel->width, panel->height};
    panel->dirty = false;
    draw_ground(panel, cairo, &all, NULL);
    for (uint32_t k = 0; k < panel->count; ++k)
        if (!panel->widgets[k]->hidden) {
            panel->widgets[k]->part.width = 0;
            draw_widget(panel, cairo, panel->widgets[k]);
        }
    panel->drawn[panel->drawn_count++] = all;
}

/* With what is above it, under which nothing of it is there any more. */
static void draw_one(UnfoldPanel *panel, cairo_t *cairo, UnfoldWidget *widget)
{
    UnfoldWidget *last = panel->widgets[panel->count - 1];
    const bool is_under =
        last != widget && !last->hidden && meet(&last->box, &widget->box);
    if (is_under)
        widget->part.width = 0;
    const UnfoldBox *part = widget->part.width > 0 ? &widget->part : &widget->box;
    const UnfoldBox box = whole_pixels(cairo, part);
    cairo_save(cairo);
    unfold_clip(cairo, &box);
    draw_ground(panel, cairo, &box, widget);
    draw_widget(panel, cairo, widget);
    cairo_restore(cairo);
    panel->drawn[panel->drawn_count++] = box;
    if (is_under)
        unfold_touch(last);
}

bool unfold_panel_draw(UnfoldPanel *panel, cairo_t *cairo)
{
    panel->drawn_count = 0;
    if (panel->dirty)
        draw_all(panel, cairo);
    for (uint32_t k = 0; k < panel->count; ++k) {
        UnfoldWidget *widget = panel->widgets[k];
        if (widget->dirty && !widget->hidden)
            draw_one(panel, cairo, widget);
    }
    return panel->drawn_count > 0;
}
