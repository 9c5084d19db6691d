/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/x11.h"
#include "tests/support/suite.h"
#include "tests/ui/rig.h"

#include <X11/Xatom.h>
#include <string.h>
#include <time.h>

/* Two windows, each with a line to type in. */
static UnfoldPanel panels[2];
static UnfoldEntry entries[2];
static UnfoldWindow *windows[2];

static void ignore(void *owner)
{
    (void)owner;
}

static void pass(void *owner, double seconds)
{
    (void)owner;
    (void)seconds;
}

static void begin(void)
{
    for (int k = 0; k < 2; ++k) {
        panels[k] = (UnfoldPanel){.theme = unfold_theme(true)};
        unfold_entry_init(&entries[k], "Line", "");
        unfold_panel_add(&panels[k], &entries[k].widget);
        const UnfoldWindowOptions options = {.scale = 1,
                                             .width = 100,
                                             .height = 40,
                                             .panel = &panels[k],
                                             .resized = ignore,
                                             .frame = pass};
        windows[k] = unfold_window_new(&options);
        CU_ASSERT_PTR_NOT_NULL_FATAL(windows[k]);
    }
}

static void end(void)
{
    for (int k = 0; k < 2; ++k)
        unfold_window_free(windows[k]);
}

static void idle(void)
{
    const struct timespec pause = {0, 10000000};
    for (int k = 0; k < 2; ++k)
        CU_ASSERT_TRUE(unfold_window_idle(windows[k]));
    nanosleep(&pause, NULL);
}

/* Until the text is there, or long enough. */
static void wait_for(const UnfoldEntry *entry, const char *text)
{
    for (int k = 0; k < 200 && strcmp(entry->text, text) != 0; ++k)
        idle();
    CU_ASSERT_STRING_EQUAL(entry->text, text);
}

static void texts_go_from_window_to_window(void)
{
    NEED_DISPLAY();
    begin();
    unfold_window_copy(windows[0], "t\xc3\xbcte");
    unfold_window_paste(windows[0], &entries[0]);
    CU_ASSERT_STRING_EQUAL(entries[0].text, "t\xc3\xbcte");
    unfold_window_paste(windows[1], &entries[1]);
    wait_for(&entries[1], "t\xc3\xbcte");
    /* The other has copied last. */
    unfold_window_copy(windows[1], "late");
    for (int k = 0; k < 20; ++k)
        idle(); /* the first hears of it */
    unfold_entry_set(&entries[0], "");
    unfold_window_paste(windows[0], &entries[0]);
    wait_for(&entries[0], "late");
    end();
}

static void nothing_is_pasted_where_nothing_was_copied(void)
{
    NEED_DISPLAY();
    begin();
    unfold_entry_set(&entries[1], "mine");
    unfold_window_paste(windows[1], &entries[1]);
    for (int k = 0; k < 20; ++k)
        idle();
    CU_ASSERT_STRING_EQUAL(entries[1].text, "mine");
    end();
}

/* Asks for what was copied in a form; returns what the answer says it is in. */
static Atom ask(Display *display, Window window, const char *form)
{
    const Atom property = XInternAtom(display, "ANSWER", False);
    XEvent event;
    XConvertSelection(display, XInternAtom(display, "CLIPBOARD", False),
                      XInternAtom(display, form, False), property, window, CurrentTime);
    XFlush(display);
    for (int k = 0; k < 200; ++k) {
        idle();
        if (XCheckTypedEvent(display, SelectionNotify, &event))
            return event.xselection.property;
    }
    CU_FAIL("nobody answers");
    return None;
}

static void other_programs_are_answered(void)
{
    NEED_DISPLAY();
    begin();
    Display *display = XOpenDisplay(NULL);
    const Window window =
        XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 9, 9, 0, 0, 0);
    unfold_window_copy(windows[0], "x");
    CU_ASSERT_NOT_EQUAL(ask(display, window, "TARGETS"), None);
    CU_ASSERT_NOT_EQUAL(ask(display, window, "UTF8_STRING"), None);
    CU_ASSERT_EQUAL(ask(display, window, "PIXMAP"), None); /* has none */
    XCloseDisplay(display);
    end();
}

const Suite clipboard_suite = {
    "clipboard",
    (const Test[]){
        {"texts go from window to window", texts_go_from_window_to_window},
        {"nothing is pasted where nothing was copied",
         nothing_is_pasted_where_nothing_was_copied},
        {"other programs are answered", other_programs_are_answered},
        {NULL, NULL},
    },
};
