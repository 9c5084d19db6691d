/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_X11_H
#define UNFOLD_UI_X11_H

#include "plugin/ui/entry.h"
#include "plugin/ui/panel.h"

/** A window with one panel. It has a connection of its own to the X server, so that
    the host's is never touched, and whatever happens to that or to the parent ends
    nothing but this window. All calls come from one thread. */
typedef struct UnfoldWindow UnfoldWindow;

typedef struct {
    unsigned long parent; /**< the host's window; 0: one of its own */
    const char *title;    /**< of one of its own */
    double scale;         /**< pixels in a point; 0: as the screen's settings say */
    double rate;          /**< pictures a second at most; 0: 30, which is the most */
    double width, height, least_width, least_height; /**< points */
    UnfoldPanel *panel;                              /**< lives as long as the window */
    void *owner;                                     /**< whom the calls are given */
    /** The panel has another size. */
    void (*resized)(void *owner);
    /** Ahead of each picture, so many seconds after the last; only while something of
        the window can be seen. */
    void (*frame)(void *owner, double seconds);
} UnfoldWindowOptions;

/** Open and show it; NULL if there is no display, no such parent, or no memory. */
UnfoldWindow *unfold_window_new(const UnfoldWindowOptions *options);
void unfold_window_free(UnfoldWindow *window);

/** Its X11 id. */
unsigned long unfold_window_id(const UnfoldWindow *window);

/** Look what has happened, and draw what has changed. False: the window is gone. */
bool unfold_window_idle(UnfoldWindow *window);

/** Make it so many pixels large, no less than the least. */
void unfold_window_resize(UnfoldWindow *window, int width, int height);

/** Put a text into the clipboard, cut to what an entry holds; insert what is in it, now
    or as soon as whoever has it answers: the entry lives as long as the window. */
void unfold_window_copy(UnfoldWindow *window, const char *text);
void unfold_window_paste(UnfoldWindow *window, UnfoldEntry *into);

/** Its size in pixels. */
void unfold_window_size(const UnfoldWindow *window, int *width, int *height);

#endif
