/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/effect_face.h"

#include <math.h>

#define MARGIN 10.0
#define GAP 8.0
#define PAD 4.0 /* within a group */

#define TITLE 30.0 /* heights */
#define LINE 20.0
#define TWO_LINES 37.0
#define FOOTER 20.0
#define ROW 28.0
#define LYING 28.0
#define DIALS 112.0
#define MOST_DIALS 136.0
#define LEAST_PICTURE 120.0
#define WITH_FOOTER 240.0 /* height below the header: less is for the dials */

#define WITH_BROWSER 760.0 /* of the window: less has no room for it */
#define UPRIGHT 130.0      /* width of the meters, */
#define WITH_UPRIGHT 300.0 /* and the height that they need */
#define DIAL 84.0
#define SETTINGS 456.0 /* least width of the settings */
#define SHORT_NAME 46.0

static void place(UnfoldWidget *widget, double x, double y, double width, double height)
{
    widget->box = (UnfoldBox){floor(x), floor(y), floor(width), floor(height)};
}

static void show(UnfoldEffectFace *face, UnfoldWidget *widget, bool shown)
{
    unfold_panel_show(face->with.panel, widget, shown);
}

static void group(UnfoldEffectFace *face, int which, double x, double y, double width,
                  double height)
{
    face->groups[which] = (UnfoldBox){floor(x), floor(y), floor(width), floor(height)};
}

/* Cut from the bottom. */
static UnfoldBox take_bottom(UnfoldBox *rest, double height)
{
    rest->height -= height + GAP;
    return (UnfoldBox){rest->x, rest->y + rest->height + GAP, rest->width, height};
}

/* Name and buttons, and a line of what there is to say. */
static void place_header(UnfoldEffectFace *face, UnfoldBox *rest)
{
    const double toggle = 116, button = 34;
    const double open = face->open.widget.hidden ? 0 : 78;
    const double height = face->about.tone == UNFOLD_ALARM ? TWO_LINES : LINE;
    double x = rest->x + rest->width - toggle;
    place(&face->enabled.valued.widget, x, rest->y, toggle, TITLE);
    x -= open + (open > 0 ? GAP : 0);
    if (open > 0)
        place(&face->open.widget, x, rest->y + 1, open, TITLE - 2);
    x -= button + 4;
    place(&face->next.widget, x, rest->y + 1, button, TITLE - 2);
    x -= button + 4;
    place(&face->previous.widget, x, rest->y + 1, button, TITLE - 2);
    place(&face->name.widget, rest->x + 2, rest->y, x - GAP - rest->x - 2, TITLE);
    place(&face->about.widget, rest->x + 2, rest->y + TITLE + 1, rest->width - 4,
          height);
    rest->y += TITLE + height + 6;
    rest->height -= TITLE + height + 6;
}

static void place_browser(UnfoldEffectFace *face, UnfoldBox *rest)
{
    const double width = floor(fmin(fmax(0.25 * rest->width, 220), 320));
    const bool shown = rest->width + 2 * MARGIN >= WITH_BROWSER;
    show(face, &face->browser.widget, shown);
    group(face, 6, 0, 0, 0, 0);
    if (!shown)
        return;
    place(&face->browser.widget, rest->x, rest->y, width, rest->height);
    const UnfoldBox list = unfold_browser_places(&face->browser).list;
    group(face, 6, list.x - 1, list.y - 1, list.width + 2, list.height + 2);
    rest->x += width + GAP;
    rest->width -= width + GAP;
}

static void place_footer(UnfoldEffectFace *face, UnfoldBox *rest)
{
    const double load = 280, height = FOOTER;
    const bool shown = rest->height >= WITH_FOOTER;
    show(face, &face->load.widget, shown);
    if (!shown) {
        show(face, &face->hint.widget, false);
        return;
    }
    rest->height -= height + 4;
    const UnfoldBox row = {rest->x, rest->y + rest->height + 4, rest->width, height};
    const bool has_hint = row.width >= 560;
    show(face, &face->hint.widget, has_hint);
    if (has_hint)
        place(&face->hint.widget, row.x + 2, row.y, row.width - load - GAP - 4, height);
    place(&face->load.widget, row.x + row.width - load - 2, row.y, load, height);
}

/* Upright at the right, or lying at the bottom. */
static void place_meters(UnfoldEffectFace *face, UnfoldBox *rest)
{
    if (rest->height >= WITH_UPRIGHT && rest->width >= SETTINGS + UPRIGHT + GAP) {
        const double x = rest->x + rest->width - UPRIGHT, width = UPRIGHT / 2 - PAD;
        const double height = rest->height - 2 * PAD;
        group(face, 3, x, rest->y, UPRIGHT, rest->height);
        place(&face->in.widget, x + PAD, rest->y + PAD, width, height);
        place(&face->out.widget, x + PAD + width, rest->y + PAD, width, height);
        rest->width -= UPRIGHT + GAP;
        return;
    }
    const UnfoldBox row = take_bottom(rest, LYING);
    const double width = (row.width - GAP) / 2;
    group(face, 3, 0, 0, 0, 0);
    place(&face->in.widget, row.x, row.y, width, LYING);
    place(&face->out.widget, row.x + width + GAP, row.y, width, LYING);
}

/* One after the other, in rows as wide as the box, from its top; returns how many rows.
   What both choices offer begins at one line where they are below each other. */
