/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_THEME_H
#define UNFOLD_UI_THEME_H

#include <cairo.h>
#include <stdbool.h>

/** 0..1 each. */
typedef struct {
    double red, green, blue;
} UnfoldColour;

/** The colours of a window. Text on `ground` or `panel`, and `accent` and
    `second` on either, have a contrast of 4.5:1 or more (WCAG 2.1), whatever the host's
   colours are. */
typedef struct {
    UnfoldColour ground, panel; /**< behind all; behind a group of widgets */
    UnfoldColour text, quiet;   /**< quiet: units, hints */
    UnfoldColour line;          /**< rims, grids, what is off */
    UnfoldColour accent;        /**< what is on, values */
    UnfoldColour second;        /**< beside accent: told from it by everybody's eyes */
    UnfoldColour alarm;         /**< clipping, problems */
    bool dark;
} UnfoldTheme;

/** Ours, dark or light. */
UnfoldTheme unfold_theme(bool dark);

/** One around the host's colours: dark or light as they are, with its own text colour
    where that can be read on its background. */
UnfoldTheme unfold_theme_around(UnfoldColour background, UnfoldColour foreground);

/** (L1 + 0.05) / (L2 + 0.05) of the relative luminances, 1..21 (WCAG 2.1). */
double unfold_contrast(UnfoldColour a, UnfoldColour b);

/** The colour, or one towards white or black that has a contrast of 4.5:1 on a ground
    that is none of the theme's: of a row that is chosen, of a button. */
UnfoldColour unfold_readable(UnfoldColour colour, UnfoldColour ground);

/** `share` of b, the rest of a. */
UnfoldColour unfold_blend(UnfoldColour a, UnfoldColour b, double share);

void unfold_use(cairo_t *cairo, UnfoldColour colour);

#endif
