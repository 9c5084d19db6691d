/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/theme.h"
#include "tests/support/suite.h"
#include "tests/ui/rig.h"

#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static unsigned index_of(UnfoldPort port)
{
    return unfold_port_index(port, 1);
}

/* A pixel of what is on the screen. */
static unsigned long pixel(Rig *rig, int x, int y)
{
    XImage *image =
        XGetImage(rig->display, rig->window, x, y, 1, 1, AllPlanes, ZPixmap);
    const unsigned long value = image ? XGetPixel(image, 0, 0) & 0xffffff : 0;
    if (image)
        XDestroyImage(image);
    return value;
}

static void it_opens_in_the_hosts_window(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .back = 0x336699ff};
    Rig *rig = rig_must_open(&options);
    Window root, parent, *children;
    unsigned count;
    XSync(rig->display, False);
    CU_ASSERT_TRUE(
        XQueryTree(rig->display, rig->window, &root, &parent, &children, &count));
    XFree(children);
    CU_ASSERT_EQUAL(parent, rig->parent);
    CU_ASSERT_EQUAL(rig->width, 1000);
    CU_ASSERT_EQUAL(rig->height, 620);
    CU_ASSERT_EQUAL(rig->gets, 1);
    CU_ASSERT_EQUAL(rig->watches, 1);
    rig_run(rig, 0.2);
    CU_ASSERT_EQUAL(pixel(rig, 3, 3), 0x336699);
    CU_ASSERT_FALSE(rig->closed);
    rig_close(rig);
}

static void all_plugins_have_windows(void)
{
    NEED_DISPLAY();
    const RigOptions others[] = {{.stereo = true, .scale = 1},
                                 {.listens = true, .scale = 1}};
    for (size_t k = 0; k < 2; ++k) {
        Rig *rig = rig_must_open(&others[k]);
        rig->level = 0.3;
        rig_run(rig, 1.5);
        CU_ASSERT(rig->watches >= 2);
        CU_ASSERT_FALSE(rig->closed);
        rig_close(rig);
    }
    for (uint32_t k = 0; k < 3; ++k)
        CU_ASSERT_PTR_NOT_NULL(lv2ui_descriptor(k));
    CU_ASSERT_PTR_NULL(lv2ui_descriptor(99));
}

static void scale_makes_it_larger(void)
{
    NEED_DISPLAY();
    static const float scales[] = {1, 1.5f, 2, 3, 7};
    for (size_t k = 0; k < sizeof scales / sizeof *scales; ++k) {
        const RigOptions options = {.scale = scales[k], .without_plugin = true};
        Rig *rig = rig_must_open(&options);
        const float scale = fminf(scales[k], 3);
        CU_ASSERT_EQUAL(rig->width, (uint32_t)(1000 * scale));
        rig_close(rig);
    }
}

static void it_follows_the_hosts_size(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .without_plugin = true};
    Rig *rig = rig_must_open(&options);
    XWindowAttributes at;
    rig_resize(rig, 800, 500);
    rig_run(rig, 0.1);
    XGetWindowAttributes(rig->display, rig->window, &at);
    CU_ASSERT_EQUAL(at.width, 800);
    CU_ASSERT_EQUAL(at.height, 500);
    rig_resize(rig, 10, 10); /* there is a least */
    rig_run(rig, 0.1);
    XGetWindowAttributes(rig->display, rig->window, &at);
    CU_ASSERT_EQUAL(at.width, 480);
    CU_ASSERT_EQUAL(at.height, 320);
    rig_close(rig);
}

/* Where the first dial is at 480 x 320. */
#define DIAL_X 86
#define DIAL_Y 108

/* By itself, as small as it gets. */
static Rig *open_small(void)
{
    const RigOptions options = {.scale = 1, .without_plugin = true};
    Rig *rig = rig_must_open(&options);
    rig_resize(rig, 480, 320);
    rig_run(rig, 0.1);
    return rig;
}

