/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"
#include "tests/ui/rig.h"

#include <cairo-xlib.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/* Its number, which it writes when it is ready. */
static bool read_number(int from, char *name, size_t size)
{
    char number[16] = "";
    size_t length = 0;
    ssize_t more;
    while (length < sizeof number - 1 && !strchr(number, '\n') &&
           (more = read(from, number + length, sizeof number - 1 - length)) > 0) {
        length += (size_t)more;
        number[length] = 0;
    }
    number[strcspn(number, "\n")] = 0;
    snprintf(name, size, ":%s", number);
    return number[0] != 0;
}

#define MOST_NAME 64 /* bytes of an X server's name */

static bool start_server(char name[MOST_NAME], pid_t *server, int bits, bool shares)
{
    int ends[2];
    char number[16], screen[32];
    if (pipe(ends))
        return false;
    snprintf(number, sizeof number, "%d", ends[1]);
    snprintf(screen, sizeof screen, "3400x2400x%d", bits);
    char *const arguments[] = {"Xvfb",       "-displayfd",
                               number,       "-screen",
                               "0",          screen,
                               "-terminate", "-nolisten",
                               "tcp",        shares ? "+extension" : "-extension",
                               "MIT-SHM",    NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const bool spawned =
        posix_spawnp(server, "Xvfb", &actions, NULL, arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    const bool ready = spawned && read_number(ends[0], name, MOST_NAME);
    close(ends[0]);
    return ready;
}

static Display *first; /* stays open, and with it the server */

static void close_first(void)
{
    XCloseDisplay(first);
}

bool rig_has_display(void)
{
    static int has = -1;
    char name[MOST_NAME];
    pid_t server;
    if (has < 0 && (has = start_server(name, &server, 24, true))) {
        setenv("DISPLAY", name, 1);
        first = XOpenDisplay(NULL);
        has = first && atexit(close_first) == 0;
    }
    return has;
}

Rig *rig_open_elsewhere(const RigOptions *options, int bits, bool shares, pid_t *server)
{
    char before[MOST_NAME], name[MOST_NAME];
    snprintf(before, sizeof before, "%s", getenv("DISPLAY"));
    CU_ASSERT_FATAL(start_server(name, server, bits, shares));
    setenv("DISPLAY", name, 1);
    Rig *rig = rig_open(options);
    setenv("DISPLAY", before, 1);
    return rig;
}

static void send(Rig *rig, XEvent *event, long mask)
{
    XSendEvent(rig->display, rig->window, False, mask, event);
    XSync(rig->display, False);
}

static XEvent button_event(Rig *rig, int type, int x, int y, unsigned button)
{
    static Time time = 1000;
    XEvent event = {.xbutton = {.type = type,
                                .display = rig->display,
                                .window = rig->window,
                                .root = DefaultRootWindow(rig->display),
                                .time = time += 30,
                                .x = x,
                                .y = y,
                                .button = button,
                                .same_screen = True}};
    return event;
}

void rig_press(Rig *rig, int x, int y, unsigned button)
{
    XEvent event = button_event(rig, ButtonPress, x, y, button);
    send(rig, &event, ButtonPressMask);
}

void rig_let_go(Rig *rig, int x, int y, unsigned button)
{
    XEvent event = button_event(rig, ButtonRelease, x, y, button);
    send(rig, &event, ButtonReleaseMask);
}

void rig_move(Rig *rig, int x, int y)
{
    XEvent event = button_event(rig, MotionNotify, x, y, 0);
    event.xmotion.x = x;
    event.xmotion.y = y;
    send(rig, &event, PointerMotionMask);
}

void rig_key(Rig *rig, KeySym key, unsigned state)
{
    XEvent event = {.xkey = {.type = KeyPress,
                             .display = rig->display,
                             .window = rig->window,
                             .root = DefaultRootWindow(rig->display),
                             .state = state,
                             .keycode = XKeysymToKeycode(rig->display, key),
                             .same_screen = True}};
    send(rig, &event, KeyPressMask);
}

bool rig_shot(Rig *rig, const char *path)
{
    XWindowAttributes at;
    if (!XGetWindowAttributes(rig->display, rig->window, &at))
        return false;
    cairo_surface_t *surface = cairo_xlib_surface_create(
        rig->display, rig->window, at.visual, at.width, at.height);
    cairo_surface_t *copy =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, at.width, at.height);
    cairo_t *cairo = cairo_create(copy);
    cairo_set_source_surface(cairo, surface, 0, 0);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    const bool done = cairo_surface_write_to_png(copy, path) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(copy);
    cairo_surface_destroy(surface);
    return done;
}
