/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_WIDGET_H
#define UNFOLD_UI_WIDGET_H

#include "plugin/ui/theme.h"

#include <stdint.h>

/* Lengths are in points: pixels at scale 1. All of it belongs to the window's thread.
 */

typedef struct {
    double x, y, width, height;
} UnfoldBox;

static inline bool unfold_box_has(const UnfoldBox *box, double x, double y)
{
    return x >= box->x && x < box->x + box->width && y >= box->y &&
           y < box->y + box->height;
}

typedef enum {
    UNFOLD_PRESS,  /**< the widget receives all until it is let go */
    UNFOLD_MOVE,   /**< over it, or anywhere since it was pressed */
    UNFOLD_LET_GO, /**< wherever that is */
    UNFOLD_WHEEL,
    UNFOLD_LEAVE
} UnfoldPointerEvent;

typedef struct {
    UnfoldPointerEvent event;
    double x, y;     /**< in the window */
    double wheel;    /**< notches, up is positive */
    unsigned clicks; /**< 1, or 2 for the second press of a double click */
    unsigned button; /**< 1 left, 2 middle, 3 right */
    bool shift, control;
} UnfoldPointer;

typedef enum {
    UNFOLD_KEY_TEXT, /**< `text` is what was typed */
    UNFOLD_KEY_UP,
    UNFOLD_KEY_DOWN,
    UNFOLD_KEY_LEFT,
    UNFOLD_KEY_RIGHT,
    UNFOLD_KEY_HOME,
    UNFOLD_KEY_END,
    UNFOLD_KEY_PAGE_UP,
    UNFOLD_KEY_PAGE_DOWN,
    UNFOLD_KEY_ENTER,
    UNFOLD_KEY_ESCAPE,
    UNFOLD_KEY_BACKSPACE,
    UNFOLD_KEY_DELETE
} UnfoldKeyCode; /* Tab is the panel's */

typedef struct {
    UnfoldKeyCode code;
    char text[16]; /**< UTF-8; " " for the space bar */
    bool shift, control;
} UnfoldKey;

typedef struct UnfoldWidget UnfoldWidget;

/** How a kind of widget behaves; NULL: not at all. */
typedef struct {
    /** Within its box, on the panel's ground, which is there already. */
    void (*draw)(UnfoldWidget *, cairo_t *, const UnfoldTheme *);
    void (*pointer)(UnfoldWidget *, const UnfoldPointer *);
    /** False: the key is not for it, and goes to the panel. */
    bool (*key)(UnfoldWidget *, const UnfoldKey *);
    /** So many seconds after the last: what moves by itself. */
    void (*tick)(UnfoldWidget *, double seconds);
    bool takes_focus;
} UnfoldWidgetKind;

/** The head of every widget. */
struct UnfoldWidget {
    const UnfoldWidgetKind *kind;
    UnfoldBox box;
    const char *name;   /**< for people: shown beside it or as a hint; not owned */
    void *owner;        /**< whom its callbacks are given */
    bool dirty, hidden; /**< dirty: is to be drawn anew */
    bool focused, hovered;
    bool inactive;  /**< is there, and cannot be used now */
    bool busy;      /**< its ticks do something though it shows nothing new */
    UnfoldBox part; /**< what of it is dirty; no width: all */
    /** What it has drawn all over, in whole pixels, and will again: there it needs no
        ground. No width: nothing. */
    UnfoldBox solid[2];
    /** Of the part, in whole pixels: what it leaves as it was, or brings its own ground
        for. No width: nothing. */
    UnfoldBox still;
};

/** Have it drawn anew with the next frame. */
static inline void unfold_touch(UnfoldWidget *widget)
{
    widget->dirty = true;
    widget->part.width = 0;
}

/** Only a part of it, which lies within it: always the same one. Drawing sees by `part`
    that there is no more to be drawn, and that what it drew last is there: outside the
    part, and where it is solid or still. */
static inline void unfold_touch_part(UnfoldWidget *widget, const UnfoldBox *part)
{
    if (widget->dirty && widget->part.width <= 0)
        return;
    widget->dirty = true;
    widget->part = *part;
}

#endif
