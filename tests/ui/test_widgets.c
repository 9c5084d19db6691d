/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/button.h"
#include "plugin/ui/choice.h"
#include "plugin/ui/dial.h"
#include "plugin/ui/gauge.h"
#include "plugin/ui/label.h"
#include "plugin/ui/toggle.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static unsigned changes, grabs, releases, edits, acts;
static char edited[16];

static void changed(UnfoldValued *valued)
{
    (void)valued;
    ++changes;
}

static void grabbed(UnfoldValued *valued, bool is)
{
    (void)valued;
    grabs += is;
    releases += !is;
}

static void edit(UnfoldValued *valued, const char *text)
{
    (void)valued;
    ++edits;
    snprintf(edited, sizeof edited, "%s", text ? text : "as it is");
}

static void acted(UnfoldButton *button)
{
    (void)button;
    ++acts;
}

static void listen(UnfoldValued *valued, double width, double height)
{
    valued->changed = changed;
    valued->grabbed = grabbed;
    valued->edit = edit;
    valued->widget.box = (UnfoldBox){0, 0, width, height};
    changes = grabs = releases = edits = 0;
    edited[0] = 0;
}

static void point(UnfoldWidget *widget, UnfoldPointerEvent event, double x, double y,
                  bool shift)
{
    const UnfoldPointer pointer = {
        .event = event, .x = x, .y = y, .button = 1, .clicks = 1, .shift = shift};
    widget->kind->pointer(widget, &pointer);
}

static void wheel(UnfoldWidget *widget, double notches, bool shift)
{
    const UnfoldPointer pointer = {
        .event = UNFOLD_WHEEL, .wheel = notches, .shift = shift};
    widget->kind->pointer(widget, &pointer);
}

static bool press(UnfoldWidget *widget, UnfoldKeyCode code, const char *text)
{
    UnfoldKey key = {.code = code};
    snprintf(key.text, sizeof key.text, "%s", text);
    return widget->kind->key(widget, &key);
}

static UnfoldDial dial;
static UnfoldWidget *const dial_widget = &dial.valued.widget;

static void begin_dial(UnfoldPort port)
{
    unfold_dial_init(&dial, &unfold_effect_controls[port], port);
    listen(&dial.valued, 80, 110);
}

static void a_dial_is_dragged_up_and_down(void)
{
    begin_dial(UNFOLD_PORT_INPUT);
    point(dial_widget, UNFOLD_PRESS, 40, 50, false);
    CU_ASSERT_EQUAL(grabs, 1);
    CU_ASSERT_EQUAL(changes, 0);
    point(dial_widget, UNFOLD_MOVE, 40, 5, false); /* a quarter of the travel */
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 12, 1e-4);
    point(dial_widget, UNFOLD_MOVE, 40, -1000, false);
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 24, 1e-4);
    point(dial_widget, UNFOLD_MOVE, 40, -955, false); /* back at once */
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 12, 1e-4);
    point(dial_widget, UNFOLD_LET_GO, 40, -955, false);
    CU_ASSERT_EQUAL(changes, 3);
    CU_ASSERT_EQUAL(releases, 1);
    point(dial_widget, UNFOLD_MOVE, 40, 500, false);
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 12, 1e-4);
}

static void shift_makes_it_fine(void)
{
    begin_dial(UNFOLD_PORT_INPUT);
    point(dial_widget, UNFOLD_PRESS, 40, 50, true);
    point(dial_widget, UNFOLD_MOVE, 40, 5, true);
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 1.2, 1e-4);
    point(dial_widget, UNFOLD_LET_GO, 40, 5, true);
    wheel(dial_widget, 1, true);
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 1.3, 1e-4);
    wheel(dial_widget, -2, false);
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 0.3, 1e-4);
    CU_ASSERT_EQUAL(grabs, 3);
    CU_ASSERT_EQUAL(releases, 3);
}

