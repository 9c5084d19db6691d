/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/theme.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>

#define READABLE 4.5 /* WCAG 2.1, AA */

static bool check(const UnfoldTheme *theme)
{
    const UnfoldColour colours[] = {theme->text, theme->quiet, theme->accent,
                                    theme->second, theme->alarm};
    bool readable = true;
    for (size_t k = 0; k < sizeof colours / sizeof *colours; ++k)
        readable = readable && unfold_contrast(colours[k], theme->ground) >= READABLE &&
                   unfold_contrast(colours[k], theme->panel) >= READABLE;
    return readable;
}

static void our_themes_can_be_read(void)
{
    for (int dark = 0; dark < 2; ++dark) {
        const UnfoldTheme theme = unfold_theme(dark);
        CU_ASSERT_TRUE(check(&theme));
        CU_ASSERT_EQUAL(theme.dark, dark != 0);
    }
}

static void themes_around_any_colours_can_be_read(void)
{
    for (int b = 0; b < 512; ++b)
        for (int f = 0; f < 512; f += 73) {
            const UnfoldColour back = {(b & 7) / 7.0, (b >> 3 & 7) / 7.0,
                                       (b >> 6) / 7.0};
            const UnfoldColour front = {(f & 7) / 7.0, (f >> 3 & 7) / 7.0,
                                        (f >> 6) / 7.0};
            const UnfoldTheme theme = unfold_theme_around(back, front);
            if (!check(&theme)) {
                printf("background %d, foreground %d cannot be read\n", b, f);
                CU_FAIL("a theme that cannot be read");
                return;
            }
        }
}

/* On what is tinted in between, which may call for the other end. */
static void colours_are_made_readable_on_any_ground(void)
{
    for (int b = 0; b < 512; ++b)
        for (int f = 0; f < 512; f += 37) {
            const UnfoldColour ground = {(b & 7) / 7.0, (b >> 3 & 7) / 7.0,
                                         (b >> 6) / 7.0};
            const UnfoldColour colour = {(f & 7) / 7.0, (f >> 3 & 7) / 7.0,
                                         (f >> 6) / 7.0};
            const UnfoldColour shown = unfold_readable(colour, ground);
            if (unfold_contrast(shown, ground) < READABLE) {
                printf("%d cannot be read on %d\n", f, b);
                CU_FAIL("a colour that cannot be read");
                return;
            }
            if (unfold_contrast(colour, ground) >= READABLE)
                CU_ASSERT_DOUBLE_EQUAL(unfold_contrast(shown, colour), 1, 1e-12);
        }
}

static void contrast_is_that_of_the_standard(void)
{
    const UnfoldColour black = {0, 0, 0}, white = {1, 1, 1};
    const UnfoldColour grey = {119 / 255.0, 119 / 255.0, 119 / 255.0};
    CU_ASSERT_DOUBLE_EQUAL(unfold_contrast(black, white), 21, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(unfold_contrast(white, black), 21, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(unfold_contrast(white, white), 1, 1e-9);
    /* #777 on white is the well-known one that just fails. */
    CU_ASSERT_DOUBLE_EQUAL(unfold_contrast(grey, white), 4.48, 0.005);
}

const Suite theme_suite = {
    "theme",
    (const Test[]){
        {"contrast is that of the standard", contrast_is_that_of_the_standard},
        {"our themes can be read", our_themes_can_be_read},
        {"themes around any colours can be read",
         themes_around_any_colours_can_be_read},
        {"colours are made readable on any ground",
         colours_are_made_readable_on_any_ground},
        {NULL, NULL},
    },
};
