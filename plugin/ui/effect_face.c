/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/effect_face.h"

#include "plugin/ui/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 22.0
#define ROUND 6.0     /* corners of groups, */
#define INSIDE 2.0    /* of which as much as this is left out by all within */
#define LOAD_TIME 0.5 /* seconds from telling to telling */

static void put(UnfoldValued *valued)
{
    UnfoldEffectFace *face = valued->widget.owner;
    unfold_link_put(face->with.link, valued->port, valued->value);
    if (valued == &face->calibrate.valued)
        unfold_panel_activate(face->with.panel, &face->interface.valued.widget,
                              valued->value != 0);
}

static void grab(UnfoldValued *valued, bool grabbed)
{
    UnfoldEffectFace *face = valued->widget.owner;
    unfold_link_grab(face->with.link, valued->port, grabbed);
}

/* A line over the dial's value. */
static void edit(UnfoldValued *valued, const char *text)
{
    UnfoldEffectFace *face = valued->widget.owner;
    UnfoldPanel *panel = face->with.panel;
    UnfoldEntry *entry = &face->entry;
    const UnfoldBox at = unfold_dial_value_box((const UnfoldDial *)valued);
    const double width = fmax(at.width, 76), height = 26;
    char now[UNFOLD_VALUE_TEXT];
    unfold_control_write(valued->control, valued->value, false, now);
    const double x = at.x + (at.width - width) / 2;
    entry->widget.box =
        (UnfoldBox){floor(fmin(fmax(x, 0), panel->width - width)),
                    floor(at.y + (at.height - height) / 2), width, height};
    unfold_entry_set(entry, text ? "" : now);
    if (text)
        unfold_entry_insert(entry, text);
    face->edited = valued;
    unfold_panel_show(panel, &entry->widget, true);
    unfold_panel_focus(panel, &entry->widget);
}

static void edited(UnfoldEntry *entry, bool accepted)
{
    UnfoldEffectFace *face = entry->widget.owner;
    UnfoldPanel *panel = face->with.panel;
    UnfoldValued *valued = face->edited;
    const bool had_focus = panel->focus == &entry->widget;
    float value;
    face->edited = NULL;
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
    unfold_pulse_ask(&((UnfoldEffectFace *)button->widget.owner)->backward);
}

static void go_on(UnfoldButton *button)
{
    unfold_pulse_ask(&((UnfoldEffectFace *)button->widget.owner)->forward);
}

static void open_model(UnfoldButton *button)
{
    const UnfoldEffectFace *face = button->widget.owner;
    face->with.open(face->with.owner);
}

static void load_model(UnfoldBrowser *browser, const char *path)
{
    const UnfoldEffectFace *face = browser->widget.owner;
    unfold_link_load(face->with.link, path);
}

static void add(UnfoldEffectFace *face, UnfoldWidget *widget)
{
    widget->owner = face;
    unfold_panel_add(face->with.panel, widget);
}

static void add_valued(UnfoldEffectFace *face, UnfoldValued *valued)
{
    valued->changed = put;
    valued->grabbed = grab;
    face->turned[face->turned_count++] = valued;
    add(face, &valued->widget);
}

static void add_dial(UnfoldEffectFace *face, UnfoldDial *dial, int port)
{
    unfold_dial_init(dial, &unfold_effect_controls[port], port);
    dial->valued.edit = edit;
    add_valued(face, &dial->valued);
}

static void add_toggle(UnfoldEffectFace *face, UnfoldToggle *toggle, int port)
{
    unfold_toggle_init(toggle, &unfold_effect_controls[port], port);
    add_valued(face, &toggle->valued);
}

static void add_choice(UnfoldEffectFace *face, UnfoldChoice *choice, int port,
                       double name_width)
{
    unfold_choice_init(choice, &unfold_effect_controls[port], port, name_width);
    add_valued(face, &choice->valued);
}

static void add_button(UnfoldEffectFace *face, UnfoldButton *button, const char *name,
                       UnfoldSign sign, void (*done)(UnfoldButton *))
{
    unfold_button_init(button, name, sign);
    button->done = done;
    add(face, &button->widget);
}

