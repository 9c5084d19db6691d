/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_VALUED_H
#define UNFOLD_UI_VALUED_H

#include "plugin/ui/controls.h"
#include "plugin/ui/widget.h"

/** A widget that turns a control: knobs, toggles and choices have it at their head. */
typedef struct UnfoldValued {
    UnfoldWidget widget; /**< at its head */
    const UnfoldControl *control;
    int port;    /**< for whom it belongs to */
    float value; /**< within the control's range */
    bool held;   /**< the user is about to turn it: what the host says waits */
    /** The user has turned it; begins and ends to. NULL: nobody is told. */
    void (*changed)(struct UnfoldValued *);
    void (*grabbed)(struct UnfoldValued *, bool);
    /** A number is to be typed, which begins with this text (NULL: with what it is).
        NULL: that cannot be. */
    void (*edit)(struct UnfoldValued *, const char *text);
} UnfoldValued;

void unfold_valued_init(UnfoldValued *valued, const UnfoldWidgetKind *kind,
                        const UnfoldControl *control, int port);

/** Show this value, within the range; the default where it is no number. Tells nobody.
 */
void unfold_valued_set(UnfoldValued *valued, float value);

/** As the user wants it: told if it is another. */
void unfold_valued_turn(UnfoldValued *valued, float value);

/** The same, all in one: begun, turned and ended. */
void unfold_valued_put(UnfoldValued *valued, float value);

/** Begin or end to turn it. */
void unfold_valued_hold(UnfoldValued *valued, bool held);

#endif
