/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/strip.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <math.h>
#include <string.h>

static cairo_surface_t *surface;
static cairo_t *cairo;

static void begin(int width, int height, double scale)
{
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo = cairo_create(surface);
    cairo_scale(cairo, scale, scale);
}

static void end(void)
{
    CU_ASSERT_EQUAL(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static uint32_t shown(int x, int y)
{
    cairo_surface_flush(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    uint32_t pixel;
    memcpy(&pixel, data + y * cairo_image_surface_get_stride(surface) + 4 * x, 4);
    return pixel & 0xffffff;
}

static void it_has_the_pixels_of_its_box_and_is_shown_there(void)
{
    UnfoldCanvas canvas = {NULL};
    const UnfoldBox box = {10, 5, 20, 10};
    begin(100, 50, 2);
    CU_ASSERT_FATAL(unfold_canvas_map(&canvas, cairo, &box));
    CU_ASSERT(canvas.fresh && canvas.width == 40 && canvas.height == 20);
    CU_ASSERT_EQUAL(canvas.scale, 2);
    unfold_canvas_fill(&canvas, 0xff112233);
    unfold_canvas_box(&canvas, -5, -5, 6, 6, 0xff445566);
    unfold_canvas_unmap(&canvas, cairo);
    CU_ASSERT_EQUAL(shown(20, 10), 0x445566);
    CU_ASSERT_EQUAL(shown(21, 10), 0x112233);
    CU_ASSERT_EQUAL(shown(59, 29), 0x112233);
    CU_ASSERT_EQUAL(shown(60, 29), 0);
    CU_ASSERT(unfold_canvas_map(&canvas, cairo, &box) && !canvas.fresh);
    unfold_canvas_scroll(&canvas, 1);
    unfold_canvas_unmap(&canvas, cairo);
    CU_ASSERT_EQUAL(shown(20, 10), 0x112233);
    end();
    unfold_canvas_free(&canvas);
}

static void a_surface_with_a_scale_of_its_own_is_sharp_too(void)
{
    UnfoldCanvas canvas = {NULL};
    begin(100, 50, 1);
    cairo_surface_set_device_scale(surface, 2, 2);
    CU_ASSERT_FATAL(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){10, 5, 20, 10}));
    CU_ASSERT_EQUAL(canvas.width, 40);
    unfold_canvas_fill(&canvas, 0xff112233);
    unfold_canvas_unmap(&canvas, cairo);
    CU_ASSERT_EQUAL(shown(20, 10), 0x112233);
    CU_ASSERT_EQUAL(shown(59, 29), 0x112233);
    CU_ASSERT_EQUAL(shown(19, 10), 0);
    end();
    unfold_canvas_free(&canvas);
}

static void what_is_too_large_or_nothing_has_no_pixels(void)
{
    UnfoldCanvas canvas = {NULL};
    begin(10, 10, 1);
    CU_ASSERT_FALSE(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){0, 0, 0, 9}));
    CU_ASSERT_FALSE(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){0, 0, 9, -9}));
    CU_ASSERT_FALSE(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){0, 0, 1e9, 9}));
    end();
    unfold_canvas_free(&canvas);
}

static void what_is_drawn_beyond_the_edges_is_left_out(void)
{
    UnfoldCanvas canvas = {NULL};
    begin(10, 10, 1);
    CU_ASSERT(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){0, 0, 10, 10}));
    unfold_canvas_fill(&canvas, 0xff000000);
    for (double x = -20; x < 40; x += 3.7)
        for (double y = -20; y < 40; y += 3.7) {
            unfold_canvas_dot(&canvas, x, y, 3, 0xffffffff, 0.5);
            unfold_canvas_span(&canvas, (int)x, y, y + 7, 0xffffffff, 0.5);
            unfold_canvas_line(&canvas, (double[]){x, y}, (double[]){y, -x}, 3,
                               0xffffffff);
        }
    end();
    unfold_canvas_free(&canvas);
}