static void keys_turn_a_dial(void)
{
    begin_dial(UNFOLD_PORT_MIX);
    CU_ASSERT_TRUE(press(dial_widget, UNFOLD_KEY_UP, ""));
    CU_ASSERT_EQUAL(changes, 0); /* at its end already */
    press(dial_widget, UNFOLD_KEY_LEFT, "");
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 99, 1e-4);
    press(dial_widget, UNFOLD_KEY_PAGE_DOWN, "");
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 89, 1e-4);
    press(dial_widget, UNFOLD_KEY_HOME, "");
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 0, 1e-4);
    press(dial_widget, UNFOLD_KEY_END, "");
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 100, 1e-4);
    CU_ASSERT_EQUAL(changes, 4);
    CU_ASSERT_EQUAL(grabs, 4);
    CU_ASSERT_EQUAL(releases, 4);
}

static void a_double_click_brings_it_back(void)
{
    const UnfoldPointer twice = {
        .event = UNFOLD_PRESS, .x = 40, .y = 50, .button = 1, .clicks = 2};
    begin_dial(UNFOLD_PORT_INPUT);
    unfold_valued_set(&dial.valued, -7);
    CU_ASSERT_EQUAL(changes, 0);
    point(dial_widget, UNFOLD_PRESS, 40, 50, false);
    point(dial_widget, UNFOLD_LET_GO, 40, 50, false);
    dial_widget->kind->pointer(dial_widget, &twice);
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 0, 0);
    point(dial_widget, UNFOLD_MOVE, 40, 50, false);
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 0, 0);
    point(dial_widget, UNFOLD_LET_GO, 40, 50, false);
    CU_ASSERT_EQUAL(grabs, releases);
    press(dial_widget, UNFOLD_KEY_UP, "");
    CU_ASSERT_TRUE(press(dial_widget, UNFOLD_KEY_DELETE, ""));
    CU_ASSERT_DOUBLE_EQUAL(dial.valued.value, 0, 0);
}

static void a_number_can_be_typed(void)
{
    const UnfoldPointer right = {
        .event = UNFOLD_PRESS, .x = 40, .y = 50, .button = 3, .clicks = 1};
    begin_dial(UNFOLD_PORT_INPUT);
    CU_ASSERT_TRUE(press(dial_widget, UNFOLD_KEY_TEXT, "-"));
    CU_ASSERT_STRING_EQUAL(edited, "-");
    CU_ASSERT_TRUE(press(dial_widget, UNFOLD_KEY_ENTER, ""));
    CU_ASSERT_STRING_EQUAL(edited, "as it is");
    dial_widget->kind->pointer(dial_widget, &right);
    CU_ASSERT_EQUAL(edits, 3);
    CU_ASSERT_FALSE(press(dial_widget, UNFOLD_KEY_TEXT, "x"));
    CU_ASSERT_FALSE(press(dial_widget, UNFOLD_KEY_TEXT, " ")); /* the host's */
    CU_ASSERT_FALSE(press(dial_widget, UNFOLD_KEY_ESCAPE, ""));
    CU_ASSERT_EQUAL(grabs, releases);
    dial.valued.edit = NULL;
    CU_ASSERT_FALSE(press(dial_widget, UNFOLD_KEY_TEXT, "1"));
    CU_ASSERT_FALSE(press(dial_widget, UNFOLD_KEY_ENTER, ""));
}

static void toggles_turn_over(void)
{
    UnfoldToggle toggle;
    UnfoldWidget *widget = &toggle.valued.widget;
    unfold_toggle_init(&toggle, &unfold_effect_controls[UNFOLD_PORT_ENABLED],
                       UNFOLD_PORT_ENABLED);
    listen(&toggle.valued, 120, 26);
    CU_ASSERT_DOUBLE_EQUAL(toggle.valued.value, 1, 0);
    point(widget, UNFOLD_PRESS, 10, 10, false);
    point(widget, UNFOLD_LET_GO, 10, 10, false);
    CU_ASSERT_DOUBLE_EQUAL(toggle.valued.value, 0, 0);
    CU_ASSERT_TRUE(press(widget, UNFOLD_KEY_TEXT, " "));
    CU_ASSERT_DOUBLE_EQUAL(toggle.valued.value, 1, 0);
    CU_ASSERT_TRUE(press(widget, UNFOLD_KEY_ENTER, ""));
    CU_ASSERT_DOUBLE_EQUAL(toggle.valued.value, 0, 0);
    wheel(widget, 1, false);
    wheel(widget, 1, false);
    CU_ASSERT_DOUBLE_EQUAL(toggle.valued.value, 1, 0);
    CU_ASSERT_EQUAL(changes, 4);
    CU_ASSERT_EQUAL(grabs, 4);
    CU_ASSERT_EQUAL(releases, 4);
    CU_ASSERT_FALSE(press(widget, UNFOLD_KEY_TEXT, "x"));
}

