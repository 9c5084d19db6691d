/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/ui/rig.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* How windows begin and end, and why they do not begin. */

static void a_parent_that_goes_ends_the_window_alone(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1};
    Rig *rig = rig_must_open(&options);
    rig->level = 0.3;
    rig_run(rig, 0.2);
    XDestroyWindow(rig->display, rig->parent);
    XSync(rig->display, False);
    rig_run(rig, 0.2);
    CU_ASSERT_TRUE(rig->closed);
    CU_ASSERT(rig->idle->idle(rig->ui) != 0);
    rig_tell(rig, unfold_port_index(UNFOLD_PORT_MIX, 1), 12);
    rig->resize->ui_resize(rig->ui, 700, 500);
    rig_close(rig);
}

static void a_connection_that_is_cut_ends_the_window_alone(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1};
    Rig *rig = rig_must_open(&options);
    rig_run(rig, 0.2);
    XKillClient(rig->display, rig->window);
    XSync(rig->display, False);
    rig_run(rig, 0.2);
    CU_ASSERT_TRUE(rig->closed);
    rig_tell(rig, unfold_port_index(UNFOLD_PORT_MIX, 1), 12);
    rig->resize->ui_resize(rig->ui, 700, 500);
    rig_close(rig);
}

static unsigned foreign_errors;

static int count_error(Display *display, XErrorEvent *event)
{
    (void)display;
    (void)event;
    ++foreign_errors;
    return 0;
}

static void the_hosts_errors_stay_the_hosts(void)
{
    NEED_DISPLAY();
    const XErrorHandler before = XSetErrorHandler(count_error);
    const RigOptions options = {.scale = 1, .without_plugin = true};
    foreign_errors = 0;
    Rig *rig = rig_must_open(&options);
    rig_run(rig, 0.1);
    XDestroyWindow(rig->display, 0x7777777);
    XSync(rig->display, False);
    CU_ASSERT_EQUAL(foreign_errors, 1);
    rig_close(rig);
    CU_ASSERT_PTR_EQUAL(XSetErrorHandler(before), count_error);
    CU_ASSERT_EQUAL(foreign_errors, 1);
}

static unsigned foreign_ends;

static int count_end(Display *display)
{
    (void)display;
    ++foreign_ends;
    return 0;
}

/* A host that would not leave, so that only the window could make it. */
static void stay(Display *display, void *data)
{
    (void)display;
    (void)data;
}

/* On a server of its own, which is then killed as a whole. */
static Rig *open_on_lost_server(bool alone)
{
    pid_t server;
    const RigOptions options = {.scale = 1, .alone = alone};
    Rig *rig = rig_open_elsewhere(&options, 24, true, &server);
    CU_ASSERT_PTR_NOT_NULL_FATAL(rig);
    XSetIOErrorExitHandler(rig->display, stay, NULL);
    rig->level = 0.3;
    rig_run(rig, 0.3);
    CU_ASSERT_FALSE(rig->closed);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return rig;
}

static void a_server_that_is_killed_ends_the_window_alone(void)
{
    NEED_DISPLAY();
    const XIOErrorHandler before = XSetIOErrorHandler(count_end);
    for (int alone = 0; alone < 2; ++alone) {
        foreign_ends = 0;
        Rig *rig = open_on_lost_server(alone);
        rig_run(rig, 0.2);
        CU_ASSERT_TRUE(rig->closed);
        CU_ASSERT(rig->idle->idle(rig->ui) != 0);
        rig_tell(rig, unfold_port_index(UNFOLD_PORT_MIX, 1), 12);
        rig->resize->ui_resize(rig->ui, 700, 500);
        CU_ASSERT_EQUAL(foreign_ends, 0);
        rig_close(rig);
        CU_ASSERT_EQUAL(foreign_ends, 1); /* the rig's own connection */
    }
    CU_ASSERT_PTR_EQUAL(XSetIOErrorHandler(before), count_end);
}

/* Before a turn could tell that the server is gone. */
static void windows_close_after_their_server(void)
{
    NEED_DISPLAY();
    const XIOErrorHandler before = XSetIOErrorHandler(count_end);
    for (int resized = 0; resized < 2; ++resized) {
        foreign_ends = 0;
        Rig *rig = open_on_lost_server(false);
        if (resized)
            rig->resize->ui_resize(rig->ui, 700, 500);
        rig_close(rig);
        CU_ASSERT_EQUAL(foreign_ends, 1);
    }
    XSetIOErrorHandler(before);
}