static void add_header(UnfoldEffectFace *face)
{
    unfold_label_init(&face->name, NAME_SIZE, UNFOLD_LEFT, UNFOLD_PLAIN);
    unfold_label_init(&face->about, UNFOLD_TEXT_SIZE, UNFOLD_LEFT, UNFOLD_QUIET);
    add(face, &face->name.widget);
    add(face, &face->about.widget);
    add_button(face, &face->previous, "Previous", UNFOLD_BUTTON_LEFT, go_back);
    add_button(face, &face->next, "Next", UNFOLD_BUTTON_RIGHT, go_on);
    add_button(face, &face->open, "Open\xe2\x80\xa6", UNFOLD_BUTTON_TEXT, open_model);
    face->open.widget.hidden = !face->with.open;
    add_toggle(face, &face->enabled, UNFOLD_PORT_ENABLED);
    face->enabled.off = "Bypassed";
    face->backward.port = UNFOLD_PORT_PREVIOUS;
    face->forward.port = UNFOLD_PORT_NEXT;
}

static void add_pictures(UnfoldEffectFace *face)
{
    unfold_browser_init(&face->browser, unfold_effect_models, face->with.bundle);
    face->browser.load = load_model;
    unfold_scope_init(&face->scope);
    unfold_memory_init(&face->memory);
    add(face, &face->browser.widget);
    add(face, &face->scope.widget);
    add(face, &face->memory.widget);
}

