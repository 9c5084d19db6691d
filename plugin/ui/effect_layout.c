/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/effect_face.h"

#include <math.h>

#define GAP UNFOLD_FACE_GAP
#define PAD UNFOLD_FACE_PAD

#define ROW 28.0 /* heights */
#define LEAST_PICTURE 120.0

#define UPRIGHT 130.0      /* width of the meters, */
#define WITH_UPRIGHT 300.0 /* and the height that they need */
#define DIAL 84.0
#define SETTINGS 456.0 /* least width of the settings */
#define SHORT_NAME 46.0

enum { OURS, ITS, SETTING, METERS, SCOPE, MEMORY, BROWSER };
static const UnfoldBox none = {0};

/* Upright at the right, or lying at the bottom. */
static void place_meters(UnfoldEffectFace *face, UnfoldBox *rest)
{
    if (rest->height >= WITH_UPRIGHT && rest->width >= SETTINGS + UPRIGHT + GAP) {
        const UnfoldBox box = unfold_face_take_right(rest, UPRIGHT);
        const double width = box.width / 2 - PAD, height = box.height - 2 * PAD;
        unfold_face_group(&face->base, METERS, &box);
        unfold_face_place(&face->in.widget, box.x + PAD, box.y + PAD, width, height);
        unfold_face_place(&face->out.widget, box.x + PAD + width, box.y + PAD, width,
                          height);
        return;
    }
    const UnfoldBox row = unfold_face_take_bottom(rest, UNFOLD_FACE_LYING);
    const double width = (row.width - GAP) / 2;
    unfold_face_group(&face->base, METERS, &none);
    unfold_face_place(&face->in.widget, row.x, row.y, width, UNFOLD_FACE_LYING);
    unfold_face_place(&face->out.widget, row.x + width + GAP, row.y, width,
                      UNFOLD_FACE_LYING);
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
            unfold_face_place(items[k], box->x + x, box->y + row * ROW + 1, width,
                              ROW - 2);
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
    unfold_face_group(&face->base, SETTING, box);
    flow_settings(face, &inside, true);
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
    unfold_face_group(&face->base, OURS, &left);
    unfold_face_group(&face->base, ITS, count > 0 ? &right : &none);
    unfold_face_place_dials(ours, 3, &left);
    if (count > 0)
        unfold_face_place_dials(its, count, &right);
}

static void place_pictures(UnfoldEffectFace *face, const UnfoldBox *box)
{
    UnfoldBox left = *box, right = *box;
    left.width = floor(fmin(box->height, (box->width - GAP) / 2));
    right.x += left.width + GAP;
    right.width -= left.width + GAP;
    unfold_face_place_alone(&face->base, SCOPE, &face->scope.widget, &left);
    unfold_face_place_alone(&face->base, MEMORY, &face->memory.widget, &right);
}

/* Dials and settings beside each other if there is room, pictures above. */
static void place_rest(UnfoldEffectFace *face, UnfoldBox *rest)
{
    const double dials = (3 + face->knob_count) * DIAL + 4 * PAD + GAP;
    const bool beside = rest->width >= dials + GAP + SETTINGS;
    const double settings = settings_height(face, beside ? SETTINGS : rest->width);
    const double least =
        beside ? fmax(settings, UNFOLD_FACE_DIALS) : UNFOLD_FACE_DIALS + GAP + settings;
    const bool pictures = rest->height >= least + GAP + LEAST_PICTURE;
    unfold_face_show(&face->base, &face->scope.widget, pictures);
    unfold_face_show(&face->base, &face->memory.widget, pictures);
    UnfoldBox row = *rest;
    unfold_face_group(&face->base, SCOPE, &none);
    unfold_face_group(&face->base, MEMORY, &none);
    if (pictures) {
        row = unfold_face_take_controls(rest, least);
        place_pictures(face, rest);
    }
    const UnfoldBox other = beside ? unfold_face_take_right(&row, SETTINGS)
                                   : unfold_face_take_bottom(&row, settings);
    place_settings(face, &other);
    place_all_dials(face, &row);
}

void unfold_effect_lay_out(UnfoldEffectFace *face)
{
    UnfoldFaceBase *base = &face->base;
    UnfoldBox rest = unfold_face_inside(base);
    unfold_face_place_header(base, &rest);
    unfold_face_place_browser(base, BROWSER, &rest);
    unfold_face_place_footer(base, &rest);
    place_meters(face, &rest);
    place_rest(face, &rest);
    for (uint32_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        unfold_face_show(base, &face->knobs[k].valued.widget, k < face->knob_count);
    unfold_face_show(base, &base->entry.widget, false);
    base->with.panel->dirty = true;
}
