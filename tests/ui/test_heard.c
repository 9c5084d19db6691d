/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/heard.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/ui/sheet.h"

#include <math.h>
#include <string.h>

static UnfoldHeard heard;
static UnfoldWidget *const widget = &heard.widget;
static float told;
static int turns, grabs;

static void turned(UnfoldHeard *from, float position)
{
    CU_ASSERT_PTR_EQUAL(from, &heard);
    told = position;
    ++turns;
}

static void grabbed(UnfoldHeard *from, bool held)
{
    CU_ASSERT_PTR_EQUAL(from, &heard);
    grabs += held ? 1 : 100;
}

static void begin(UnfoldHears kind, const char *labels, float normal)
{
    unfold_heard_init(&heard);
    unfold_heard_model(&heard, kind, labels, normal);
    heard.turned = turned;
    heard.grabbed = grabbed;
    turns = grabs = 0;
    widget->box = (UnfoldBox){0, 0, 400, 300};
}

/* So many columns of 8 features, in which one answer is this and all others are 0. */
static void hear(uint32_t columns, float feature, uint32_t answers, uint32_t which,
                 float answer)
{
    float frame[8 + 300] = {0};
    for (int k = 0; k < 8; ++k)
        frame[k] = feature;
    frame[8 + which] = answer;
    for (uint32_t k = 0; k < columns; ++k)
        unfold_heard_hear(&heard, frame, 1, 8, answers, 0.01f);
}

static bool has_line(int label)
{
    for (int k = 0; k < UNFOLD_HEARD_LINES; ++k)
        if (heard.lines[k].label == label)
            return true;
    return false;
}

static double line_y(void)
{
    return unfold_heard_places(&heard).plot.y +
           unfold_heard_below(&heard, unfold_heard_limit(&heard));
}

static void few_labels_keep_their_lines(void)
{
    begin(UNFOLD_HEARS_LABELS, "kick\nsnare\nnothing", NAN);
    hear(100, 0, 3, 2, 0.9f);
    for (int k = 0; k < 3; ++k)
        CU_ASSERT_EQUAL(heard.lines[k].label, k);
    CU_ASSERT_FALSE(has_line(3));
    sheet_draw_all(widget);
    unfold_heard_free(&heard);
}

static void of_many_labels_those_that_were_likely_last_are_shown(void)
{
    begin(UNFOLD_HEARS_LABELS, "", NAN);
    for (uint32_t k = 0; k < 20; ++k)
        hear(100, 0, 200, 10 * k, 0.8f);
    for (int k = 0; k < 12; ++k)
        CU_ASSERT_FALSE(has_line(10 * k));
    for (int k = 12; k < 20; ++k)
        CU_ASSERT(has_line(10 * k));
    sheet_draw(widget, 400, 300, 2);
    unfold_heard_free(&heard);
}

static void the_threshold_is_dragged(void)
{
    begin(UNFOLD_HEARS_LABELS, "a\nb", NAN);
    hear(10, 0, 2, 0, 0.9f);
    CU_ASSERT_DOUBLE_EQUAL(unfold_heard_limit(&heard), 0.5, 1e-6);
    const double y = line_y();
    drag(widget, 50, y + 3, 50, y - 37);
    CU_ASSERT(turns > 0 && told > 0.6f && told < 0.9f);
    CU_ASSERT_EQUAL(grabs, 101);
    CU_ASSERT_DOUBLE_EQUAL(line_y(), y - 40, 0.5);
    drag(widget, 50, line_y(), 50, -500);
    CU_ASSERT_EQUAL(told, 1);
    turns = 0;
    drag(widget, 50, line_y() + 60, 50, 0); /* not there */
    CU_ASSERT_EQUAL(turns, 0);
    press_at(widget, 50, line_y(), 2);
    CU_ASSERT_EQUAL(told, 0.5f);
    unfold_heard_free(&heard);
}

static void keys_move_the_threshold(void)
{
    begin(UNFOLD_HEARS_LABELS, "a\nb", NAN);
    CU_ASSERT(press_key(widget, UNFOLD_KEY_UP));
    CU_ASSERT_DOUBLE_EQUAL(told, 0.51, 1e-6);
    press_with(widget, UNFOLD_KEY_UP, true, false);
    CU_ASSERT_DOUBLE_EQUAL(told, 0.511, 1e-6);
    press_key(widget, UNFOLD_KEY_PAGE_DOWN);
    CU_ASSERT_DOUBLE_EQUAL(told, 0.411, 1e-6);
    press_key(widget, UNFOLD_KEY_END);
    CU_ASSERT_EQUAL(told, 1);
    press_key(widget, UNFOLD_KEY_HOME);
    CU_ASSERT_EQUAL(told, 0);
    turns = 0;
    press_key(widget, UNFOLD_KEY_DOWN);
    CU_ASSERT_EQUAL(turns, 0);
    CU_ASSERT_FALSE(press_key(widget, UNFOLD_KEY_LEFT));
    unfold_heard_free(&heard);
}

