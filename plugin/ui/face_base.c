/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/face_base.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAME_SIZE 22.0
#define ROUND 6.0     /* corners of groups, */
#define INSIDE 2.0    /* of which as much as this is left out by all within */
#define LOAD_TIME 0.5 /* seconds from telling to telling */

static void turned_some(UnfoldFaceBase *base)
{
    if (base->turned_some)
        base->turned_some(base);
}

static void put(UnfoldValued *valued)
{
    UnfoldFaceBase *base = valued->widget.owner;
    unfold_link_put(base->with.link, valued->port, valued->value);
    turned_some(base);
}

static void grab(UnfoldValued *valued, bool grabbed)
{
    UnfoldFaceBase *base = valued->widget.owner;
    unfold_link_grab(base->with.link, valued->port, grabbed);
}

/* A line over the dial's value. */
static void edit(UnfoldValued *valued, const char *text)
{
    UnfoldFaceBase *base = valued->widget.owner;
    UnfoldPanel *panel = base->with.panel;
    UnfoldEntry *entry = &base->entry;
    const UnfoldBox at = unfold_dial_value_box((const UnfoldDial *)valued);
    const double width = fmax(at.width, 76), height = 26;
    char now[UNFOLD_VALUE_TEXT];
    unfold_control_write(valued->control, valued->value, false, now);
    const double x = at.x + (at.width - width) / 2;
    unfold_face_place(&entry->widget, fmin(fmax(x, 0), panel->width - width),
                      at.y + (at.height - height) / 2, width, height);
    unfold_entry_set(entry, text ? "" : now);
    if (text)
        unfold_entry_insert(entry, text);
    base->edited = valued;
    unfold_panel_show(panel, &entry->widget, true);
    unfold_panel_focus(panel, &entry->widget);
}

static void edited(UnfoldEntry *entry, bool accepted)
{
    UnfoldFaceBase *base = entry->widget.owner;
    UnfoldPanel *panel = base->with.panel;
    UnfoldValued *valued = base->edited;
    const bool had_focus = panel->focus == &entry->widget;
    float value;
    base->edited = NULL;
    unfold_panel_show(panel, &entry->widget, false);
    if (!valued)
        return;
    if (accepted && unfold_control_read(valued->control, entry->text, &value))
        unfold_valued_put(valued, value);
    if (had_focus)
        unfold_panel_focus(panel, &valued->widget);
}

static void go_back(UnfoldButton *button)
{
    unfold_pulse_ask(&((UnfoldFaceBase *)button->widget.owner)->backward);
}

static void go_on(UnfoldButton *button)
{
    unfold_pulse_ask(&((UnfoldFaceBase *)button->widget.owner)->forward);
}

static void open_model(UnfoldButton *button)
{
    const UnfoldFaceBase *base = button->widget.owner;
    base->with.open(base->with.owner);
}

static void load_model(UnfoldBrowser *browser, const char *path)
{
    const UnfoldFaceBase *base = browser->widget.owner;
    unfold_link_load(base->with.link, path);
}

void unfold_face_add(UnfoldFaceBase *base, UnfoldWidget *widget)
{
    widget->owner = base;
    unfold_panel_add(base->with.panel, widget);
}

static void add_valued(UnfoldFaceBase *base, UnfoldValued *valued)
{
    valued->changed = put;
    valued->grabbed = grab;
    base->turned[base->turned_count++] = valued;
    unfold_face_add(base, &valued->widget);
}

void unfold_face_add_dial(UnfoldFaceBase *base, UnfoldDial *dial, int port)
{
    unfold_dial_init(dial, &base->ports->controls[port], port);
    dial->valued.edit = edit;
    add_valued(base, &dial->valued);
}

void unfold_face_add_toggle(UnfoldFaceBase *base, UnfoldToggle *toggle, int port)
{
    unfold_toggle_init(toggle, &base->ports->controls[port], port);
    add_valued(base, &toggle->valued);
}

void unfold_face_add_choice(UnfoldFaceBase *base, UnfoldChoice *choice, int port,
                            double name_width)
{
    unfold_choice_init(choice, &base->ports->controls[port], port, name_width);
    add_valued(base, &choice->valued);
}

void unfold_face_add_hint(UnfoldFaceBase *base, const UnfoldWidget *widget,
                          const char *hint)
{
    base->hints[base->hint_count].widget = widget;
    base->hints[base->hint_count++].hint = hint;
}

static void add_button(UnfoldFaceBase *base, UnfoldButton *button, const char *name,
                       UnfoldSign sign, void (*done)(UnfoldButton *), const char *hint)
{
    unfold_button_init(button, name, sign);
    button->done = done;
    unfold_face_add(base, &button->widget);
    unfold_face_add_hint(base, &button->widget, hint);
}

