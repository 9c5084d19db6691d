/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/x11_window.h"

#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_PICTURES 30.0 /* a second */
#define HIDDEN_TURNS 10.0  /* a second, to look whether that is over */
#define CALM 0.6           /* seconds for which nothing has moved, */
#define CALM_TURNS 5.0     /* from when on so few a second do, */
#define CALM_LOOKS 15.0    /* and as many looks whether that is over */
#define MOST_SCALE 3.0
#define LARGEST 16384 /* pixels */
#define LONGEST 2.0   /* seconds that go by at a time: more is passed over */
#define LOOK 1.0      /* seconds from look to look whether the window can be seen */

static double clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double choose_scale(Display *display, double wish)
{
    if (!(wish > 0)) {
        const char *dpi = XGetDefault(display, "Xft", "dpi");
        wish = dpi ? (double)strtol(dpi, NULL, 10) / 96 : 1;
    }
    return fmin(fmax(wish, 1), MOST_SCALE);
}

static int pixels(const UnfoldWindow *window, double points)
{
    return (int)lround(points * window->scale);
}

/* How it may be resized; hosts read that off embedded windows too. */
static void set_hints(UnfoldWindow *window)
{
    const UnfoldWindowOptions *options = &window->options;
    XSizeHints size = {.flags = PMinSize | PBaseSize | PSize,
                       .width = window->width,
                       .height = window->height,
                       .base_width = window->width,
                       .base_height = window->height,
                       .min_width = pixels(window, options->least_width),
                       .min_height = pixels(window, options->least_height)};
    XWMHints hints = {
        .flags = InputHint | StateHint, .input = True, .initial_state = NormalState};
    Display *display = window->guard.display;
    XSetWMNormalHints(display, window->id, &size);
    XSetWMHints(display, window->id, &hints);
    if (options->parent)
        return;
    XStoreName(display, window->id, options->title ? options->title : "Unfold");
    window->protocols = XInternAtom(display, "WM_PROTOCOLS", False);
    window->delete_window = XInternAtom(display, "WM_DELETE_WINDOW", False);
    XSetWMProtocols(display, window->id, &window->delete_window, 1);
}

/* The server paints nothing: what is uncovered keeps the old picture until the new one
   is there. */
static void create(UnfoldWindow *window)
{
    Display *display = window->guard.display;
    const Window root = DefaultRootWindow(display);
    XSetWindowAttributes attributes = {
        .background_pixmap = None,
        .border_pixel = 0,
        .bit_gravity = NorthWestGravity,
        .colormap = window->picture.colours,
        .event_mask = ButtonPressMask | ButtonReleaseMask | PointerMotionMask |
                      LeaveWindowMask | KeyPressMask | KeyReleaseMask |
                      FocusChangeMask | ExposureMask | StructureNotifyMask |
                      VisibilityChangeMask};
    window->id = XCreateWindow(
        display, window->options.parent ? window->options.parent : root, 0, 0,
        (unsigned)window->width, (unsigned)window->height, 0, window->picture.depth,
        InputOutput, window->picture.visual,
        CWBackPixmap | CWBorderPixel | CWBitGravity | CWColormap | CWEventMask,
        &attributes);
    set_hints(window);
    unfold_window_open_keys(window);
    unfold_window_open_clipboard(window);
    XMapRaised(display, window->id);
    /* A parent that is not there is seen before the host is told of a window. */
    XSync(display, False);
}

static void fit_panel(UnfoldWindow *window)
{
    window->panel->width = window->width / window->scale;
    window->panel->height = window->height / window->scale;
    window->panel->dirty = true;
    window->options.resized(window->options.owner);
}

static UnfoldWindow *open_on(Display *display, const UnfoldWindowOptions *options)
{
    UnfoldWindow *window = calloc(1, sizeof *window);
    if (!window) {
        XCloseDisplay(display);
        return NULL;
    }
    window->options = *options;
    window->panel = options->panel;
    unfold_guard_add(&window->guard, display);
    window->scale = choose_scale(display, options->scale);
    window->width = pixels(window, options->width);
    window->height = pixels(window, options->height);
    window->last = window->due = window->looked = clock_now();
    if (unfold_picture_open(&window->picture, &window->guard))
        create(window);
    else
        window->guard.failed = true;
    fit_panel(window);
    return window;
}