static void choices_are_chosen(void)
{
    UnfoldChoice choice;
    UnfoldWidget *widget = &choice.valued.widget;
    unfold_choice_init(&choice, &unfold_effect_controls[UNFOLD_PORT_OVERSAMPLING],
                       UNFOLD_PORT_OVERSAMPLING, 100);
    const double width = unfold_choice_width(&choice);
    listen(&choice.valued, width, 26);
    point(widget, UNFOLD_PRESS, width - 10, 13, false);
    CU_ASSERT_DOUBLE_EQUAL(choice.valued.value, 8, 0);
    point(widget, UNFOLD_PRESS, 20, 13, false); /* on the name */
    CU_ASSERT_DOUBLE_EQUAL(choice.valued.value, 8, 0);
    press(widget, UNFOLD_KEY_RIGHT, "");
    CU_ASSERT_DOUBLE_EQUAL(choice.valued.value, 8, 0);
    press(widget, UNFOLD_KEY_LEFT, "");
    CU_ASSERT_DOUBLE_EQUAL(choice.valued.value, 4, 0);
    press(widget, UNFOLD_KEY_HOME, "");
    press(widget, UNFOLD_KEY_LEFT, "");
    CU_ASSERT_DOUBLE_EQUAL(choice.valued.value, 1, 0);
    wheel(widget, 1, false);
    CU_ASSERT_DOUBLE_EQUAL(choice.valued.value, 2, 0);
    unfold_valued_set(&choice.valued, 7); /* automation may; it is the 4 then */
    press(widget, UNFOLD_KEY_RIGHT, "");
    CU_ASSERT_DOUBLE_EQUAL(choice.valued.value, 8, 0);
    CU_ASSERT_EQUAL(changes, 5);
}

static void buttons_act_when_they_are_let_go(void)
{
    UnfoldButton button;
    UnfoldWidget *widget = &button.widget;
    unfold_button_init(&button, "Next", UNFOLD_BUTTON_RIGHT);
    button.done = acted;
    widget->box = (UnfoldBox){0, 0, 34, 28};
    acts = 0;
    point(widget, UNFOLD_PRESS, 10, 10, false);
    CU_ASSERT_EQUAL(acts, 0);
    point(widget, UNFOLD_LET_GO, 10, 10, false);
    CU_ASSERT_EQUAL(acts, 1);
    point(widget, UNFOLD_PRESS, 10, 10, false);
    point(widget, UNFOLD_LET_GO, 100, 10, false);
    CU_ASSERT_EQUAL(acts, 1);
    CU_ASSERT_TRUE(press(widget, UNFOLD_KEY_TEXT, " "));
    CU_ASSERT_TRUE(press(widget, UNFOLD_KEY_ENTER, ""));
    CU_ASSERT_EQUAL(acts, 3);
    CU_ASSERT_FALSE(press(widget, UNFOLD_KEY_UP, ""));
}

