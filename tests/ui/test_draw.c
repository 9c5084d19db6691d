/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/draw.h"
#include "tests/support/suite.h"

#include <string.h>

static cairo_surface_t *surface;

static cairo_t *begin(void)
{
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 200, 40);
    return cairo_create(surface);
}

static void end(cairo_t *cairo)
{
    CU_ASSERT_EQUAL(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

/* First and last column that is not black; last < first: none is. */
static void extent(int *first, int *last)
{
    cairo_surface_flush(surface);
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    *first = 200;
    *last = -1;
    for (int x = 0; x < 200; ++x)
        for (int y = 0; y < 40; ++y)
            if (pixels[y * stride + 4 * x + 1]) {
                *first = x < *first ? x : *first;
                *last = x;
            }
}

static void text_stays_within_its_box(void)
{
    const UnfoldBox box = {50, 0, 100, 40};
    static const char *const texts[] = {"gain",
                                        "a name that is much too long for its box",
                                        "\xc3\xa4\xc3\xb6\xc3\xbc \xe2\x99\xaf"};
    for (int align = UNFOLD_LEFT; align <= UNFOLD_RIGHT; ++align)
        for (size_t k = 0; k < 3; ++k) {
            int first, last;
            cairo_t *cairo = begin();
            cairo_set_source_rgb(cairo, 1, 1, 1);
            const double width = unfold_text(cairo, texts[k], &box, UNFOLD_TEXT_SIZE,
                                             (UnfoldAlign)align);
            CU_ASSERT(width > 0 && width <= 100);
            extent(&first, &last);
            CU_ASSERT(first >= 48 && last <= 152 && first < last);
            end(cairo);
        }
}

static void no_room_and_no_text_draw_nothing(void)
{
    const UnfoldBox none = {50, 0, 2, 40}, box = {50, 0, 100, 40};
    int first, last;
    cairo_t *cairo = begin();
    cairo_set_source_rgb(cairo, 1, 1, 1);
    unfold_text(cairo, "", &box, UNFOLD_TEXT_SIZE, UNFOLD_LEFT);
    extent(&first, &last);
    CU_ASSERT(last < first);
    unfold_text(cairo, "gain", &none, UNFOLD_TEXT_SIZE, UNFOLD_LEFT);
    end(cairo);
}

/* Half a character would end all drawing. */
static void long_texts_are_cut_between_characters(void)
{
    const UnfoldBox box = {0, 0, 200, 40};
    for (size_t offset = 0; offset < 4; ++offset) {
        char text[900] = "aaa";
        cairo_t *cairo = begin();
        for (size_t at = offset; at + 4 < sizeof text; at += 4)
            memcpy(text + at, "\xf0\x9d\x84\x9e", 5); /* a clef */
        unfold_text(cairo, text, &box, UNFOLD_TEXT_SIZE, UNFOLD_LEFT);
        CU_ASSERT_EQUAL(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
        end(cairo);
    }
}

static const Test tests[] = {
    {"text stays within its box", text_stays_within_its_box},
    {"no room and no text draw nothing", no_room_and_no_text_draw_nothing},
    {"long texts are cut between characters", long_texts_are_cut_between_characters},
    {NULL, NULL}};

const Suite draw_suite = {"draw", tests};
