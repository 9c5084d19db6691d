/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_DIAL_H
#define UNFOLD_UI_DIAL_H

#include "plugin/ui/valued.h"

/** A knob with its name above and its value below it; in a wide box, all in a row. It
    is turned by dragging up and down (finely with Shift), by wheel and keys; a double
    click brings it back; Enter, a digit, and the other buttons ask for a number. */
typedef struct {
    UnfoldValued valued;          /**< at its head */
    double drag_y, drag_position; /**< where the pointer and the knob were */
} UnfoldDial;

void unfold_dial_init(UnfoldDial *dial, const UnfoldControl *control, int port);

/** Where its value is written. */
UnfoldBox unfold_dial_value_box(const UnfoldDial *dial);

#endif