static void meters_hold_peaks_and_show_clipping(void)
{
    UnfoldGauge gauge;
    UnfoldWidget *widget = &gauge.widget;
    unfold_gauge_init(&gauge, "In");
    widget->box = (UnfoldBox){0, 0, 60, 300};
    unfold_gauge_set(&gauge, -6);
    unfold_gauge_set(&gauge, -20);
    CU_ASSERT_DOUBLE_EQUAL(gauge.held, -6, 0);
    widget->kind->tick(widget, 1.4);
    CU_ASSERT_DOUBLE_EQUAL(gauge.held, -6, 0);
    widget->kind->tick(widget, 0.2);
    CU_ASSERT_DOUBLE_EQUAL(gauge.held, -20, 0);
    CU_ASSERT_FALSE(gauge.clipped);
    unfold_gauge_set(&gauge, 0);
    CU_ASSERT_FALSE(gauge.clipped);
    unfold_gauge_set(&gauge, 0.1f);
    unfold_gauge_set(&gauge, -90);
    CU_ASSERT_TRUE(gauge.clipped);
    widget->kind->tick(widget, 10);
    CU_ASSERT_TRUE(gauge.clipped);
    point(widget, UNFOLD_PRESS, 10, 10, false);
    CU_ASSERT_FALSE(gauge.clipped);
    unfold_gauge_set(&gauge, 3);
    CU_ASSERT_TRUE(press(widget, UNFOLD_KEY_ENTER, ""));
    CU_ASSERT_FALSE(gauge.clipped);
    unfold_gauge_set(&gauge, NAN);
    CU_ASSERT_DOUBLE_EQUAL(gauge.level, -90, 0);
}

static void what_cannot_be_seen_is_not_drawn(void)
{
    UnfoldGauge gauge;
    unfold_gauge_init(&gauge, "In");
    gauge.widget.box = (UnfoldBox){0, 0, 60, 300};
    unfold_gauge_set(&gauge, -20);
    gauge.widget.dirty = false;
    unfold_gauge_set(&gauge, -20.01f);
    gauge.widget.kind->tick(&gauge.widget, 0.01);
    CU_ASSERT_FALSE(gauge.widget.dirty);
    unfold_gauge_set(&gauge, -21);
    CU_ASSERT_TRUE(gauge.widget.dirty);
}

static void the_scale_of_a_meter_goes_up(void)
{
    CU_ASSERT_DOUBLE_EQUAL(unfold_gauge_position(-90), 0, 0);
    CU_ASSERT_DOUBLE_EQUAL(unfold_gauge_position(6), 1, 0);
    CU_ASSERT_DOUBLE_EQUAL(unfold_gauge_position(50), 1, 0);
    for (float level = -69; level < 6; ++level)
        CU_ASSERT(unfold_gauge_position(level) < unfold_gauge_position(level + 1));
}

static void labels_change_when_they_say_another_thing(void)
{
    UnfoldLabel label;
    char longest[3000];
    unfold_label_init(&label, 13, UNFOLD_LEFT, UNFOLD_QUIET);
    unfold_label_set(&label, "one", UNFOLD_QUIET);
    CU_ASSERT_TRUE(label.widget.dirty);
    label.widget.dirty = false;
    unfold_label_set(&label, "one", UNFOLD_QUIET);
    CU_ASSERT_FALSE(label.widget.dirty);
    unfold_label_set(&label, "one", UNFOLD_ALARM);
    CU_ASSERT_TRUE(label.widget.dirty);
    for (size_t k = 0; k + 2 < sizeof longest; k += 2)
        memcpy(longest + k, "\xc3\xa4", 3);
    unfold_label_set(&label, longest, UNFOLD_QUIET);
    CU_ASSERT_EQUAL(strlen(label.text) % 2, 0);
    CU_ASSERT(strlen(label.text) >= UNFOLD_LABEL_TEXT - 2);
}

const Suite widgets_suite = {
    "widgets",
    (const Test[]){
        {"a dial is dragged up and down", a_dial_is_dragged_up_and_down},
        {"Shift makes it fine", shift_makes_it_fine},
        {"keys turn a dial", keys_turn_a_dial},
        {"a double click brings it back", a_double_click_brings_it_back},
        {"a number can be typed", a_number_can_be_typed},
        {"toggles turn over", toggles_turn_over},
        {"choices are chosen", choices_are_chosen},
        {"buttons act when they are let go", buttons_act_when_they_are_let_go},
        {"meters hold peaks and show clipping", meters_hold_peaks_and_show_clipping},
        {"what cannot be seen is not drawn", what_cannot_be_seen_is_not_drawn},
        {"the scale of a meter goes up", the_scale_of_a_meter_goes_up},
        {"labels change when they say another thing",
         labels_change_when_they_say_another_thing},
        {NULL, NULL},
    },
};
