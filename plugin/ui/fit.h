/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_FIT_H
#define UNFOLD_UI_FIT_H

#include "plugin/ui/draw.h"

/** As unfold_text for what is longer than a few words: bytes that are no UTF-8 are
    shown as such, and what is too long is cut at its end, or (`tail`) at its
    beginning. */
double unfold_fit(cairo_t *cairo, const char *text, const UnfoldBox *box, double size,
                  UnfoldAlign align, bool tail);

#endif
