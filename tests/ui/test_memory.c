/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/memory.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/ui/sheet.h"

#include <math.h>

static UnfoldMemory memory;
static UnfoldWidget *const widget = &memory.widget;

/* All units in one state, for so many columns. */
static void hear(float state, uint32_t columns, uint32_t units)
{
    float states[4 * 200];
    for (uint32_t k = 0; k < 4 * units; ++k)
        states[k] = state;
    for (uint32_t k = 0; k < columns; k += 4)
        unfold_memory_hear(&memory, states, 4, units);
}

/* Channels of a pixel of the strip; x from the right. */
static void colour(double x, double y, int channels[3])
{
    const Sheet sheet = sheet_draw(widget, 100, 100, 1);
    const uint32_t pixel = sheet.pixels[(int)y * sheet.stride + 99 - (int)x];
    for (int k = 0; k < 3; ++k)
        channels[k] = pixel >> (16 - 8 * k) & 0xff;
}

static void above_and_below_zero_have_hues_of_their_own(void)
{
    int up[3], down[3], none[3];
    unfold_memory_init(&memory);
    hear(0, 20, 16);
    hear(0.7f, 20, 16);
    hear(-0.7f, 20, 16);
    colour(10, 60, down);
    colour(30, 60, up);
    colour(50, 60, none);
    CU_ASSERT(up[2] > up[0] + 50);
    CU_ASSERT(down[0] > down[2] + 50);
    CU_ASSERT(none[0] < 60 && none[1] < 60 && none[2] < 60);
    unfold_memory_free(&memory);
}

static void unit_0_is_on_top(void)
{
    int top[3], bottom[3];
    static const float states[] = {0.8f, 0, 0, 0};
    unfold_memory_init(&memory);
    for (int k = 0; k < 30; ++k)
        unfold_memory_hear(&memory, states, 1, 4);
    colour(10, 25, top);
    colour(10, 95, bottom);
    CU_ASSERT(top[2] > bottom[2] + 50);
    unfold_memory_free(&memory);
}

static void silence_lets_it_rest(void)
{
    unfold_memory_init(&memory);
    hear(0.5f, 100, 16);
    sheet_draw(widget, 100, 100, 1);
    hear(0.1f, 200, 16);
    CU_ASSERT(widget->dirty);
    sheet_draw(widget, 100, 100, 1);
    hear(0.1005f, 200, 16); /* cannot be told apart */
    CU_ASSERT_FALSE(widget->dirty);
    hear(0.2f, 4, 16);
    CU_ASSERT(widget->dirty);
    unfold_memory_free(&memory);
}

static void another_number_of_units_begins_anew(void)
{
    unfold_memory_init(&memory);
    for (uint32_t units = 1; units <= 64; units += 7) {
        hear(0.5f, 60, units);
        CU_ASSERT_EQUAL(memory.strip.rows, units);
        CU_ASSERT_EQUAL(memory.strip.count, 60);
        sheet_draw(widget, 120, 80, 1);
    }
    unfold_memory_forget(&memory);
    CU_ASSERT(widget->dirty);
    sheet_draw_all(widget);
    unfold_memory_free(&memory);
}

static void what_is_out_of_range_does_no_harm(void)
{
    static const float states[] = {NAN, INFINITY, -INFINITY, 1e30f, -2, 2};
    unfold_memory_init(&memory);
    unfold_memory_hear(&memory, states, 2, 3);
    unfold_memory_hear(&memory, states, 0, 3);
    hear(0.5f, 4, 200); /* more units than are shown */
    CU_ASSERT_EQUAL(memory.strip.rows, UNFOLD_STRIP_ROWS);
    sheet_draw_all(widget);
    unfold_memory_free(&memory);
}

static void it_looks_the_same_drawn_bit_by_bit_or_at_once(void)
{
    uint64_t prints[2];
    for (int often = 0; often < 2; ++often) {
        unfold_memory_init(&memory);
        for (int k = 0; k < 90; ++k) {
            hear((float)sin(k * 0.3), 4, 12);
            if (often)
                sheet_draw(widget, 77, 90, 1.5);
        }
        const Sheet sheet = sheet_draw(widget, 77, 90, 1.5);
        prints[often] = sheet_print(&sheet);
        unfold_memory_free(&memory);
    }
    CU_ASSERT_EQUAL(prints[0], prints[1]);
}

static void without_memory_only_the_label_is_shown(void)
{
    allocations_reset();
    allocations_fail_at(0, 1);
    unfold_memory_init(&memory);
    allocations_reset();
    hear(0.5f, 100, 16);
    const Sheet sheet = sheet_draw(widget, 200, 200, 1);
    CU_ASSERT(sheet_ink(&sheet) < 200 * 20);
    unfold_memory_free(&memory);
}

static const Test tests[] = {
    {"above and below zero have hues of their own",
     above_and_below_zero_have_hues_of_their_own},
    {"unit 0 is on top", unit_0_is_on_top},
    {"silence lets it rest", silence_lets_it_rest},
    {"another number of units begins anew", another_number_of_units_begins_anew},
    {"what is out of range does no harm", what_is_out_of_range_does_no_harm},
    {"it looks the same drawn bit by bit or at once",
     it_looks_the_same_drawn_bit_by_bit_or_at_once},
    {"without memory only the label is shown", without_memory_only_the_label_is_shown},
    {NULL, NULL}};

const Suite memory_suite = {"memory", tests};