static void a_dot_is_spread_over_the_pixels_that_it_covers(void)
{
    UnfoldCanvas canvas = {NULL};
    double sum = 0;
    begin(10, 10, 1);
    CU_ASSERT(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){0, 0, 10, 10}));
    unfold_canvas_fill(&canvas, 0xff000000);
    unfold_canvas_dot(&canvas, 5.3, 4.6, 2, 0xffffffff, 1);
    for (int k = 0; k < 100; ++k)
        sum += canvas.pixels[k / 10 * canvas.stride + k % 10] & 0xff;
    CU_ASSERT_DOUBLE_EQUAL(sum / 255, 4, 0.1); /* 2 x 2 pixels */
    end();
    unfold_canvas_free(&canvas);
}

static void what_is_drawn_anew_goes_straight_to_where_it_is_shown(void)
{
    UnfoldCanvas canvas = {NULL};
    begin(100, 50, 2);
    CU_ASSERT_FATAL(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){10.2, 5, 20, 10}));
    CU_ASSERT(canvas.mapped && canvas.width == 40 && canvas.height == 20);
    CU_ASSERT(canvas.box.x == 10 && canvas.box.y == 5 && canvas.box.width == 20);
    unfold_canvas_fill(&canvas, 0xff112233);
    unfold_canvas_unmap(&canvas, cairo);
    CU_ASSERT_PTR_NULL(canvas.surface);
    CU_ASSERT_EQUAL(shown(20, 10), 0x112233);
    CU_ASSERT_EQUAL(shown(59, 29), 0x112233);
    CU_ASSERT_EQUAL(shown(60, 29), 0);
    CU_ASSERT_EQUAL(shown(19, 10), 0);
    end();
    unfold_canvas_free(&canvas);
}

static void draw_ground(UnfoldCanvas *canvas, const void *what)
{
    *(int *)what += (canvas->part.right - canvas->part.left) *
                    (canvas->part.bottom - canvas->part.top);
    unfold_canvas_fill(canvas, 0xff112233);
}

static void the_ground_is_drawn_where_something_lies_on_it(void)
{
    UnfoldCanvas canvas = {NULL};
    int drawn = 0;
    begin(200, 100, 1);
    CU_ASSERT_FATAL(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){10, 5, 150, 70}));
    unfold_canvas_ground(&canvas, false, draw_ground, &drawn);
    CU_ASSERT_EQUAL(drawn, 150 * 70);
    unfold_canvas_unmap(&canvas, cairo);
    CU_ASSERT_FATAL(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){10, 5, 150, 70}));
    drawn = 0;
    unfold_canvas_ground(&canvas, false, draw_ground, &drawn);
    CU_ASSERT_EQUAL(drawn, 0);
    unfold_canvas_dot(&canvas, 40, 40, 3, 0xffffffff, 1);
    unfold_canvas_mark_box(&canvas, &(UnfoldBox){150, 70, 100, 100}); /* a corner */
    unfold_canvas_ground(&canvas, false, draw_ground, &drawn);
    CU_ASSERT(drawn >= 9 + 10 * 5 && drawn < 40 * 40);
    for (int k = 0; k < 150 * 70; ++k)
        CU_ASSERT_EQUAL(canvas.pixels[k / 150 * canvas.stride + k % 150], 0xff112233);
    unfold_canvas_ground(&canvas, true, draw_ground, &drawn);
    CU_ASSERT(drawn >= 150 * 70);
    unfold_canvas_unmap(&canvas, cairo);
    end();
    unfold_canvas_free(&canvas);
}

static void what_hangs_over_the_edge_is_shown_as_far_as_it_is_there(void)
{
    UnfoldCanvas canvas = {NULL};
    begin(20, 20, 1);
    CU_ASSERT_FATAL(unfold_canvas_map(&canvas, cairo, &(UnfoldBox){-5, 10, 50, 50}));
    CU_ASSERT(!canvas.mapped && canvas.width == 50);
    unfold_canvas_fill(&canvas, 0xff112233);
    unfold_canvas_box(&canvas, 5, 0, 1, 1, 0xff445566);
    unfold_canvas_unmap(&canvas, cairo);
    CU_ASSERT_EQUAL(shown(0, 9), 0);
    CU_ASSERT_EQUAL(shown(0, 10), 0x445566);
    CU_ASSERT_EQUAL(shown(19, 19), 0x112233);
    end();
    unfold_canvas_free(&canvas);
}

