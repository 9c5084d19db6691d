/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/listen_face.h"

#include <math.h>

#define GAP UNFOLD_FACE_GAP
#define PAD UNFOLD_FACE_PAD

#define LEAST_PICTURE 96.0
#define LAST 32.0
#define SURE 20.0
#define FLAT 34.0 /* of what was heard last, in one row */

#define UPRIGHT 66.0       /* width of the meter, */
#define WITH_UPRIGHT 300.0 /* and the height that it needs */
#define FIVE 470.0         /* width of the dials */
#define BESIDE 170.0       /* least width of what was heard last beside these */

enum { TURNED, LAST_HEARD, METER, HEARD, BROWSER };
static const UnfoldBox none = {0};

/* Upright at the right, or lying at the bottom. */
static void place_meter(UnfoldListenFace *face, UnfoldBox *rest)
{
    if (rest->height >= WITH_UPRIGHT && rest->width >= FIVE + UPRIGHT + GAP) {
        const UnfoldBox box = unfold_face_take_right(rest, UPRIGHT);
        unfold_face_place_alone(&face->base, METER, &face->in.widget, &box);
        return;
    }
    const UnfoldBox row = unfold_face_take_bottom(rest, UNFOLD_FACE_LYING);
    unfold_face_group(&face->base, METER, &none);
    unfold_face_place(&face->in.widget, row.x, row.y, row.width, row.height);
}

/* One below the other where there is room, else in a row. */
static void place_last(UnfoldListenFace *face, const UnfoldBox *box)
{
    const double x = box->x + 3 * PAD, width = box->width - 6 * PAD;
    const bool flat = box->height < LAST + SURE;
    face->sure.align = flat ? UNFOLD_RIGHT : UNFOLD_LEFT;
    unfold_face_group(&face->base, LAST_HEARD, box);
    if (!flat) {
        const double y = box->y + (box->height - LAST - SURE) / 2;
        unfold_face_place(&face->last.widget, x, y, width, LAST);
        unfold_face_place(&face->sure.widget, x, y + LAST, width, SURE);
        return;
    }
    const double half = width / 2;
    unfold_face_place(&face->last.widget, x, box->y + (box->height - LAST) / 2,
                      half - PAD, LAST);
    unfold_face_place(&face->sure.widget, x + half, box->y + (box->height - SURE) / 2,
                      half, SURE);
}

static void place_rest(UnfoldListenFace *face, UnfoldBox *rest)
{
    UnfoldDial *const dials[] = {&face->threshold, &face->hold, &face->velocity,
                                 &face->base_note, &face->channel};
    const bool beside = rest->width >= FIVE + GAP + BESIDE;
    const double least = beside ? UNFOLD_FACE_DIALS : UNFOLD_FACE_DIALS + GAP + FLAT;
    const bool picture = rest->height >= least + GAP + LEAST_PICTURE;
    UnfoldBox row = *rest;
    unfold_face_show(&face->base, &face->heard.widget, picture);
    unfold_face_group(&face->base, HEARD, &none);
    if (picture) {
        row = unfold_face_take_controls(rest, least);
        unfold_face_place_alone(&face->base, HEARD, &face->heard.widget, rest);
    }
    UnfoldBox last;
    if (beside) {
        const double width = fmin(row.width - FIVE - GAP, 260);
        last = unfold_face_take_right(&row, floor(width));
    } else {
        last = unfold_face_take_bottom(&row, FLAT);
    }
    place_last(face, &last);
    unfold_face_group(&face->base, TURNED, &row);
    unfold_face_place_dials(dials, 5, &row);
}

void unfold_listen_lay_out(UnfoldListenFace *face)
{
    UnfoldFaceBase *base = &face->base;
    UnfoldBox rest = unfold_face_inside(base);
    unfold_face_place_header(base, &rest);
    unfold_face_place_browser(base, BROWSER, &rest);
    unfold_face_place_footer(base, &rest);
    place_meter(face, &rest);
    place_rest(face, &rest);
    unfold_face_show(base, &base->entry.widget, false);
    base->with.panel->dirty = true;
}
