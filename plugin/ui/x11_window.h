/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_X11_WINDOW_H
#define UNFOLD_UI_X11_WINDOW_H

#include "plugin/ui/x11.h"
#include "plugin/ui/x11_errors.h"
#include "plugin/ui/x11_picture.h"

#include <X11/Xutil.h>

/* Between x11.c, which shows, x11_input.c, which listens, and x11_clipboard.c. */
struct UnfoldWindow {
    UnfoldWindowOptions options;
    UnfoldPanel *panel;
    UnfoldGuard guard;
    Window id;
    int width, height; /**< pixels */
    double scale;      /**< pixels in a point */
    Atom protocols, delete_window;
    XIM method; /**< NULL: keys are what the keyboard says */
    XIC context;
    UnfoldScreenPicture picture;
    bool gone, hidden, moved; /**< moved: the size has changed */
    bool uncovered;           /**< what was drawn is to be shown again */
    double last, due, looked; /**< seconds of the clock */
    double moved_at;          /**< when something was drawn or came last */
    struct {
        Time time;
        unsigned button, count;
        int x, y;
    } click;         /**< the last one */
    Time given_back; /**< when the last key was pressed that the host has got */
    struct {
        Atom name, utf8, targets, fetched;
        char text[UNFOLD_ENTRY_TEXT]; /**< what was copied here */
        bool owned;                   /**< nobody has copied anything since */
        UnfoldEntry *into;            /**< that waits for what it pastes; or NULL */
    } clipboard;
    UnfoldWidget *unfocused; /**< had the focus when the window lost it */
};

/** To the panel, or to the host. */
void unfold_window_hear(UnfoldWindow *window, XEvent *event);

/** False: it is about something else. */
bool unfold_window_hear_clipboard(UnfoldWindow *window, const XEvent *event);
void unfold_window_open_clipboard(UnfoldWindow *window);

/** Keys through the input method, if there is one. */
void unfold_window_open_keys(UnfoldWindow *window);
void unfold_window_close_keys(UnfoldWindow *window);

#endif