/* Bytes of a strip of one row from the left to the right. */
static void expect_cells(UnfoldStrip *strip, double columns, const uint8_t *cells,
                         int count)
{
    uint32_t palette[256];
    for (uint32_t k = 0; k < 256; ++k)
        palette[k] = 0xff000000u | k;
    begin(count, 4, 1);
    unfold_strip_draw(strip, cairo, &(UnfoldBox){0, 0, count, 4}, columns, palette,
                      false);
    for (int x = 0; x < count; ++x)
        CU_ASSERT_EQUAL(shown(x, 1), cells[x]);
    end();
}

static void a_strip_scrolls_its_columns_to_the_left(void)
{
    UnfoldStrip strip;
    unfold_strip_init(&strip);
    unfold_strip_clear(&strip, 1);
    for (uint8_t k = 1; k <= 3; ++k)
        unfold_strip_push(&strip, &k, 1);
    expect_cells(&strip, 5, (const uint8_t[]){128, 128, 1, 2, 3}, 5);
    for (uint8_t k = 4; k <= 9; ++k)
        unfold_strip_push(&strip, &k, 1);
    expect_cells(&strip, 5, (const uint8_t[]){5, 6, 7, 8, 9}, 5);
    expect_cells(&strip, 3, (const uint8_t[]){7, 7, 8, 8, 9, 9}, 6); /* wider */
    unfold_strip_push(&strip, (const uint8_t[]){10}, 1);
    expect_cells(&strip, 10, (const uint8_t[]){1, 3, 5, 7, 9}, 5); /* two in a pixel */
    unfold_strip_free(&strip);
}

static void a_strip_stands_still_when_nothing_in_it_moves(void)
{
    UnfoldStrip strip;
    const uint8_t loud = 200, quiet = 128, nearly = 129;
    unsigned moved = 0;
    unfold_strip_init(&strip);
    unfold_strip_clear(&strip, 1);
    expect_cells(&strip, 4, (const uint8_t[]){128, 128, 128, 128}, 4);
    unfold_strip_push(&strip, &loud, 2);
    for (int k = 0; k < 100; ++k)
        moved += unfold_strip_push(&strip, k % 2 ? &quiet : &nearly, 2);
    CU_ASSERT(moved >= 4 && moved < 12);
    CU_ASSERT_TRUE(unfold_strip_push(&strip, &loud, 2));
    unfold_strip_free(&strip);
}

static void a_strip_without_memory_stays_empty(void)
{
    UnfoldStrip strip;
    allocations_reset();
    allocations_fail_at(0, 1);
    unfold_strip_init(&strip);
    unfold_strip_clear(&strip, 4);
    CU_ASSERT_FALSE(unfold_strip_push(&strip, (const uint8_t[]){1, 2, 3, 4}, 1));
    begin(10, 10, 1);
    unfold_strip_draw(&strip, cairo, &(UnfoldBox){0, 0, 9, 9}, 9, strip.palette, false);
    end();
    unfold_strip_free(&strip);
    allocations_reset();
}

static const Test tests[] = {
    {"it has the pixels of its box, and is shown there",
     it_has_the_pixels_of_its_box_and_is_shown_there},
    {"a surface with a scale of its own is sharp too",
     a_surface_with_a_scale_of_its_own_is_sharp_too},
    {"what is too large or nothing has no pixels",
     what_is_too_large_or_nothing_has_no_pixels},
    {"what is drawn beyond the edges is left out",
     what_is_drawn_beyond_the_edges_is_left_out},
    {"a dot is spread over the pixels that it covers",
     a_dot_is_spread_over_the_pixels_that_it_covers},
    {"what is drawn anew goes straight to where it is shown",
     what_is_drawn_anew_goes_straight_to_where_it_is_shown},
    {"the ground is drawn where something lies on it",
     the_ground_is_drawn_where_something_lies_on_it},
    {"what hangs over the edge is shown as far as it is there",
     what_hangs_over_the_edge_is_shown_as_far_as_it_is_there},
    {"a strip scrolls its columns to the left",
     a_strip_scrolls_its_columns_to_the_left},
    {"a strip stands still when nothing in it moves",
     a_strip_stands_still_when_nothing_in_it_moves},
    {"a strip without memory stays empty", a_strip_without_memory_stays_empty},
    {NULL, NULL}};

const Suite canvas_suite = {"canvas", tests};