UnfoldWindow *unfold_window_new(const UnfoldWindowOptions *options)
{
    unfold_guard_enter();
    Display *display = XOpenDisplay(NULL);
    UnfoldWindow *window = display ? open_on(display, options) : NULL;
    const bool failed = window && (window->guard.failed || window->guard.broken);
    unfold_guard_leave();
    if (failed) {
        unfold_window_free(window);
        return NULL;
    }
    return window;
}

void unfold_window_free(UnfoldWindow *window)
{
    if (!window)
        return;
    unfold_guard_enter();
    unfold_picture_close(&window->picture);
    unfold_window_close_keys(window);
    if (window->id && !window->gone)
        XDestroyWindow(window->guard.display, window->id);
    unfold_guard_close(&window->guard);
    unfold_guard_leave();
    free(window);
}

unsigned long unfold_window_id(const UnfoldWindow *window)
{
    return window->id;
}

void unfold_window_size(const UnfoldWindow *window, int *width, int *height)
{
    *width = window->width;
    *height = window->height;
}

void unfold_window_resize(UnfoldWindow *window, int width, int height)
{
    const UnfoldWindowOptions *options = &window->options;
    const int least_width = pixels(window, options->least_width);
    const int least_height = pixels(window, options->least_height);
    width = width < least_width ? least_width : width > LARGEST ? LARGEST : width;
    height = height < least_height ? least_height : height > LARGEST ? LARGEST : height;
    if (window->gone || window->guard.broken ||
        (width == window->width && height == window->height))
        return;
    unfold_guard_enter();
    XResizeWindow(window->guard.display, window->id, (unsigned)width, (unsigned)height);
    XFlush(window->guard.display);
    unfold_guard_leave();
}

static void hear_size(UnfoldWindow *window, const XConfigureEvent *event)
{
    if (event->width == window->width && event->height == window->height)
        return;
    window->width = event->width;
    window->height = event->height;
    window->moved = true;
}

static void hear(UnfoldWindow *window, XEvent *event)
{
    if (XFilterEvent(event, None) || event->xany.window != window->id)
        return;
    switch (event->type) {
    case ConfigureNotify:
        hear_size(window, &event->xconfigure);
        return;
    case Expose:
        window->hidden = false;
        window->uncovered = true;
        return;
    case MapNotify:
        window->hidden = false;
        return;
    case UnmapNotify:
        window->hidden = true;
        return;
    case VisibilityNotify:
        window->hidden = event->xvisibility.state == VisibilityFullyObscured;
        return;
    case DestroyNotify:
        window->gone = true;
        return;
    case ClientMessage:
        window->gone = !window->options.parent &&
                       event->xclient.message_type == window->protocols &&
                       (Atom)event->xclient.data.l[0] == window->delete_window;
        return;
    default:
        if (!unfold_picture_hear(&window->picture, event) &&
            !unfold_window_hear_clipboard(window, event))
            unfold_window_hear(window, event);
    }
}

static void hear_all(UnfoldWindow *window)
{
    XEvent event;
    while (!window->guard.broken && !window->gone &&
           XPending(window->guard.display) > 0) {
        window->moved_at = window->last;
        XNextEvent(window->guard.display, &event);
        if (!window->guard.broken)
            hear(window, &event);
    }
}

/* That a window further up was hidden or destroyed is told to nobody. */
static void look(UnfoldWindow *window, double now)
{
    XWindowAttributes attributes;
    if (now - window->looked < LOOK)
        return;
    window->looked = now;
    if (!XGetWindowAttributes(window->guard.display, window->id, &attributes))
        window->gone = true;
    else if (attributes.map_state != IsViewable)
        window->hidden = true;
}