static void the_pointer_turns_controls(void)
{
    NEED_DISPLAY();
    Rig *rig = open_small();
    rig_press(rig, DIAL_X, DIAL_Y, 1);
    rig_move(rig, DIAL_X, DIAL_Y - 45);
    rig_let_go(rig, DIAL_X, DIAL_Y - 45, 1);
    rig_run(rig, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(rig->values[index_of(UNFOLD_PORT_INPUT)], 12, 0.2);
    CU_ASSERT_EQUAL(rig->grabs, 1);
    CU_ASSERT_EQUAL(rig->releases, 1);
    for (int k = 0; k < 2; ++k) {
        rig_press(rig, DIAL_X, DIAL_Y, 1);
        rig_let_go(rig, DIAL_X, DIAL_Y, 1);
    }
    rig_run(rig, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(rig->values[index_of(UNFOLD_PORT_INPUT)], 0, 0);
    rig_press(rig, DIAL_X, DIAL_Y, 4);
    rig_run(rig, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(rig->values[index_of(UNFOLD_PORT_INPUT)], 0.5, 1e-5);
    rig_close(rig);
}

static void keys_turn_controls(void)
{
    NEED_DISPLAY();
    Rig *rig = open_small();
    rig_press(rig, DIAL_X, DIAL_Y, 1);
    rig_let_go(rig, DIAL_X, DIAL_Y, 1);
    rig_key(rig, XK_Up, 0);
    rig_run(rig, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(rig->values[index_of(UNFOLD_PORT_INPUT)], 0.5, 1e-5);
    rig_key(rig, XK_6, 0);
    rig_key(rig, XK_Return, 0);
    rig_run(rig, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(rig->values[index_of(UNFOLD_PORT_INPUT)], 6, 1e-5);
    rig_key(rig, XK_Tab, 0);
    rig_key(rig, XK_Down, 0);
    rig_run(rig, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(rig->values[index_of(UNFOLD_PORT_OUTPUT)], -0.5, 1e-5);
    rig_key(rig, XK_Tab, ShiftMask);
    rig_key(rig, XK_Home, 0);
    rig_run(rig, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(rig->values[index_of(UNFOLD_PORT_INPUT)], -24, 1e-5);
    rig_close(rig);
}

static void keys_that_nobody_took_are_the_hosts(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .without_plugin = true};
    Rig *rig = rig_must_open(&options);
    XEvent event;
    XSelectInput(rig->display, rig->parent, KeyPressMask);
    rig_run(rig, 0.1);
    rig_key(rig, XK_space, 0);
    rig_run(rig, 0.1);
    XSync(rig->display, False);
    CU_ASSERT_TRUE(XCheckTypedWindowEvent(rig->display, rig->parent, KeyPress, &event));
    rig_key(rig, XK_Tab, 0); /* ours */
    rig_run(rig, 0.1);
    XSync(rig->display, False);
    CU_ASSERT_FALSE(
        XCheckTypedWindowEvent(rig->display, rig->parent, KeyPress, &event));
    rig_close(rig);
}

/* As suil does with what nobody of the host took. */
static void keys_given_back_do_not_go_round(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .without_plugin = true};
    Rig *rig = rig_must_open(&options);
    XEvent event = {.xkey = {.type = KeyPress,
                             .window = rig->window,
                             .time = 5000,
                             .keycode = XKeysymToKeycode(rig->display, XK_space)}};
    rig_run(rig, 0.1);
    for (unsigned given = 0; given < 2; ++given) {
        event.xkey.window = rig->window;
        XSendEvent(rig->display, rig->window, False, KeyPressMask, &event);
        XSync(rig->display, False);
        rig_run(rig, 0.1);
        XSync(rig->display, False);
        CU_ASSERT_EQUAL(
            XCheckTypedWindowEvent(rig->display, rig->parent, KeyPress, &event),
            given == 0);
    }
    rig_close(rig);
}

static void open_asks_the_hosts_dialog(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .with_request = true};
    Rig *rig = rig_must_open(&options);
    rig_resize(rig, 480, 320);
    rig_run(rig, 0.1);
    rig_press(rig, 310, 25, 1);
    rig_let_go(rig, 310, 25, 1);
    rig_run(rig, 0.1);
    CU_ASSERT_EQUAL(rig->requests, 1);
    rig_close(rig);
}

/* Until the plugin has said something: it does not answer while it is not played. */
static void the_model_is_asked_for_until_it_is_told(void)
{
    NEED_DISPLAY();
    for (int plays = 0; plays < 2; ++plays) {
        const RigOptions options = {.scale = 1, .without_plugin = !plays};
        Rig *rig = rig_must_open(&options);
        rig_run(rig, 2.5);
        CU_ASSERT(plays ? rig->gets == 1 : rig->gets >= 2);
        rig_close(rig);
    }
}

/* Nobody is asked for pictures, and nothing is drawn, while nobody looks. */
static void hidden_windows_rest(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1, .without_plugin = true};
    Rig *rig = rig_must_open(&options);
    rig_run(rig, 0.2);
    XUnmapWindow(rig->display, rig->parent);
    XSync(rig->display, False);
    rig_run(rig, 1.5); /* it is not told, and looks once in a second */
    const unsigned before = rig->watches;
    rig_run(rig, 2.2);
    CU_ASSERT_EQUAL(rig->watches, before);
    XMapWindow(rig->display, rig->parent);
    XSync(rig->display, False);
    rig_run(rig, 1.2);
    CU_ASSERT(rig->watches > before);
    CU_ASSERT_FALSE(rig->closed);
    rig_close(rig);
}

/* Of all that is seen of the first dial. */
static unsigned long at_the_dial(Rig *rig)
{
    unsigned long sum = 0;
    for (int y = DIAL_Y - 30; y < DIAL_Y + 30; y += 2)
        for (int x = DIAL_X - 30; x < DIAL_X + 30; x += 2)
            sum = 31 * sum + pixel(rig, x, y);
    return sum;
}

/* They look less often what there is to do, and still do it. */
static void calm_windows_wake(void)
{
    NEED_DISPLAY();
    Rig *rig = open_small();
    rig_run(rig, 1.5);
    rig_press(rig, DIAL_X, DIAL_Y, 4);
    rig_run(rig, 0.3);
    CU_ASSERT_DOUBLE_EQUAL(rig->values[index_of(UNFOLD_PORT_INPUT)], 0.5, 1e-5);
    rig_run(rig, 1.5);
    const unsigned long before = at_the_dial(rig);
    const unsigned watches = rig->watches;
    rig_tell(rig, index_of(UNFOLD_PORT_INPUT), -20);
    rig_run(rig, 0.5);
    CU_ASSERT_NOT_EQUAL(at_the_dial(rig), before);
    rig_run(rig, 2.2);
    CU_ASSERT(rig->watches > watches);
    rig_close(rig);
}

/* What the screen shows at a point of the window: 0..255. */
static void look_at(Rig *rig, int x, int y, int colour[3])
{
    XImage *image =
        XGetImage(rig->display, rig->window, x, y, 1, 1, AllPlanes, ZPixmap);
    CU_ASSERT_PTR_NOT_NULL_FATAL(image);
    const unsigned long masks[] = {image->red_mask, image->green_mask,
                                   image->blue_mask};
    for (int k = 0; k < 3; ++k)
        colour[k] = (int)lrint(255.0 * (double)(XGetPixel(image, 0, 0) & masks[k]) /
                               (double)masks[k]);
    XDestroyImage(image);
}

static void colours_are_the_same_on_any_screen(void)
{
    static const struct {
        int bits;
        bool shares;
    } screens[] = {{24, true}, {24, false}, {16, true}, {16, false}, {30, true}};
    NEED_DISPLAY();
    const UnfoldColour ground = unfold_theme(true).ground;
    for (size_t k = 0; k < sizeof screens / sizeof *screens; ++k) {
        pid_t server;
        int seen[3];
        const RigOptions options = {.scale = 1, .without_plugin = true};
        Rig *rig =
            rig_open_elsewhere(&options, screens[k].bits, screens[k].shares, &server);
        CU_ASSERT_PTR_NOT_NULL_FATAL(rig);
        rig_run(rig, 0.3);
        look_at(rig, 1, 1, seen);
        CU_ASSERT_DOUBLE_EQUAL(seen[0], 255 * ground.red, 5);
        CU_ASSERT_DOUBLE_EQUAL(seen[1], 255 * ground.green, 5);
        CU_ASSERT_DOUBLE_EQUAL(seen[2], 255 * ground.blue, 5);
        rig_close(rig);
        waitpid(server, NULL, 0);
    }
}

/* Of 256 colours of a table: hosts have their own controls. */
static void without_true_colours_no_window_opens(void)
{
    NEED_DISPLAY();
    pid_t server;
    const RigOptions options = {.scale = 1, .without_plugin = true};
    CU_ASSERT_PTR_NULL(rig_open_elsewhere(&options, 8, true, &server));
    waitpid(server, NULL, 0);
}

static void two_at_once_do_not_meet(void)
{
    NEED_DISPLAY();
    const RigOptions options = {.scale = 1};
    Rig *one = rig_must_open(&options), *other = rig_must_open(&options);
    one->level = 0.3;
    rig_resize(one, 480, 320);
    rig_run(one, 0.2);
    rig_run(other, 0.2);
    rig_press(one, DIAL_X, DIAL_Y, 4);
    rig_run(one, 0.1);
    rig_close(one);
    rig_run(other, 0.2);
    CU_ASSERT_DOUBLE_EQUAL(other->values[index_of(UNFOLD_PORT_INPUT)], 0, 0);
    CU_ASSERT_FALSE(other->closed);
    rig_close(other);
}

const Suite window_suite = {
    "window",
    (const Test[]){
        {"it opens in the host's window", it_opens_in_the_hosts_window},
        {"all plugins have windows", all_plugins_have_windows},
        {"scale makes it larger", scale_makes_it_larger},
        {"it follows the host's size", it_follows_the_hosts_size},
        {"the pointer turns controls", the_pointer_turns_controls},
        {"keys turn controls", keys_turn_controls},
        {"keys that nobody took are the host's", keys_that_nobody_took_are_the_hosts},
        {"keys given back do not go round", keys_given_back_do_not_go_round},
        {"Open asks the host's dialog", open_asks_the_hosts_dialog},
        {"the model is asked for until it is told",
         the_model_is_asked_for_until_it_is_told},
        {"hidden windows rest", hidden_windows_rest},
        {"calm windows wake", calm_windows_wake},
        {"colours are the same on any screen", colours_are_the_same_on_any_screen},
        {"without true colours no window opens", without_true_colours_no_window_opens},
        {"two at once do not meet", two_at_once_do_not_meet},
        {NULL, NULL},
    },
};