static int flow_settings(UnfoldEffectFace *face, const UnfoldBox *box, bool places)
{
    UnfoldWidget *const items[] = {
        &face->normalise.valued.widget, &face->calibrate.valued.widget,
        &face->interface.valued.widget, &face->oversampling.valued.widget,
        &face->rates.valued.widget};
    face->rates.name_width = SHORT_NAME;
    const double widths[] = {124, 114, 206, unfold_choice_width(&face->oversampling),
                             unfold_choice_width(&face->rates)};
    double x = 0;
    int row = 0;
    for (size_t k = 0; k < sizeof widths / sizeof *widths; ++k) {
        double width = widths[k];
        if (x > 0 && x + width > box->width) {
            x = 0;
            ++row;
        }
        if (x == 0 && items[k] == &face->rates.valued.widget) {
            face->rates.name_width = face->oversampling.name_width;
            width = unfold_choice_width(&face->rates);
        }
        if (places)
            place(items[k], box->x + x, box->y + row * ROW + 1, width, ROW - 2);
        x += width + 2;
    }
    return row + 1;
}

static double settings_height(UnfoldEffectFace *face, double width)
{
    const UnfoldBox inside = {0, 0, width - 2 * PAD, 0};
    return flow_settings(face, &inside, false) * ROW + 2 * PAD;
}

static void place_settings(UnfoldEffectFace *face, const UnfoldBox *box)
{
    const double spare = box->height - settings_height(face, box->width);
    const UnfoldBox inside = {box->x + PAD, box->y + PAD + spare / 2,
                              box->width - 2 * PAD, 0};
    group(face, 2, box->x, box->y, box->width, box->height);
    flow_settings(face, &inside, true);
}

/* In cells of the same width across the box. */
static void place_dials(UnfoldDial *const dials[], uint32_t count, const UnfoldBox *box)
{
    const double cell = (box->width - 2 * PAD) / count, width = fmin(cell, 120);
    for (uint32_t k = 0; k < count; ++k)
        place(&dials[k]->valued.widget, box->x + PAD + k * cell + (cell - width) / 2,
              box->y + PAD, width, box->height - 2 * PAD);
}

/* Ours, and those of the model. */
static void place_all_dials(UnfoldEffectFace *face, const UnfoldBox *box)
{
    UnfoldDial *const ours[] = {&face->input, &face->output, &face->mix};
    UnfoldDial *const its[] = {&face->knobs[0], &face->knobs[1], &face->knobs[2],
                               &face->knobs[3]};
    const uint32_t count = face->knob_count;
    const double gap = count > 0 ? GAP : 0, pads = count > 0 ? 4 * PAD : 2 * PAD;
    const double cell = (box->width - gap - pads) / (3 + count);
    UnfoldBox left = *box, right = *box;
    left.width = floor(3 * cell + 2 * PAD);
    right.x += left.width + gap;
    right.width -= left.width + gap;
    group(face, 0, left.x, left.y, left.width, left.height);
    group(face, 1, 0, 0, 0, 0);
    place_dials(ours, 3, &left);
    if (count > 0) {
        group(face, 1, right.x, right.y, right.width, right.height);
        place_dials(its, count, &right);
    }
}

static void place_picture(UnfoldEffectFace *face, int which, UnfoldWidget *widget,
                          const UnfoldBox *box)
{
    group(face, which, box->x, box->y, box->width, box->height);
    place(widget, box->x + PAD, box->y + PAD, box->width - 2 * PAD,
          box->height - 2 * PAD);
}

static void place_pictures(UnfoldEffectFace *face, const UnfoldBox *box)
{
    UnfoldBox left = *box, right = *box;
    left.width = floor(fmin(box->height, (box->width - GAP) / 2));
    right.x += left.width + GAP;
    right.width -= left.width + GAP;
    place_picture(face, 4, &face->scope.widget, &left);
    place_picture(face, 5, &face->memory.widget, &right);
}

/* Dials and settings beside each other if there is room, pictures above. */
static void place_rest(UnfoldEffectFace *face, UnfoldBox *rest)
{
    const double dials = (3 + face->knob_count) * DIAL + 4 * PAD + GAP;
    const bool beside = rest->width >= dials + GAP + SETTINGS;
    const double settings = settings_height(face, beside ? SETTINGS : rest->width);
    const double least = beside ? fmax(settings, DIALS) : DIALS + GAP + settings;
    const bool pictures = rest->height >= least + GAP + LEAST_PICTURE;
    show(face, &face->scope.widget, pictures);
    show(face, &face->memory.widget, pictures);
    UnfoldBox row = *rest;
    group(face, 4, 0, 0, 0, 0);
    group(face, 5, 0, 0, 0, 0);
    if (pictures) {
        const double more = fmin(0.12 * (rest->height - least), MOST_DIALS - DIALS);
        row = take_bottom(rest, floor(least + more));
        place_pictures(face, rest);
    }
    UnfoldBox other = row;
    if (beside) {
        row.width -= SETTINGS + GAP;
        other.x += row.width + GAP;
        other.width = SETTINGS;
    } else {
        other = take_bottom(&row, settings);
    }
    place_settings(face, &other);
    place_all_dials(face, &row);
}

void unfold_effect_lay_out(UnfoldEffectFace *face)
{
    UnfoldPanel *panel = face->with.panel;
    UnfoldBox rest = {MARGIN, MARGIN, panel->width - 2 * MARGIN,
                      panel->height - 2 * MARGIN};
    place_header(face, &rest);
    place_browser(face, &rest);
    place_footer(face, &rest);
    place_meters(face, &rest);
    place_rest(face, &rest);
    for (uint32_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        show(face, &face->knobs[k].valued.widget, k < face->knob_count);
    show(face, &face->entry.widget, false);
    panel->dirty = true;
}