static bool prepare(UnfoldWindow *window)
{
    if (window->moved) {
        window->moved = false;
        unfold_picture_drop(&window->picture);
        fit_panel(window);
    }
    if (window->picture.surface)
        return true;
    window->panel->dirty = true;
    return unfold_picture_make(&window->picture, window->width, window->height);
}

/* In whole pixels, within the window. */
static void show(UnfoldWindow *window, const UnfoldBox *boxes, uint32_t count)
{
    XRectangle pixels[UNFOLD_MAX_WIDGETS + 1];
    const double s = window->scale;
    int shown = 0;
    for (uint32_t k = 0; k < count; ++k) {
        const double left = fmax(floor(boxes[k].x * s), 0);
        const double top = fmax(floor(boxes[k].y * s), 0);
        const double right =
            fmin(ceil((boxes[k].x + boxes[k].width) * s), window->width);
        const double bottom =
            fmin(ceil((boxes[k].y + boxes[k].height) * s), window->height);
        if (left < right && top < bottom)
            pixels[shown++] =
                (XRectangle){(short)left, (short)top, (unsigned short)(right - left),
                             (unsigned short)(bottom - top)};
    }
    unfold_picture_show(&window->picture, window->id, pixels, shown);
}

static void draw(UnfoldWindow *window)
{
    UnfoldPanel *panel = window->panel;
    if (!window->uncovered && !window->moved && !unfold_panel_is_dirty(panel))
        return;
    window->moved_at = window->last;
    if (window->picture.busy || !prepare(window))
        return;
    const UnfoldBox all = {0, 0, panel->width, panel->height};
    cairo_t *cairo = cairo_create(window->picture.surface);
    cairo_scale(cairo, window->scale, window->scale);
    unfold_panel_draw(panel, cairo);
    const bool failed = cairo_status(cairo) != CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    show(window, window->uncovered ? &all : panel->drawn,
         window->uncovered ? 1 : panel->drawn_count);
    window->uncovered = false;
    if (failed)
        unfold_picture_drop(&window->picture);
    XFlush(window->guard.display);
}

/* For a while nothing was drawn, and nothing came from the server. */
static bool is_calm(const UnfoldWindow *window)
{
    return !window->hidden && window->last - window->moved_at > CALM;
}

/* Neither from the server nor, but for values that can wait, from the plugin. */
static bool nothing_came(const UnfoldWindow *window)
{
    struct pollfd events = {.fd = ConnectionNumber(window->guard.display),
                            .events = POLLIN};
    return !window->moved && !unfold_panel_is_busy(window->panel) &&
           poll(&events, 1, 0) == 0;
}

/* Those that were missed are not made up for. */
static bool turn_is_due(UnfoldWindow *window, double now)
{
    const double wish = window->options.rate;
    const double rate = window->hidden                      ? HIDDEN_TURNS
                        : is_calm(window)                   ? CALM_LOOKS
                        : wish >= 1 && wish < MOST_PICTURES ? wish
                                                            : MOST_PICTURES;
    if (now < window->due)
        return false;
    window->due += 1 / rate;
    if (window->due < now)
        window->due = now + 1 / rate / 2;
    return true;
}

static void show_frame(UnfoldWindow *window, double now)
{
    const double seconds = fmin(now - window->last, LONGEST);
    window->last = now;
    window->options.frame(window->options.owner, seconds);
    unfold_panel_tick(window->panel, seconds);
    draw(window);
}

/* Hosts call this far more often than anything can be seen to happen. */
bool unfold_window_idle(UnfoldWindow *window)
{
    const double now = clock_now();
    const UnfoldGuard *guard = &window->guard;
    if (guard->broken || window->gone || !turn_is_due(window, now))
        return !guard->broken && !window->gone;
    if (is_calm(window) && now - window->last < 1 / CALM_TURNS && nothing_came(window))
        return true;
    unfold_guard_enter();
    hear_all(window);
    if (!guard->broken && !window->gone)
        look(window, now);
    if (!guard->broken && !window->gone && !window->hidden)
        show_frame(window, now);
    unfold_guard_leave();
    return !guard->broken && !window->gone;
}
