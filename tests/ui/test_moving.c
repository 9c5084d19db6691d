/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/draw.h"
#include "plugin/ui/gauge.h"
#include "plugin/ui/heard.h"
#include "plugin/ui/memory.h"
#include "plugin/ui/panel.h"
#include "plugin/ui/scope.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What moves draws only what has changed; that has to look as if all of it were drawn.
 */

#define WIDTH 300
#define HEIGHT 260

static UnfoldPanel panel;
static double scale;
static cairo_format_t format;

static void draw_group(void *owner, cairo_t *cairo, const UnfoldTheme *theme)
{
    (void)owner;
    unfold_use(cairo, theme->panel);
    cairo_paint(cairo);
}

static void begin(UnfoldWidget *widget)
{
    panel = (UnfoldPanel){.width = WIDTH,
                          .height = HEIGHT,
                          .theme = unfold_theme(true),
                          .backdrop = draw_group};
    unfold_panel_add(&panel, widget);
}

static cairo_surface_t *paper(void)
{
    return cairo_image_surface_create(format, (int)(WIDTH * scale),
                                      (int)(HEIGHT * scale));
}

static void draw(cairo_surface_t *surface)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, scale, scale);
    unfold_panel_draw(&panel, cairo);
    CU_ASSERT_EQUAL(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
}

static int differing_pixels(cairo_surface_t *a, cairo_surface_t *b)
{
    const int stride = cairo_image_surface_get_stride(a);
    int count = 0;
    for (int y = 0; y < cairo_image_surface_get_height(a); ++y)
        for (int x = 0; x < cairo_image_surface_get_width(a); ++x)
            count +=
                memcmp(cairo_image_surface_get_data(a) + y * stride + 4 * x,
                       cairo_image_surface_get_data(b) + y * stride + 4 * x, 3) != 0;
    return count;
}

/* All that has moved, and from time to time all of it beside that. */
static void play(void (*step)(int), int steps)
{
    cairo_surface_t *moving = paper();
    int parts = 0;
    for (int k = 0; k < steps; ++k) {
        step(k);
        unfold_panel_tick(&panel, 1 / 30.0);
        parts += panel.widgets[0]->part.width > 0;
        draw(moving);
        if (k % 7 && k + 1 < steps)
            continue;
        cairo_surface_t *whole = paper();
        panel.dirty = true;
        draw(whole);
        CU_ASSERT_EQUAL(differing_pixels(moving, whole), 0);
        cairo_surface_destroy(whole);
    }
    CU_ASSERT(parts > steps / 2);
    cairo_surface_destroy(moving);
}

/* At scales with whole pixels and without, on what pixels can be drawn in directly and
   on what they cannot. */
static void play_at_all_scales(void (*start)(void), void (*step)(int),
                               void (*end)(void))
{
    static const double scales[] = {1, 1.25, 1.5, 2, 3};
    for (size_t k = 0; k < 2 * sizeof scales / sizeof *scales; ++k) {
        scale = scales[k / 2];
        format = k % 2 ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24;
        start();
        play(step, 80);
        end();
    }
}

static UnfoldGauge gauge;

static void start_gauge(void)
{
    unfold_gauge_init(&gauge, "In");
    gauge.widget.box = (UnfoldBox){10.5, 10, 60, 240};
    begin(&gauge.widget);
}

static void start_lying_gauge(void)
{
    unfold_gauge_init(&gauge, "Out");
    gauge.widget.box = (UnfoldBox){10, 10.25, 270, 30};
    begin(&gauge.widget);
}

static void move_gauge(int k)
{
    if (k == 0)
        unfold_gauge_set(&gauge, 3);
    unfold_gauge_set(&gauge, (float)(-30 + 30 * sin(k * 1.7)));
}

static void end_gauge(void)
{
}

static void a_meter_looks_the_same(void)
{
    play_at_all_scales(start_gauge, move_gauge, end_gauge);
    play_at_all_scales(start_lying_gauge, move_gauge, end_gauge);
}

static UnfoldScope scope;

static void start_scope(void)
{
    unfold_scope_init(&scope);
    scope.widget.box = (UnfoldBox){10, 10.3, 211.4, 240};
    begin(&scope.widget);
}

static void move_scope(int k)
{
    float cloud[64];
    for (int n = 0; n < 32; ++n) {
        const double phase = 0.37 * (32 * k + n);
        cloud[2 * n] = (float)((k < 50 ? 0.3 : 0.9) * sin(phase));
        cloud[2 * n + 1] = (float)tanh(2 * cloud[2 * n] + 0.3 * cos(phase));
    }
    if (k < 70)
        unfold_scope_hear(&scope, cloud, 32);
}