/* In the order of Tab. */
static void add_all(UnfoldEffectFace *face)
{
    add_header(face);
    add_pictures(face);
    add_dial(face, &face->input, UNFOLD_PORT_INPUT);
    add_dial(face, &face->output, UNFOLD_PORT_OUTPUT);
    add_dial(face, &face->mix, UNFOLD_PORT_MIX);
    for (int k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        add_dial(face, &face->knobs[k], UNFOLD_PORT_KNOB_1 + k);
    add_toggle(face, &face->normalise, UNFOLD_PORT_NORMALISE);
    add_toggle(face, &face->calibrate, UNFOLD_PORT_CALIBRATE);
    add_dial(face, &face->interface, UNFOLD_PORT_INTERFACE);
    add_choice(face, &face->oversampling, UNFOLD_PORT_OVERSAMPLING, 100);
    add_choice(face, &face->rates, UNFOLD_PORT_RATES, 100);
    unfold_gauge_init(&face->in, "In");
    unfold_gauge_init(&face->out, "Out");
    add(face, &face->in.widget);
    add(face, &face->out.widget);
    unfold_label_init(&face->hint, UNFOLD_TEXT_SIZE, UNFOLD_LEFT, UNFOLD_QUIET);
    unfold_label_init(&face->load, UNFOLD_TEXT_SIZE, UNFOLD_RIGHT, UNFOLD_QUIET);
    add(face, &face->hint.widget);
    add(face, &face->load.widget);
    unfold_entry_init(&face->entry, "Value", "");
    face->entry.done = edited;
    face->entry.widget.hidden = true;
    add(face, &face->entry.widget);
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
    const UnfoldEffectFace *face = owner;
    double left, top, right, bottom;
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    for (size_t k = 0; k < UNFOLD_EFFECT_GROUPS; ++k) {
        const UnfoldBox *box = &face->groups[k];
        if (left < box->x + INSIDE || right > box->x + box->width - INSIDE ||
            top < box->y + INSIDE || bottom > box->y + box->height - INSIDE)
            continue;
        unfold_use(cairo, theme->panel);
        cairo_paint(cairo);
        return;
    }
    cairo_paint(cairo); /* the ground */
    cairo_set_line_width(cairo, 1);
    for (size_t k = 0; k < UNFOLD_EFFECT_GROUPS; ++k) {
        const UnfoldBox *box = &face->groups[k];
        if (box->width > 0 && left < box->x + box->width && right > box->x &&
            top < box->y + box->height && bottom > box->y)
            draw_group(box, cairo, theme);
    }
}

/* Between commas; those beyond the ports cannot be turned. */
static void name_knobs(UnfoldEffectFace *face)
{
    const char *at = face->with.link->knobs;
    uint32_t count = 0;
    while (*at && count < UNFOLD_KNOB_PORTS) {
        at += strspn(at, " ");
        const size_t length = strcspn(at, ",");
        char name[sizeof face->with.link->knobs];
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        unfold_utf8_clean(name, face->knob_names[count], sizeof *face->knob_names);
        face->knobs[count].valued.widget.name = face->knob_names[count];
        ++count;
        at += length + (at[length] == ',');
    }
    face->knob_count = count;
}

static void hear_ports(UnfoldEffectFace *face)
{
    const float *values = face->with.link->values;
    for (uint32_t k = 0; k < face->turned_count; ++k)
        if (!face->turned[k]->held)
            unfold_valued_set(face->turned[k], values[face->turned[k]->port]);
    unfold_panel_activate(face->with.panel, &face->interface.valued.widget,
                          face->calibrate.valued.value != 0);
    unfold_gauge_set(&face->in, values[UNFOLD_PORT_INPUT_PEAK]);
    unfold_gauge_set(&face->out, values[UNFOLD_PORT_OUTPUT_PEAK]);
}

static void hear_model(UnfoldEffectFace *face)
{
    const UnfoldLink *link = face->with.link;
    if (strcmp(face->model, link->model) != 0) {
        snprintf(face->model, sizeof face->model, "%s", link->model);
        unfold_browser_playing(&face->browser, face->model);
        unfold_scope_forget(&face->scope);
        unfold_memory_forget(&face->memory);
    }
    name_knobs(face);
    unfold_effect_tell_model(face);
    unfold_effect_lay_out(face);
}

static void hear_picture(UnfoldEffectFace *face)
{
    const UnfoldPicture *picture = &face->with.link->picture;
    if (picture->cloud && !face->scope.widget.hidden)
        unfold_scope_hear(&face->scope, picture->cloud, picture->pairs);
    if (picture->states && !face->memory.widget.hidden)
        unfold_memory_hear(&face->memory, picture->states, picture->columns,
                           picture->units);
}

static void hear(void *owner, unsigned news)
{
    UnfoldEffectFace *face = owner;
    if (news & UNFOLD_NEWS_PORT)
        hear_ports(face);
    if (news & (UNFOLD_NEWS_MODEL | UNFOLD_NEWS_PROBLEM))
        hear_model(face);
    if (news & UNFOLD_NEWS_PICTURE)
        hear_picture(face);
}

static void tick(void *owner, double seconds)
{
    UnfoldEffectFace *face = owner;
    unfold_pulse_tick(&face->backward, face->with.link, seconds);
    unfold_pulse_tick(&face->forward, face->with.link, seconds);
    unfold_effect_tell_hint(face);
    face->since += seconds;
    if (face->since < LOAD_TIME)
        return;
    face->since = 0;
    unfold_effect_tell_load(face);
}

static void lay_out(void *face)
{
    unfold_effect_lay_out(face);
}

static void *new (const UnfoldFaceOptions *options)
{
    UnfoldEffectFace *face = calloc(1, sizeof *face);
    if (!face)
        return NULL;
    face->with = *options;
    face->with.panel->backdrop = draw_backdrop;
    face->with.panel->owner = face;
    add_all(face);
    hear_ports(face);
    name_knobs(face);
    unfold_effect_tell_model(face);
    unfold_effect_tell_load(face);
    return face;
}

static void free_face(void *owner)
{
    UnfoldEffectFace *face = owner;
    if (!face)
        return;
    unfold_pulse_end(&face->backward, face->with.link);
    unfold_pulse_end(&face->forward, face->with.link);
    unfold_browser_free(&face->browser);
    unfold_scope_free(&face->scope);
    unfold_memory_free(&face->memory);
    free(face);
}

const UnfoldFaceKind unfold_effect_face = {.width = 1000,
                                           .height = 620,
                                           .least_width = 480,
                                           .least_height = 320,
                                           .new = new,
                                           .free = free_face,
                                           .lay_out = lay_out,
                                           .hear = hear,
                                           .tick = tick};
