/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/x11_window.h"

#include <X11/keysym.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define DOUBLE_CLICK 400 /* ms */
#define NEAR 5           /* pixels that the pointer may move in between */

/* The method's server is gone; its contexts have gone with it. */
static void method_is_gone(XIM method, XPointer window, XPointer data)
{
    (void)method;
    (void)data;
    ((UnfoldWindow *)(void *)window)->method = NULL;
    ((UnfoldWindow *)(void *)window)->context = NULL;
}

/* In the locale and with the modifiers that the host has set: they are the process's.
 */
void unfold_window_open_keys(UnfoldWindow *window)
{
    XIMCallback gone = {(XPointer)window, method_is_gone};
    window->method = XOpenIM(window->guard.display, NULL, NULL, NULL);
    if (!window->method)
        return;
    XSetIMValues(window->method, XNDestroyCallback, &gone, NULL);
    window->context =
        XCreateIC(window->method, XNInputStyle, XIMPreeditNothing | XIMStatusNothing,
                  XNClientWindow, window->id, XNFocusWindow, window->id, NULL);
}

void unfold_window_close_keys(UnfoldWindow *window)
{
    if (window->context)
        XDestroyIC(window->context);
    if (window->method)
        XCloseIM(window->method);
    window->context = NULL;
    window->method = NULL;
}

static unsigned count_click(UnfoldWindow *window, const XButtonEvent *event)
{
    const bool again = window->click.count == 1 &&
                       event->button == window->click.button &&
                       event->time - window->click.time <= DOUBLE_CLICK &&
                       abs(event->x - window->click.x) <= NEAR &&
                       abs(event->y - window->click.y) <= NEAR;
    window->click.count = again ? 2 : 1;
    window->click.button = event->button;
    window->click.time = event->time;
    window->click.x = event->x;
    window->click.y = event->y;
    return window->click.count;
}

static UnfoldPointer pointer_at(const UnfoldWindow *window, UnfoldPointerEvent event,
                                int x, int y, unsigned state)
{
    return (UnfoldPointer){.event = event,
                           .x = x / window->scale,
                           .y = y / window->scale,
                           .shift = state & ShiftMask,
                           .control = state & ControlMask};
}

static void hear_press(UnfoldWindow *window, const XButtonEvent *event)
{
    UnfoldPointer pointer =
        pointer_at(window, UNFOLD_PRESS, event->x, event->y, event->state);
    if (event->button >= 4 && event->button <= 7) {
        pointer.event = UNFOLD_WHEEL;
        pointer.wheel = event->button == 4 || event->button == 7 ? 1 : -1;
        unfold_panel_pointer(window->panel, &pointer);
        return;
    }
    if (event->button > 3)
        return;
    XSetInputFocus(window->guard.display, window->id, RevertToParent, event->time);
    pointer.button = event->button;
    pointer.clicks = count_click(window, event);
    unfold_panel_pointer(window->panel, &pointer);
}

static void hear_let_go(UnfoldWindow *window, const XButtonEvent *event)
{
    UnfoldPointer pointer =
        pointer_at(window, UNFOLD_LET_GO, event->x, event->y, event->state);
    pointer.button = event->button;
    if (event->button <= 3)
        unfold_panel_pointer(window->panel, &pointer);
}

/* Where it is now: the way there does not matter. */
static void hear_motion(UnfoldWindow *window, XEvent *event)
{
    XEvent next;
    while (XEventsQueued(window->guard.display, QueuedAlready) > 0) {
        XPeekEvent(window->guard.display, &next);
        if (next.type != MotionNotify)
            break;
        XNextEvent(window->guard.display, event);
    }
    const UnfoldPointer pointer = pointer_at(window, UNFOLD_MOVE, event->xmotion.x,
                                             event->xmotion.y, event->xmotion.state);
    unfold_panel_pointer(window->panel, &pointer);
}

/* False: it is no key of these. */
static bool name_key(KeySym symbol, UnfoldKeyCode *code)
{
    static const struct {
        KeySym symbol, on_pad;
        UnfoldKeyCode code;
    } keys[] = {{XK_Up, XK_KP_Up, UNFOLD_KEY_UP},
                {XK_Down, XK_KP_Down, UNFOLD_KEY_DOWN},
                {XK_Left, XK_KP_Left, UNFOLD_KEY_LEFT},
                {XK_Right, XK_KP_Right, UNFOLD_KEY_RIGHT},
                {XK_Home, XK_KP_Home, UNFOLD_KEY_HOME},
                {XK_End, XK_KP_End, UNFOLD_KEY_END},
                {XK_Page_Up, XK_KP_Page_Up, UNFOLD_KEY_PAGE_UP},
                {XK_Page_Down, XK_KP_Page_Down, UNFOLD_KEY_PAGE_DOWN},
                {XK_Return, XK_KP_Enter, UNFOLD_KEY_ENTER},
                {XK_Escape, XK_Escape, UNFOLD_KEY_ESCAPE},
                {XK_BackSpace, XK_BackSpace, UNFOLD_KEY_BACKSPACE},
                {XK_Delete, XK_KP_Delete, UNFOLD_KEY_DELETE}};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; ++k)
        if (symbol == keys[k].symbol || symbol == keys[k].on_pad) {
            *code = keys[k].code;
            return true;
        }
    return false;
}

