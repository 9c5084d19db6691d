/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_X11_ERRORS_H
#define UNFOLD_UI_X11_ERRORS_H

#include <X11/Xlib.h>
#include <stdbool.h>

/* Xlib ends the process at an error, or calls a handler that all of the process shares:
   toolkits have theirs. Errors of a connection are reported to who uses it, so ours
   come while we are inside a call of ours: for so long, a handler of ours is there that
   takes what is ours and hands the rest to the one before. */

/** A connection of ours. */
typedef struct UnfoldGuard {
    Display *display;
    bool failed; /**< a request did, since this was last cleared */
    bool broken; /**< the server is gone, or has thrown us out */
    struct UnfoldGuard *next;
} UnfoldGuard;

/** Between these two, the errors of all connections of ours are taken; they nest. */
void unfold_guard_enter(void);
void unfold_guard_leave(void);

/** Begin with a connection just opened; end, and close it. Inside the two above. */
void unfold_guard_add(UnfoldGuard *guard, Display *display);
void unfold_guard_close(UnfoldGuard *guard);

#endif
