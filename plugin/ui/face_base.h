/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_FACE_BASE_H
#define UNFOLD_UI_FACE_BASE_H

#include "plugin/ui/browser.h"
#include "plugin/ui/button.h"
#include "plugin/ui/choice.h"
#include "plugin/ui/dial.h"
#include "plugin/ui/face.h"
#include "plugin/ui/label.h"
#include "plugin/ui/pulse.h"
#include "plugin/ui/toggle.h"

#define UNFOLD_MAX_GROUPS 8
#define UNFOLD_MAX_TURNED 16
#define UNFOLD_MAX_HINTS 8

/** Of one of our plugins: its ports by their numbers, those that all of them have, and
    the models that came with it. */
typedef struct {
    const UnfoldControl *controls;
    const UnfoldOwnModel *models;
    int enabled, previous, next, load, latency;
} UnfoldFacePorts;

/** What the faces of all our plugins have, at their heads: what there is to say of the
    model, the list of others, controls that are turned, and a line for hints. */
typedef struct UnfoldFaceBase {
    UnfoldFaceOptions with;
    const UnfoldFacePorts *ports;
    /** Controls may have other values. */
    void (*turned_some)(struct UnfoldFaceBase *);
    UnfoldLabel name, about, hint, load;
    UnfoldButton previous, next, open;
    UnfoldToggle enabled;
    UnfoldBrowser browser;
    UnfoldPulse backward, forward;           /**< what previous and next set off */
    UnfoldEntry entry;                       /**< for a number; above the others */
    UnfoldValued *edited;                    /**< which one; NULL: none */
    UnfoldValued *turned[UNFOLD_MAX_TURNED]; /**< all that turn a control */
    uint32_t turned_count;
    struct {
        const UnfoldWidget *widget;
        const char *hint;
    } hints[UNFOLD_MAX_HINTS]; /**< of what turns no control */
    uint32_t hint_count;
    char model[PATH_MAX];                /**< that plays */
    UnfoldBox groups[UNFOLD_MAX_GROUPS]; /**< what stands together; 0 wide: none */
    double since;                        /**< seconds since the load was written, */
    float told_load;                     /**< per cent */
} UnfoldFaceBase;

/* Made in the order of Tab: begin, the face's own widgets, end. */

/** Of a face that is all zeros. */
void unfold_face_begin(UnfoldFaceBase *base, const UnfoldFaceOptions *options,
                       const UnfoldFacePorts *ports);
void unfold_face_add(UnfoldFaceBase *base, UnfoldWidget *widget);
void unfold_face_add_dial(UnfoldFaceBase *base, UnfoldDial *dial, int port);
void unfold_face_add_toggle(UnfoldFaceBase *base, UnfoldToggle *toggle, int port);
void unfold_face_add_choice(UnfoldFaceBase *base, UnfoldChoice *choice, int port,
                            double name_width);

/** What to say of a widget; the text is not copied. */
void unfold_face_add_hint(UnfoldFaceBase *base, const UnfoldWidget *widget,
                          const char *hint);
void unfold_face_end(UnfoldFaceBase *base);
void unfold_face_clear(UnfoldFaceBase *base);

/** Show the values of ports, and what there is to say of the model. True: it is
    another one. */
void unfold_face_hear_ports(UnfoldFaceBase *base);
bool unfold_face_hear_model(UnfoldFaceBase *base);
void unfold_face_tick(UnfoldFaceBase *base, double seconds);

/** For its own files: what there is to say of the model, of the load, and of the widget
    that the pointer or the focus is on. */
void unfold_face_tell_model(UnfoldFaceBase *base);
void unfold_face_tell_load(UnfoldFaceBase *base);
void unfold_face_tell_hint(UnfoldFaceBase *base);

/* Laying out: each takes its part from the box. Points. */

#define UNFOLD_FACE_GAP 8.0
#define UNFOLD_FACE_PAD 4.0     /* within a group */
#define UNFOLD_FACE_LYING 28.0  /* height of a meter that lies, */
#define UNFOLD_FACE_DIALS 112.0 /* and of dials */

/** All of the panel but its margin. */
UnfoldBox unfold_face_inside(const UnfoldFaceBase *base);
void unfold_face_place_header(UnfoldFaceBase *base, UnfoldBox *rest);
void unfold_face_place_footer(UnfoldFaceBase *base, UnfoldBox *rest);

/** With this group; where there is no room for it, it is hidden. */
void unfold_face_place_browser(UnfoldFaceBase *base, int group, UnfoldBox *rest);

/** In whole points. */
void unfold_face_place(UnfoldWidget *widget, double x, double y, double width,
                       double height);
void unfold_face_show(UnfoldFaceBase *base, UnfoldWidget *widget, bool shown);
void unfold_face_group(UnfoldFaceBase *base, int group, const UnfoldBox *box);

/** A widget that is alone in its group. */
void unfold_face_place_alone(UnfoldFaceBase *base, int group, UnfoldWidget *widget,
                             const UnfoldBox *box);

/** In cells of the same width across the box. */
void unfold_face_place_dials(UnfoldDial *const dials[], uint32_t count,
                             const UnfoldBox *box);

/** Cut from the bottom, or the right, with a gap between. */
UnfoldBox unfold_face_take_bottom(UnfoldBox *rest, double height);
UnfoldBox unfold_face_take_right(UnfoldBox *rest, double width);

/** Cut what is below a picture from the bottom: this high, and a little higher where
    there is room for larger dials. */
UnfoldBox unfold_face_take_controls(UnfoldBox *rest, double least);

#endif
