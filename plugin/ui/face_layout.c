/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/face_base.h"

#include <math.h>

#define MARGIN 10.0
#define GAP UNFOLD_FACE_GAP
#define PAD UNFOLD_FACE_PAD

#define TITLE 30.0 /* heights */
#define LINE 20.0
#define TWO_LINES 37.0
#define FOOTER 20.0
#define MOST_DIALS 136.0

#define WITH_FOOTER 240.0  /* height below the header: less is for the dials */
#define WITH_BROWSER 760.0 /* of the window: less has no room for it */

UnfoldBox unfold_face_inside(const UnfoldFaceBase *base)
{
    const UnfoldPanel *panel = base->with.panel;
    return (UnfoldBox){MARGIN, MARGIN, panel->width - 2 * MARGIN,
                       panel->height - 2 * MARGIN};
}

void unfold_face_place(UnfoldWidget *widget, double x, double y, double width,
                       double height)
{
    widget->box = (UnfoldBox){floor(x), floor(y), floor(width), floor(height)};
}

void unfold_face_show(UnfoldFaceBase *base, UnfoldWidget *widget, bool shown)
{
    unfold_panel_show(base->with.panel, widget, shown);
}

void unfold_face_group(UnfoldFaceBase *base, int group, const UnfoldBox *box)
{
    base->groups[group] = (UnfoldBox){floor(box->x), floor(box->y), floor(box->width),
                                      floor(box->height)};
}

UnfoldBox unfold_face_take_bottom(UnfoldBox *rest, double height)
{
    rest->height -= height + GAP;
    return (UnfoldBox){rest->x, rest->y + rest->height + GAP, rest->width, height};
}

UnfoldBox unfold_face_take_right(UnfoldBox *rest, double width)
{
    rest->width -= width + GAP;
    return (UnfoldBox){rest->x + rest->width + GAP, rest->y, width, rest->height};
}

UnfoldBox unfold_face_take_controls(UnfoldBox *rest, double least)
{
    const double most = MOST_DIALS - UNFOLD_FACE_DIALS;
    const double more = fmin(0.12 * (rest->height - least), most);
    return unfold_face_take_bottom(rest, floor(least + more));
}

/* Name and buttons, and a line of what there is to say. */
void unfold_face_place_header(UnfoldFaceBase *base, UnfoldBox *rest)
{
    const double toggle = 116, button = 34;
    const double open = base->open.widget.hidden ? 0 : 78;
    const double height = base->about.tone == UNFOLD_ALARM ? TWO_LINES : LINE;
    double x = rest->x + rest->width - toggle;
    unfold_face_place(&base->enabled.valued.widget, x, rest->y, toggle, TITLE);
    x -= open + (open > 0 ? GAP : 0);
    if (open > 0)
        unfold_face_place(&base->open.widget, x, rest->y + 1, open, TITLE - 2);
    x -= button + 4;
    unfold_face_place(&base->next.widget, x, rest->y + 1, button, TITLE - 2);
    x -= button + 4;
    unfold_face_place(&base->previous.widget, x, rest->y + 1, button, TITLE - 2);
    unfold_face_place(&base->name.widget, rest->x + 2, rest->y, x - GAP - rest->x - 2,
                      TITLE);
    unfold_face_place(&base->about.widget, rest->x + 2, rest->y + TITLE + 1,
                      rest->width - 4, height);
    rest->y += TITLE + height + 6;
    rest->height -= TITLE + height + 6;
}

void unfold_face_place_browser(UnfoldFaceBase *base, int group, UnfoldBox *rest)
{
    const double width = floor(fmin(fmax(0.25 * rest->width, 220), 320));
    const bool shown = rest->width + 2 * MARGIN >= WITH_BROWSER;
    unfold_face_show(base, &base->browser.widget, shown);
    base->groups[group] = (UnfoldBox){0};
    if (!shown)
        return;
    unfold_face_place(&base->browser.widget, rest->x, rest->y, width, rest->height);
    const UnfoldBox list = unfold_browser_places(&base->browser).list;
    const UnfoldBox rim = {list.x - 1, list.y - 1, list.width + 2, list.height + 2};
    unfold_face_group(base, group, &rim);
    rest->x += width + GAP;
    rest->width -= width + GAP;
}

void unfold_face_place_footer(UnfoldFaceBase *base, UnfoldBox *rest)
{
    const double load = 280, height = FOOTER;
    const bool shown = rest->height >= WITH_FOOTER;
    unfold_face_show(base, &base->load.widget, shown);
    if (!shown) {
        unfold_face_show(base, &base->hint.widget, false);
        return;
    }
    rest->height -= height + 4;
    const UnfoldBox row = {rest->x, rest->y + rest->height + 4, rest->width, height};
    const bool has_hint = row.width >= 560;
    unfold_face_show(base, &base->hint.widget, has_hint);
    if (has_hint)
        unfold_face_place(&base->hint.widget, row.x + 2, row.y,
                          row.width - load - GAP - 4, height);
    unfold_face_place(&base->load.widget, row.x + row.width - load - 2, row.y, load,
                      height);
}

void unfold_face_place_alone(UnfoldFaceBase *base, int group, UnfoldWidget *widget,
                             const UnfoldBox *box)
{
    unfold_face_group(base, group, box);
    unfold_face_place(widget, box->x + PAD, box->y + PAD, box->width - 2 * PAD,
                      box->height - 2 * PAD);
}

void unfold_face_place_dials(UnfoldDial *const dials[], uint32_t count,
                             const UnfoldBox *box)
{
    const double cell = (box->width - 2 * PAD) / count, width = fmin(cell, 120);
    for (uint32_t k = 0; k < count; ++k)
        unfold_face_place(&dials[k]->valued.widget,
                          box->x + PAD + k * cell + (cell - width) / 2, box->y + PAD,
                          width, box->height - 2 * PAD);
}
