/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_DRAW_H
#define UNFOLD_UI_DRAW_H

#include "plugin/ui/widget.h"

#define UNFOLD_TEXT_SIZE 13.0 /* points */

typedef enum { UNFOLD_LEFT, UNFOLD_CENTRE, UNFOLD_RIGHT } UnfoldAlign;

/** UTF-8 text in the middle of the box's height, cut with an ellipsis where it is too
    long; its colour is the one in use. Returns the width that it took. */
double unfold_text(cairo_t *cairo, const char *text, const UnfoldBox *box, double size,
                   UnfoldAlign align);

/** How wide it would be. */
double unfold_text_width(cairo_t *cairo, const char *text, double size);

/** The path of a box with round corners. */
void unfold_round(cairo_t *cairo, const UnfoldBox *box, double radius);

/** Draw within a box alone, but for what the path has of it by the fill rule. */
void unfold_clip(cairo_t *cairo, const UnfoldBox *box);

/** The rim of what has the focus. */
void unfold_draw_focus(cairo_t *cairo, const UnfoldTheme *theme, const UnfoldBox *box);

#endif
