/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_UI_SHEET_H
#define UNFOLD_TESTS_UI_SHEET_H

#include "plugin/ui/widget.h"

#include <stddef.h>

/** What a widget looks like in the dark theme: its box is set and it is drawn, and no
    longer dirty. Asserts that cairo has no error. The pixels (0xRRGGBB) stay until the
    next one is drawn. */
typedef struct {
    const uint32_t *pixels; /**< [height][stride] */
    int width, height, stride;
} Sheet;
Sheet sheet_draw(UnfoldWidget *widget, double width, double height, double scale);

/** How many pixels are not like the ground. */
size_t sheet_ink(const Sheet *sheet);

/** A number that differs between pictures. */
uint64_t sheet_print(const Sheet *sheet);

/** At many sizes and scales, in both themes. */
void sheet_draw_all(UnfoldWidget *widget);

/** Events, as a panel sends them; `press` lets go too. key: whether it was taken. */
void press_at(UnfoldWidget *widget, double x, double y, unsigned clicks);
void drag(UnfoldWidget *widget, double x, double y, double to_x, double to_y);
bool press_key(UnfoldWidget *widget, UnfoldKeyCode code);
bool press_with(UnfoldWidget *widget, UnfoldKeyCode code, bool shift, bool control);
bool type(UnfoldWidget *widget, const char *character);
void pass_time(UnfoldWidget *widget, double seconds);

#endif
