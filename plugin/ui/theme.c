/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/theme.h"

#include <math.h>

#define READABLE 4.5

UnfoldColour unfold_blend(UnfoldColour a, UnfoldColour b, double share)
{
    return (UnfoldColour){a.red + share * (b.red - a.red),
                          a.green + share * (b.green - a.green),
                          a.blue + share * (b.blue - a.blue)};
}

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(UnfoldColour c)
{
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

double unfold_contrast(UnfoldColour a, UnfoldColour b)
{
    const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return fmax(x, y) / fmin(x, y);
}

void unfold_use(cairo_t *cairo, UnfoldColour colour)
{
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
}

UnfoldTheme unfold_theme(bool dark)
{
    static const UnfoldTheme night = {.ground = {0.09, 0.10, 0.12},
                                      .panel = {0.13, 0.145, 0.17},
                                      .text = {0.93, 0.94, 0.95},
                                      .quiet = {0.66, 0.69, 0.73},
                                      .line = {0.28, 0.30, 0.34},
                                      .accent = {0.40, 0.72, 1.00},
                                      .second = {1.00, 0.70, 0.28},
                                      .alarm = {1.00, 0.50, 0.45},
                                      .dark = true};
    static const UnfoldTheme day = {.ground = {0.96, 0.96, 0.95},
                                    .panel = {1.00, 1.00, 1.00},
                                    .text = {0.09, 0.11, 0.15},
                                    .quiet = {0.35, 0.38, 0.43},
                                    .line = {0.78, 0.80, 0.83},
                                    .accent = {0.05, 0.35, 0.78},
                                    .second = {0.63, 0.33, 0.00},
                                    .alarm = {0.75, 0.11, 0.10}};
    return dark ? night : day;
}

UnfoldColour unfold_readable(UnfoldColour colour, UnfoldColour ground)
{
    const UnfoldColour white = {1, 1, 1}, black = {0, 0, 0};
    const bool dark = unfold_contrast(ground, white) > unfold_contrast(ground, black);
    for (int k = 0; k < 20 && unfold_contrast(colour, ground) < READABLE; ++k)
        colour = unfold_blend(colour, dark ? white : black, 0.2);
    return colour;
}

/* Towards white or black until it can be read on both. */
static UnfoldColour readable(UnfoldColour colour, const UnfoldTheme *theme)
{
    const UnfoldColour end =
        theme->dark ? (UnfoldColour){1, 1, 1} : (UnfoldColour){0, 0, 0};
    for (int k = 0; k < 20 && (unfold_contrast(colour, theme->ground) < READABLE ||
                               unfold_contrast(colour, theme->panel) < READABLE);
         ++k)
        colour = unfold_blend(colour, end, 0.2);
    return colour;
}

UnfoldTheme unfold_theme_around(UnfoldColour background, UnfoldColour foreground)
{
    const UnfoldColour white = {1, 1, 1}, black = {0, 0, 0};
    const bool dark =
        unfold_contrast(background, white) > unfold_contrast(background, black);
    UnfoldTheme theme = unfold_theme(dark);
    theme.ground = background;
    theme.panel = unfold_blend(background, dark ? black : white, 0.15);
    theme.text = readable(foreground, &theme);
    theme.quiet = readable(unfold_blend(theme.text, background, 0.3), &theme);
    theme.line = unfold_blend(background, theme.text, 0.25);
    theme.accent = readable(theme.accent, &theme);
    theme.second = readable(theme.second, &theme);
    theme.alarm = readable(theme.alarm, &theme);
    return theme;
}