static void the_threshold_stands_where_the_plugin_has_it(void)
{
    begin(UNFOLD_HEARS_LABELS, "a\nb", 0.8f);
    CU_ASSERT_DOUBLE_EQUAL(unfold_heard_limit(&heard), 0.8, 1e-6);
    unfold_heard_threshold(&heard, 0.75f);
    CU_ASSERT_DOUBLE_EQUAL(unfold_heard_limit(&heard), 0.9, 1e-6);
    CU_ASSERT_EQUAL(turns, 0);
    const double y = line_y();
    drag(widget, 50, y, 50, y + 1);
    drag(widget, 50, line_y(), 50, y);
    CU_ASSERT_DOUBLE_EQUAL(heard.position, 0.75, 1e-3);
    unfold_heard_threshold(&heard, NAN);
    CU_ASSERT_DOUBLE_EQUAL(heard.position, 0.75, 1e-3);
    unfold_heard_free(&heard);
}

static void a_value_has_an_axis_and_no_threshold(void)
{
    begin(UNFOLD_HEARS_VALUE, "", NAN);
    CU_ASSERT_FALSE(widget->kind->takes_focus);
    hear(50, 0, 1, 0, 221);
    hear(50, 0, 1, 0, 239);
    CU_ASSERT(heard.bottom <= 221 && heard.bottom >= 200);
    CU_ASSERT(heard.top >= 239 && heard.top <= 260);
    CU_ASSERT(isnan(unfold_heard_limit(&heard)));
    sheet_draw_all(widget);
    hear(2, 0, 1, 0, NAN);
    hear(2, 0, 1, 0, INFINITY);
    sheet_draw_all(widget);
    unfold_heard_free(&heard);
}

static void an_error_has_its_threshold_in_sight(void)
{
    begin(UNFOLD_HEARS_NEXT, "", 3);
    hear(50, 0, 1, 0, 0.4f);
    CU_ASSERT(widget->kind->takes_focus);
    CU_ASSERT_DOUBLE_EQUAL(unfold_heard_limit(&heard), 3, 1e-6);
    CU_ASSERT_EQUAL(heard.bottom, 0);
    CU_ASSERT(heard.top > 3);
    drag(widget, 50, line_y(), 50, line_y() + 20);
    CU_ASSERT(told < 0.5f && told > 0);
    sheet_draw_all(widget);
    unfold_heard_model(&heard, UNFOLD_HEARS_NEXT, "", NAN); /* not known */
    hear(50, 0, 1, 0, 0.4f);
    CU_ASSERT(isnan(unfold_heard_limit(&heard)));
    turns = 0;
    press_at(widget, 50, 200, 2);
    CU_ASSERT_EQUAL(turns, 0);
    sheet_draw_all(widget);
    unfold_heard_free(&heard);
}

static void silence_lets_it_rest(void)
{
    begin(UNFOLD_HEARS_LABELS, "a\nb", NAN);
    hear(100, 2, 2, 0, 0.9f);
    sheet_draw(widget, 400, 300, 1);
    hear(1200, -1, 2, 1, 0.99f);
    CU_ASSERT(widget->dirty);
    sheet_draw(widget, 400, 300, 1);
    hear(500, -1, 2, 1, 0.991f);
    pass_time(widget, 1);
    CU_ASSERT_FALSE(widget->dirty);
    hear(1, -1, 2, 0, 0.5f);
    CU_ASSERT(widget->dirty);
    unfold_heard_free(&heard);
}

static void what_is_not_sensible_does_no_harm(void)
{
    static float frames[2 * (64 + 256)];
    begin(UNFOLD_HEARS_LABELS, "only\n\n", NAN);
    for (size_t k = 0; k < sizeof frames / sizeof *frames; ++k)
        frames[k] = k % 3 ? NAN : INFINITY;
    unfold_heard_hear(&heard, frames, 2, 64, 256, 0.005f);
    unfold_heard_hear(&heard, frames, 2, 8, 0, 0.005f);
    unfold_heard_hear(&heard, frames, 1, 8, 257, 0.005f);
    unfold_heard_hear(&heard, frames, 1, 65, 1, 0.005f);
    unfold_heard_hear(&heard, frames, 0, 8, 8, 0.005f);
    unfold_heard_hear(&heard, frames, 2, 8, 8, 0);
    sheet_draw_all(widget);
    unfold_heard_hear(&heard, frames, 2, 8, 8, NAN);
    unfold_heard_hear(&heard, frames, 2, 0, 8, 1e9f);
    sheet_draw_all(widget);
    unfold_heard_free(&heard);
}

static void without_memory_nothing_breaks(void)
{
    for (size_t n = 0; n < 4; ++n) {
        allocations_reset();
        allocations_fail_at(n, 1);
        begin(UNFOLD_HEARS_LABELS, "a\nb", NAN);
        hear(50, 1, 2, 1, 0.9f);
        sheet_draw(widget, 400, 300, 1);
        unfold_heard_free(&heard);
        allocations_reset();
    }
}

static const Test tests[] = {
    {"few labels keep their lines", few_labels_keep_their_lines},
    {"of many labels those that were likely last are shown",
     of_many_labels_those_that_were_likely_last_are_shown},
    {"the threshold is dragged", the_threshold_is_dragged},
    {"keys move the threshold", keys_move_the_threshold},
    {"the threshold stands where the plugin has it",
     the_threshold_stands_where_the_plugin_has_it},
    {"a value has an axis and no threshold", a_value_has_an_axis_and_no_threshold},
    {"an error has its threshold in sight", an_error_has_its_threshold_in_sight},
    {"silence lets it rest", silence_lets_it_rest},
    {"what is not sensible does no harm", what_is_not_sensible_does_no_harm},
    {"without memory nothing breaks", without_memory_nothing_breaks},
    {NULL, NULL}};

const Suite heard_suite = {"heard", tests};
