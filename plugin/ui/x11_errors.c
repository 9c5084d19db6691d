/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/x11_errors.h"

#include <pthread.h>
#include <stddef.h>

/* Windows may live in several threads; the lists are theirs together. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static unsigned inside;
static UnfoldGuard *guards;
static XErrorHandler error_before;
static XIOErrorHandler end_before;

/* NULL: not one of ours. */
static UnfoldGuard *find(const Display *display)
{
    pthread_mutex_lock(&mutex);
    UnfoldGuard *guard = guards;
    while (guard && guard->display != display)
        guard = guard->next;
    pthread_mutex_unlock(&mutex);
    return guard;
}

static int on_error(Display *display, XErrorEvent *event)
{
    UnfoldGuard *guard = find(display);
    if (guard)
        guard->failed = true;
    else if (error_before)
        return error_before(display, event);
    return 0;
}

/* The connection is lost. Xlib calls `stay` after it. */
static int on_end(Display *display)
{
    UnfoldGuard *guard = find(display);
    if (guard)
        guard->broken = true;
    else if (end_before)
        return end_before(display);
    return 0;
}

/* Instead of exit(). */
static void stay(Display *display, void *guard)
{
    (void)display;
    ((UnfoldGuard *)guard)->broken = true;
}

void unfold_guard_enter(void)
{
    pthread_mutex_lock(&mutex);
    if (inside++ == 0) {
        error_before = XSetErrorHandler(on_error);
        end_before = XSetIOErrorHandler(on_end);
    }
    pthread_mutex_unlock(&mutex);
}

void unfold_guard_leave(void)
{
    pthread_mutex_lock(&mutex);
    if (--inside == 0) {
        /* One that was set by others meanwhile stays. */
        const XErrorHandler error = XSetErrorHandler(error_before);
        if (error != on_error)
            XSetErrorHandler(error);
        const XIOErrorHandler end = XSetIOErrorHandler(end_before);
        if (end != on_end)
            XSetIOErrorHandler(end);
    }
    pthread_mutex_unlock(&mutex);
}

void unfold_guard_add(UnfoldGuard *guard, Display *display)
{
    *guard = (UnfoldGuard){.display = display};
    XSetIOErrorExitHandler(display, stay, guard);
    pthread_mutex_lock(&mutex);
    guard->next = guards;
    guards = guard;
    pthread_mutex_unlock(&mutex);
}

void unfold_guard_close(UnfoldGuard *guard)
{
    XCloseDisplay(guard->display);
    pthread_mutex_lock(&mutex);
    UnfoldGuard **at = &guards;
    while (*at != guard)
        at = &(*at)->next;
    *at = guard->next;
    pthread_mutex_unlock(&mutex);
}