static void add_header(UnfoldFaceBase *base)
{
    unfold_label_init(&base->name, NAME_SIZE, UNFOLD_LEFT, UNFOLD_PLAIN);
    unfold_label_init(&base->about, UNFOLD_TEXT_SIZE, UNFOLD_LEFT, UNFOLD_QUIET);
    unfold_face_add(base, &base->name.widget);
    unfold_face_add(base, &base->about.widget);
    add_button(base, &base->previous, "Previous", UNFOLD_BUTTON_LEFT, go_back,
               "Take the model before this one.");
    add_button(base, &base->next, "Next", UNFOLD_BUTTON_RIGHT, go_on,
               "Take the model after this one.");
    add_button(base, &base->open, "Open\xe2\x80\xa6", UNFOLD_BUTTON_TEXT, open_model,
               "Choose a model file.");
    base->open.widget.hidden = !base->with.open;
    unfold_face_add_toggle(base, &base->enabled, base->ports->enabled);
    base->enabled.off = "Bypassed";
    base->backward.port = base->ports->previous;
    base->forward.port = base->ports->next;
}

static void draw_group(const UnfoldBox *box, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldBox rim = {box->x + 0.5, box->y + 0.5, box->width - 1, box->height - 1};
    unfold_round(cairo, &rim, ROUND);
    unfold_use(cairo, theme->panel);
    cairo_fill_preserve(cairo);
    /* White on near white is seen by its rim. */
    unfold_use(cairo, theme->dark ? theme->panel : theme->line);
    cairo_stroke(cairo);
}

/* Most of what is drawn lies within one group, and is of one colour. */
static void draw_backdrop(void *owner, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldFaceBase *base = owner;
    double left, top, right, bottom;
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    for (size_t k = 0; k < UNFOLD_MAX_GROUPS; ++k) {
        const UnfoldBox *box = &base->groups[k];
        if (left < box->x + INSIDE || right > box->x + box->width - INSIDE ||
            top < box->y + INSIDE || bottom > box->y + box->height - INSIDE)
            continue;
        unfold_use(cairo, theme->panel);
        cairo_paint(cairo);
        return;
    }
    cairo_paint(cairo); /* the ground */
    cairo_set_line_width(cairo, 1);
    for (size_t k = 0; k < UNFOLD_MAX_GROUPS; ++k) {
        const UnfoldBox *box = &base->groups[k];
        if (box->width > 0 && left < box->x + box->width && right > box->x &&
            top < box->y + box->height && bottom > box->y)
            draw_group(box, cairo, theme);
    }
}

void unfold_face_begin(UnfoldFaceBase *base, const UnfoldFaceOptions *options,
                       const UnfoldFacePorts *ports)
{
    base->with = *options;
    base->ports = ports;
    base->with.panel->backdrop = draw_backdrop;
    base->with.panel->owner = base;
    add_header(base);
    unfold_browser_init(&base->browser, ports->models, options->bundle);
    base->browser.load = load_model;
    base->browser.entry.clipboard = options->clipboard;
    unfold_face_add(base, &base->browser.widget);
}

void unfold_face_end(UnfoldFaceBase *base)
{
    unfold_label_init(&base->hint, UNFOLD_TEXT_SIZE, UNFOLD_LEFT, UNFOLD_QUIET);
    unfold_label_init(&base->load, UNFOLD_TEXT_SIZE, UNFOLD_RIGHT, UNFOLD_QUIET);
    unfold_face_add(base, &base->hint.widget);
    unfold_face_add(base, &base->load.widget);
    unfold_entry_init(&base->entry, "Value", "");
    base->entry.done = edited;
    base->entry.clipboard = base->with.clipboard;
    base->entry.widget.hidden = true;
    unfold_face_add(base, &base->entry.widget);
    unfold_face_hear_ports(base);
    unfold_face_tell_model(base);
    unfold_face_tell_load(base);
}

void unfold_face_clear(UnfoldFaceBase *base)
{
    unfold_pulse_end(&base->backward, base->with.link);
    unfold_pulse_end(&base->forward, base->with.link);
    unfold_browser_free(&base->browser);
}

void unfold_face_hear_ports(UnfoldFaceBase *base)
{
    const float *values = base->with.link->values;
    for (uint32_t k = 0; k < base->turned_count; ++k)
        if (!base->turned[k]->held)
            unfold_valued_set(base->turned[k], values[base->turned[k]->port]);
    turned_some(base);
}

bool unfold_face_hear_model(UnfoldFaceBase *base)
{
    const UnfoldLink *link = base->with.link;
    const bool other = strcmp(base->model, link->model) != 0;
    if (other) {
        snprintf(base->model, sizeof base->model, "%s", link->model);
        unfold_browser_playing(&base->browser, base->model);
    }
    unfold_face_tell_model(base);
    return other;
}

void unfold_face_tick(UnfoldFaceBase *base, double seconds)
{
    unfold_pulse_tick(&base->backward, base->with.link, seconds);
    unfold_pulse_tick(&base->forward, base->with.link, seconds);
    base->previous.widget.busy = unfold_pulse_is_busy(&base->backward);
    base->next.widget.busy = unfold_pulse_is_busy(&base->forward);
    unfold_face_tell_hint(base);
    base->since += seconds;
    if (base->since < LOAD_TIME)
        return;
    base->since = 0;
    unfold_face_tell_load(base);
}
