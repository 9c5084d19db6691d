/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/fit.h"
#include "plugin/ui/utf8.h"
#include "tests/support/suite.h"

#include <string.h>

static void characters_of_all_lengths_are_read(void)
{
    static const struct {
        const char *text;
        uint32_t code, length;
    } cases[] = {{"a", 'a', 1},
                 {"", 0, 0},
                 {"\xc3\xa4", 0xe4, 2},
                 {"\xe2\x99\xaf", 0x266f, 3},
                 {"\xf0\x9f\x8e\xb8", 0x1f3b8, 4}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        uint32_t code;
        CU_ASSERT_EQUAL(unfold_utf8_next(cases[k].text, &code), cases[k].length);
        CU_ASSERT_EQUAL(code, cases[k].code);
    }
}

static void what_is_no_utf8_is_taken_byte_by_byte(void)
{
    static const char *const wrong[] = {"\xff",         "\x80",
                                        "\xc3",         "\xc3(",
                                        "\xc0\xaf",     "\xe2\x99",
                                        "\xed\xa0\x80", "\xf5\x80\x80\x80",
                                        "\xe0\x80\x80", "\xf4\x90\x80\x80"};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; ++k) {
        uint32_t code;
        CU_ASSERT_EQUAL(unfold_utf8_next(wrong[k], &code), 1);
        CU_ASSERT_EQUAL(code, UNFOLD_NO_CHARACTER);
    }
}

static void a_clean_text_can_be_drawn_and_fits(void)
{
    char clean[16];
    CU_ASSERT_EQUAL(unfold_utf8_clean("a\xf6z\n", clean, sizeof clean), 8);
    CU_ASSERT_STRING_EQUAL(clean, "a\xef\xbf\xbdz\xef\xbf\xbd");
    CU_ASSERT_EQUAL(unfold_utf8_clean("12345678901234\xc3\xa4", clean, sizeof clean),
                    14);
    CU_ASSERT_STRING_EQUAL(clean, "12345678901234");
}

static void all_words_must_be_parts_of_a_text(void)
{
    CU_ASSERT(unfold_utf8_matches("", "anything", ""));
    CU_ASSERT(unfold_utf8_matches("del", "Deluxe Amp", "Amps"));
    CU_ASSERT(unfold_utf8_matches("  LUX amps ", "Deluxe", "Amps"));
    CU_ASSERT(!unfold_utf8_matches("deluxe pedal", "Deluxe", "Amps"));
    CU_ASSERT(unfold_utf8_matches("\xc3\x96L", "Gr\xc3\xb6\xc3\xb6l", "")); /* OE, oe */
    CU_ASSERT(unfold_utf8_matches("\xd0\x93\xd0\x98", "\xd0\xb3\xd0\xb8\xd1\x82", ""));
    CU_ASSERT(!unfold_utf8_matches("longer than it", "longer", ""));
}

static void long_texts_are_cut_at_either_end_and_bad_ones_are_drawn(void)
{
    char text[6000];
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 200, 20);
    cairo_t *cairo = cairo_create(surface);
    const UnfoldBox box = {0, 0, 150, 20};
    memset(text, '\xe4', sizeof text); /* no UTF-8 at all */
    text[sizeof text - 1] = '\0';
    for (int tail = 0; tail < 2; ++tail) {
        const double width = unfold_fit(cairo, text, &box, 12, UNFOLD_LEFT, tail);
        CU_ASSERT(width > 100 && width <= 150);
        CU_ASSERT(unfold_fit(cairo, "short", &box, 12, UNFOLD_LEFT, tail) > 0);
        unfold_fit(cairo, text, &(UnfoldBox){0, 0, 0, 0}, 12, UNFOLD_LEFT, tail);
    }
    CU_ASSERT_EQUAL(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static const Test tests[] = {
    {"characters of all lengths are read", characters_of_all_lengths_are_read},
    {"what is no UTF-8 is taken byte by byte", what_is_no_utf8_is_taken_byte_by_byte},
    {"a clean text can be drawn and fits", a_clean_text_can_be_drawn_and_fits},
    {"all words must be parts of a text", all_words_must_be_parts_of_a_text},
    {"long texts are cut at either end, and bad ones are drawn",
     long_texts_are_cut_at_either_end_and_bad_ones_are_drawn},
    {NULL, NULL}};

const Suite utf8_suite = {"utf8", tests};
