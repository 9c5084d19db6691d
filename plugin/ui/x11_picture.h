/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_X11_PICTURE_H
#define UNFOLD_UI_X11_PICTURE_H

#include "plugin/ui/x11_errors.h"

#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <cairo.h>

/** The picture of a window: drawn in memory of our own, which the server reads from
    where it can, and is sent otherwise. Surfaces of cairo's for X are not for us: what
    they keep of a connection they do not all give back, they take far more shared
    memory than a window has pixels, and wait for a server that is gone, for ever (seen
    in 1.16). */
typedef struct {
    UnfoldGuard *guard; /**< of its connection */
    Visual *visual;     /**< red, green and blue in bits of a pixel */
    int depth;
    Colormap colours;
    bool own_colours;
    GC gc;                    /**< or NULL */
    cairo_surface_t *surface; /**< what is drawn on: RGB24; NULL: not yet */
    XImage *image;            /**< the same as the server has it; NULL: not yet */
    XShmSegmentInfo shared;   /**< shmaddr NULL: it is not */
    bool busy;                /**< the server reads it */
} UnfoldScreenPicture;

/** Choose how colours are written on this screen: the window is to have the same.
    False: it has no colours that we could use. */
bool unfold_picture_open(UnfoldScreenPicture *picture, UnfoldGuard *guard);
void unfold_picture_close(UnfoldScreenPicture *picture);

/** Have so many pixels, with nothing on them. False: no memory. */
bool unfold_picture_make(UnfoldScreenPicture *picture, int width, int height);
void unfold_picture_drop(UnfoldScreenPicture *picture);

/** Show what is in these boxes, in pixels. Nothing is to be drawn while it is `busy`.
 */
void unfold_picture_show(UnfoldScreenPicture *picture, Window window,
                         const XRectangle *boxes, int count);

/** False: the event is about something else. */
bool unfold_picture_hear(UnfoldScreenPicture *picture, const XEvent *event);

#endif
