/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* ask_to_close WINDOW...: as window managers do when people close one. */
#include <X11/Xlib.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    Display *display = XOpenDisplay(NULL);
    if (!display) {
        fprintf(stderr, "ask_to_close: no display\n");
        return 1;
    }
    for (int k = 1; k < argc; ++k) {
        const Window window = strtoul(argv[k], NULL, 0);
        XEvent event = {
            .xclient = {.type = ClientMessage,
                        .window = window,
                        .message_type = XInternAtom(display, "WM_PROTOCOLS", False),
                        .format = 32}};
        event.xclient.data.l[0] = (long)XInternAtom(display, "WM_DELETE_WINDOW", False);
        XSendEvent(display, window, False, NoEventMask, &event);
    }
    XCloseDisplay(display);
    return 0;
}
