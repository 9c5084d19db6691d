/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/scope.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/ui/sheet.h"

#include <math.h>

static UnfoldScope scope;
static UnfoldWidget *const widget = &scope.widget;

/* So many seconds of a sine through a gain, as pictures come. */
static void play(double seconds, double level, double gain)
{
    static double phase;
    for (int k = 0; k < seconds * 30; ++k) {
        float cloud[128];
        for (int n = 0; n < 64; ++n, phase += 0.37) {
            cloud[2 * n] = (float)(level * sin(phase));
            cloud[2 * n + 1] = (float)(gain * level * sin(phase));
        }
        unfold_scope_hear(&scope, cloud, 64);
        pass_time(widget, 1 / 30.0);
    }
}

static void the_axes_zoom_out_at_once_and_in_slowly(void)
{
    unfold_scope_init(&scope);
    play(10, 0.1, 4);
    CU_ASSERT_EQUAL(scope.in.step, -3); /* 0.125 */
    CU_ASSERT_EQUAL(scope.out.step, -1);
    play(0.1, 0.7, 4);
    CU_ASSERT_EQUAL(scope.in.step, 0);
    CU_ASSERT_EQUAL(scope.out.step, 2);
    play(1, 0.1, 4);
    CU_ASSERT_EQUAL(scope.in.step, 0);
    play(10, 0.1, 4);
    CU_ASSERT_EQUAL(scope.in.step, -3);
    CU_ASSERT_DOUBLE_EQUAL(scope.in.shown, 0.125, 0.01);
    unfold_scope_free(&scope);
}

static void the_mean_follows_the_model(void)
{
    unfold_scope_init(&scope);
    play(3, 0.4, -0.5);
    unsigned known = 0;
    for (int k = 0; k < UNFOLD_SCOPE_BINS; ++k) {
        const double *bin = scope.bins[k];
        if (bin[0] > 0)
            CU_ASSERT_DOUBLE_EQUAL(bin[2] / bin[0], -0.5 * bin[1] / bin[0], 1e-6);
        known += bin[0] > 0;
    }
    CU_ASSERT(known > 40);
    play(20, 0.4, 0.5); /* and forgets what it was, slowly */
    CU_ASSERT_DOUBLE_EQUAL(scope.bins[40][2] / scope.bins[40][1], 0.5, 0.02);
    unfold_scope_forget(&scope);
    CU_ASSERT_EQUAL(scope.bins[40][0], 0);
    unfold_scope_free(&scope);
}

static void points_fade_and_silence_lets_it_rest(void)
{
    static const float silence[128], same[4] = {0, 0.25f, 0, 0.25f};
    unfold_scope_init(&scope);
    play(1, 0.4, 1);
    sheet_draw(widget, 100, 100, 1);
    for (int k = 0; k < 40; ++k) {
        unfold_scope_hear(&scope, silence, 64);
        pass_time(widget, 1 / 30.0);
    }
    Sheet sheet = sheet_draw(widget, 100, 100, 1);
    const uint64_t faded = sheet_print(&sheet);
    for (int k = 0; k < 300; ++k) {
        unfold_scope_hear(&scope, k < 150 ? silence : same, k < 150 ? 64 : 2);
        pass_time(widget, 1 / 30.0);
        CU_ASSERT_FALSE(widget->dirty);
    }
    sheet = sheet_draw(widget, 100, 100, 1);
    CU_ASSERT_EQUAL(sheet_print(&sheet), faded);
    play(0.1, 0.4, 1);
    CU_ASSERT(widget->dirty);
    unfold_scope_free(&scope);
}

static void what_is_not_finite_or_far_too_loud_does_no_harm(void)
{
    static const float bad[] = {NAN, 0, 0, INFINITY, 1e30f, -1e30f, 0.5f, 0.5f};
    unfold_scope_init(&scope);
    unfold_scope_hear(&scope, bad, 4);
    unfold_scope_hear(&scope, bad, 0);
    CU_ASSERT_EQUAL(scope.count, 2);
    CU_ASSERT_EQUAL(scope.in.step, 2);
    sheet_draw_all(widget);
    unfold_scope_free(&scope);
}

static void the_plot_is_square_and_drawn_at_all_sizes(void)
{
    unfold_scope_init(&scope);
    play(2, 0.8, 1);
    sheet_draw_all(widget);
    const Sheet sheet = sheet_draw(widget, 300, 100, 1);
    CU_ASSERT(sheet_ink(&sheet) > 9000 && sheet_ink(&sheet) <= 10000);
    unfold_scope_free(&scope);
}

static void without_memory_nothing_is_shown(void)
{
    allocations_reset();
    allocations_fail_at(0, 1);
    unfold_scope_init(&scope);
    play(1, 0.5, 1);
    allocations_reset();
    const Sheet sheet = sheet_draw(widget, 100, 100, 1);
    CU_ASSERT_EQUAL(sheet_ink(&sheet), 0);
    unfold_scope_free(&scope);
}

static const Test tests[] = {
    {"the axes zoom out at once, and in slowly",
     the_axes_zoom_out_at_once_and_in_slowly},
    {"the mean follows the model", the_mean_follows_the_model},
    {"points fade, and silence lets it rest", points_fade_and_silence_lets_it_rest},
    {"what is not finite or far too loud does no harm",
     what_is_not_finite_or_far_too_loud_does_no_harm},
    {"the plot is square, and drawn at all sizes",
     the_plot_is_square_and_drawn_at_all_sizes},
    {"without memory nothing is shown", without_memory_nothing_is_shown},
    {NULL, NULL}};

const Suite scope_suite = {"scope", tests};