/* Latin-1, as XLookupString has it. */
static void to_utf8(char *text, size_t size)
{
    const unsigned char c = (unsigned char)text[0];
    if (c < 0x80 || size < 3)
        return;
    text[0] = (char)(0xc0 | c >> 6);
    text[1] = (char)(0x80 | (c & 0x3f));
    text[2] = 0;
}

/* What was typed, as UTF-8, and the key's name. */
static KeySym read_key(UnfoldWindow *window, XKeyEvent *event, char *text, size_t size)
{
    KeySym symbol = NoSymbol;
    Status status;
    int length;
    if (window->context) {
        length = Xutf8LookupString(window->context, event, text, (int)size - 1, &symbol,
                                   &status);
        if (status == XBufferOverflow || status == XLookupNone)
            length = 0;
        text[length] = 0;
        return symbol;
    }
    length = XLookupString(event, text, (int)size - 1, &symbol, NULL);
    text[length] = 0;
    if (length == 1)
        to_utf8(text, size);
    return symbol;
}

/* To the host's window, as if the key had been pressed there. */
static void give_back(UnfoldWindow *window, XEvent *event)
{
    if (!window->options.parent || event->xkey.keycode == 0)
        return;
    window->given_back = event->xkey.time;
    event->xkey.window = window->options.parent;
    XSendEvent(window->guard.display, window->options.parent, False, NoEventMask,
               event);
}

/* Hosts may forward to us what they have no use for (suil does), which would go round
   and round. */
static bool has_been_given_back(const UnfoldWindow *window, const XKeyEvent *event)
{
    return event->send_event && event->time != CurrentTime && window->given_back &&
           (int32_t)((uint32_t)event->time - (uint32_t)window->given_back) <= 0;
}

static void hear_key(UnfoldWindow *window, XEvent *event)
{
    UnfoldKey key = {.code = UNFOLD_KEY_TEXT,
                     .shift = event->xkey.state & ShiftMask,
                     .control = event->xkey.state & ControlMask};
    const KeySym symbol = read_key(window, &event->xkey, key.text, sizeof key.text);
    if ((symbol == XK_Tab || symbol == XK_ISO_Left_Tab) && !key.control) {
        unfold_panel_tab(window->panel, symbol == XK_ISO_Left_Tab || key.shift);
        return;
    }
    if (name_key(symbol, &key.code)) {
        key.text[0] = 0;
    } else if (key.control && symbol > 0x20 && symbol < 0x7f) {
        key.text[0] = (char)symbol; /* not the control character */
        key.text[1] = 0;
    }
    const bool means_nothing =
        key.code == UNFOLD_KEY_TEXT &&
        ((unsigned char)key.text[0] < 0x20 || event->xkey.state & Mod1Mask);
    if (means_nothing || !unfold_panel_key(window->panel, &key))
        give_back(window, event);
}

static void hear_focus(UnfoldWindow *window, const XFocusChangeEvent *event)
{
    UnfoldPanel *panel = window->panel;
    if (event->mode == NotifyGrab || event->mode == NotifyUngrab ||
        event->detail == NotifyPointer)
        return;
    if (event->type == FocusOut) {
        window->unfocused = panel->focus;
        unfold_panel_focus(panel, NULL);
    } else if (!panel->focus) {
        unfold_panel_focus(panel, window->unfocused);
    }
    if (window->context && event->type == FocusIn)
        XSetICFocus(window->context);
    else if (window->context)
        XUnsetICFocus(window->context);
}

void unfold_window_hear(UnfoldWindow *window, XEvent *event)
{
    const UnfoldPointer leave = {.event = UNFOLD_LEAVE};
    switch (event->type) {
    case ButtonPress:
        hear_press(window, &event->xbutton);
        return;
    case ButtonRelease:
        hear_let_go(window, &event->xbutton);
        return;
    case MotionNotify:
        hear_motion(window, event);
        return;
    case LeaveNotify:
        unfold_panel_pointer(window->panel, &leave);
        return;
    case KeyPress:
        if (!has_been_given_back(window, &event->xkey))
            hear_key(window, event);
        return;
    case KeyRelease:
        if (!has_been_given_back(window, &event->xkey))
            give_back(window, event);
        return;
    case FocusIn:
    case FocusOut:
        hear_focus(window, &event->xfocus);
        return;
    default:
        return;
    }
}
