/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/x11_window.h"

#include <X11/Xatom.h>
#include <stdio.h>
#include <string.h>

#define MOST 1024 /* longs that are fetched */

/* How it is called is in the ICCCM, section 2. */
void unfold_window_open_clipboard(UnfoldWindow *window)
{
    Display *display = window->guard.display;
    window->clipboard.name = XInternAtom(display, "CLIPBOARD", False);
    window->clipboard.utf8 = XInternAtom(display, "UTF8_STRING", False);
    window->clipboard.targets = XInternAtom(display, "TARGETS", False);
    window->clipboard.fetched = XInternAtom(display, "UNFOLD_PASTE", False);
}

void unfold_window_copy(UnfoldWindow *window, const char *text)
{
    if (window->gone)
        return;
    unfold_guard_enter();
    snprintf(window->clipboard.text, sizeof window->clipboard.text, "%s", text);
    XSetSelectionOwner(window->guard.display, window->clipboard.name, window->id,
                       CurrentTime);
    window->clipboard.owned = true;
    XSync(window->guard.display, False); /* whoever pastes after this gets it */
    unfold_guard_leave();
}

void unfold_window_paste(UnfoldWindow *window, UnfoldEntry *into)
{
    if (window->clipboard.owned)
        unfold_entry_insert(into, window->clipboard.text);
    if (window->clipboard.owned || window->gone)
        return;
    unfold_guard_enter();
    window->clipboard.into = into;
    XConvertSelection(window->guard.display, window->clipboard.name,
                      window->clipboard.utf8, window->clipboard.fetched, window->id,
                      CurrentTime);
    XFlush(window->guard.display);
    unfold_guard_leave();
}

/* Somebody pastes what was copied here. */
static void give(UnfoldWindow *window, const XSelectionRequestEvent *request)
{
    Display *display = window->guard.display;
    const Atom utf8 = window->clipboard.utf8, targets = window->clipboard.targets;
    const Atom list[] = {targets, utf8};
    const char *text = window->clipboard.text;
    const Atom property =
        request->property != None ? request->property : request->target; /* of old */
    XEvent answer = {.xselection = {.type = SelectionNotify,
                                    .requestor = request->requestor,
                                    .selection = request->selection,
                                    .target = request->target,
                                    .property = property,
                                    .time = request->time}};
    if (request->target == targets)
        XChangeProperty(display, request->requestor, property, XA_ATOM, 32,
                        PropModeReplace, (const unsigned char *)list, 2);
    else if (request->target == utf8)
        XChangeProperty(display, request->requestor, property, utf8, 8, PropModeReplace,
                        (const unsigned char *)text, (int)strlen(text));
    else
        answer.xselection.property = None;
    XSendEvent(display, request->requestor, False, NoEventMask, &answer);
}

/* What was asked for has come; more than an entry holds is not looked at. */
static void take(UnfoldWindow *window, const XSelectionEvent *event)
{
    UnfoldEntry *into = window->clipboard.into;
    unsigned char *bytes = NULL;
    unsigned long count, left;
    Atom type;
    int format;
    window->clipboard.into = NULL;
    if (!into || event->property != window->clipboard.fetched)
        return;
    if (XGetWindowProperty(window->guard.display, window->id, event->property, 0, MOST,
                           True, AnyPropertyType, &type, &format, &count, &left,
                           &bytes) == Success &&
        bytes && type == window->clipboard.utf8 && format == 8)
        unfold_entry_insert(into, (const char *)bytes); /* Xlib has ended it by a NUL */
    if (bytes)
        XFree(bytes);
}

bool unfold_window_hear_clipboard(UnfoldWindow *window, const XEvent *event)
{
    switch (event->type) {
    case SelectionRequest:
        give(window, &event->xselectionrequest);
        return true;
    case SelectionClear:
        window->clipboard.owned = false;
        return true;
    case SelectionNotify:
        take(window, &event->xselection);
        return true;
    default:
        return false;
    }
}