static void end_scope(void)
{
    unfold_scope_free(&scope);
}

static void a_cloud_looks_the_same(void)
{
    play_at_all_scales(start_scope, move_scope, end_scope);
}

static UnfoldMemory memory;

static void start_memory(void)
{
    unfold_memory_init(&memory);
    memory.widget.box = (UnfoldBox){10.4, 10, 207, 240.3};
    begin(&memory.widget);
}

static void move_memory(int k)
{
    float states[3 * 12];
    for (int n = 0; n < 3 * 12; ++n)
        states[n] = (float)sin((3 * k + n / 12.0) * 0.1 * (1 + n % 12));
    unfold_memory_hear(&memory, states, k % 4 ? 3 : 1, 12);
}

static void end_memory(void)
{
    unfold_memory_free(&memory);
}

static void a_strip_of_units_looks_the_same(void)
{
    play_at_all_scales(start_memory, move_memory, end_memory);
}

static UnfoldHeard heard;
static uint32_t answers;

static void start_heard(UnfoldHears kind, uint32_t count)
{
    unfold_heard_init(&heard);
    unfold_heard_model(&heard, kind, "kick\nsnare\nhat", 0.4f);
    heard.widget.box = (UnfoldBox){5.2, 7, 290, 247.6};
    heard.widget.focused = kind == UNFOLD_HEARS_NEXT;
    answers = count;
    begin(&heard.widget);
}

static void start_labels(void)
{
    start_heard(UNFOLD_HEARS_LABELS, 3);
}

static void start_many_labels(void)
{
    start_heard(UNFOLD_HEARS_LABELS, 40);
}

static void start_value(void)
{
    start_heard(UNFOLD_HEARS_VALUE, 1);
}

static void start_next(void)
{
    start_heard(UNFOLD_HEARS_NEXT, 1);
}

/* Of many labels more and more become likely; a number leaves its axis. */
static void move_heard(int k)
{
    float frames[3][8 + 40] = {{0}};
    float *frame = frames[0];
    const uint32_t likely = answers > 3 ? 1 + (uint32_t)k / 9 : answers;
    const double most = answers == 1 ? 0.9 + k / 20.0 : 0.9;
    for (int n = 3 * k; n < 3 * k + 3; ++n, frame += 8 + answers) {
        for (int row = 0; row < 8; ++row)
            frame[row] = (float)(3 * sin(0.3 * n * (row + 1)));
        for (uint32_t label = 0; label < likely; ++label)
            frame[8 + label] = (float)(most * fmax(sin(0.2 * n + 2.1 * label), 0));
    }
    unfold_heard_hear(&heard, frames[0], 3, 8, answers, 0.01f);
    if (k == 20)
        unfold_heard_threshold(&heard, 0.7f);
}

static void end_heard(void)
{
    unfold_heard_free(&heard);
}

static void what_is_heard_looks_the_same(void)
{
    play_at_all_scales(start_labels, move_heard, end_heard);
    play_at_all_scales(start_many_labels, move_heard, end_heard);
    play_at_all_scales(start_value, move_heard, end_heard);
    play_at_all_scales(start_next, move_heard, end_heard);
}

static void draw_cover(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    (void)widget;
    unfold_use(cairo, theme->accent);
    cairo_paint(cairo);
}

static UnfoldWidget cover;

static void start_covered(void)
{
    static const UnfoldWidgetKind kind = {.draw = draw_cover};
    start_memory();
    cover = (UnfoldWidget){
        .kind = &kind, .hidden = true, .box = (UnfoldBox){152, 100, 120, 32}};
    unfold_panel_add(&panel, &cover);
}

static void move_covered(int k)
{
    unfold_panel_show(&panel, &cover, k >= 15 && k < 22);
    move_memory(k);
}

static void what_lies_above_does_not_move_along(void)
{
    play_at_all_scales(start_covered, move_covered, end_memory);
}

static const Test tests[] = {
    {"a meter looks the same", a_meter_looks_the_same},
    {"a cloud looks the same", a_cloud_looks_the_same},
    {"a strip of units looks the same", a_strip_of_units_looks_the_same},
    {"what is heard looks the same", what_is_heard_looks_the_same},
    {"what lies above does not move along", what_lies_above_does_not_move_along},
    {NULL, NULL}};

const Suite moving_suite = {"moving", tests};