/* With another window, of a server that goes on. */
static void other_servers_windows_stay(void)
{
    NEED_DISPLAY();
    const XIOErrorHandler before = XSetIOErrorHandler(count_end);
    const RigOptions options = {.scale = 1, .without_plugin = true};
    Rig *other = rig_must_open(&options), *rig = open_on_lost_server(false);
    rig_run(rig, 0.2);
    CU_ASSERT_TRUE(rig->closed);
    rig_close(rig);
    rig_run(other, 0.2);
    CU_ASSERT_FALSE(other->closed);
    rig_close(other);
    XSetIOErrorHandler(before);
}

static void no_parent_of_that_number_no_window(void)
{
    NEED_DISPLAY();
    const RigOptions options = {
        .scale = 1, .parent = 0x7777777, .without_plugin = true};
    CU_ASSERT_PTR_NULL(rig_open(&options));
}

static void no_display_no_window(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .without_plugin = true};
    char display[64];
    snprintf(display, sizeof display, "%s", getenv("DISPLAY"));
    setenv("DISPLAY", ":7531", 1);
    CU_ASSERT_PTR_NULL(rig_open(&options));
    unsetenv("DISPLAY");
    CU_ASSERT_PTR_NULL(rig_open(&options));
    setenv("DISPLAY", display, 1);
}

static void without_a_parent_it_has_a_window_of_its_own(void)
{
    NEED_DISPLAY();
    const RigOptions options = {
        .scale = 1, .alone = true, .without_plugin = true, .title = "An amp"};
    Rig *rig = rig_must_open(&options);
    rig_run(rig, 0.2);
    XEvent event = {
        .xclient = {.type = ClientMessage,
                    .window = rig->window,
                    .message_type = XInternAtom(rig->display, "WM_PROTOCOLS", False),
                    .format = 32}};
    event.xclient.data.l[0] =
        (long)XInternAtom(rig->display, "WM_DELETE_WINDOW", False);
    XSendEvent(rig->display, rig->window, False, NoEventMask, &event);
    XSync(rig->display, False);
    rig_run(rig, 0.1);
    CU_ASSERT_TRUE(rig->closed);
    rig_close(rig);
}

/* UNFOLD_OPENINGS=1000 for valgrind. */
static void windows_open_and_close_many_times(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .without_plugin = true};
    const char *wish = getenv("UNFOLD_OPENINGS");
    const int openings = wish ? atoi(wish) : 50;
    for (int k = 0; k < openings; ++k) {
        Rig *rig = rig_must_open(&options);
        CU_ASSERT_EQUAL(rig->idle->idle(rig->ui), 0);
        rig_close(rig);
    }
}

static void lack_of_memory_opens_no_window(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .without_plugin = true, .linked = true};
    rig_close(rig_must_open(&options)); /* what is made once is made */
    for (size_t n = 1; n < 60; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0); /* the first is the test's own */
        Rig *rig = rig_open(&options);
        const bool failed = allocations_made() > n;
        if (rig) {
            rig_run(rig, 0.05);
            rig_close(rig);
        }
        CU_ASSERT_EQUAL(allocations_live(), 0);
        allocations_reset();
        if (!failed)
            break;
    }
}

const Suite window_ends_suite = {
    "window ends",
    (const Test[]){
        {"a parent that goes ends the window alone",
         a_parent_that_goes_ends_the_window_alone},
        {"a connection that is cut ends the window alone",
         a_connection_that_is_cut_ends_the_window_alone},
        {"the host's errors stay the host's", the_hosts_errors_stay_the_hosts},
        {"a server that is killed ends the window alone",
         a_server_that_is_killed_ends_the_window_alone},
        {"windows close after their server", windows_close_after_their_server},
        {"other servers' windows stay", other_servers_windows_stay},
        {"no parent of that number, no window", no_parent_of_that_number_no_window},
        {"no display, no window", no_display_no_window},
        {"without a parent it has a window of its own",
         without_a_parent_it_has_a_window_of_its_own},
        {"windows open and close many times", windows_open_and_close_many_times},
        {"lack of memory opens no window", lack_of_memory_opens_no_window},
        {NULL, NULL},
    },
};
