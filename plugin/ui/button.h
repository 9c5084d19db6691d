/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_BUTTON_H
#define UNFOLD_UI_BUTTON_H

#include "plugin/ui/widget.h"

typedef enum { UNFOLD_BUTTON_TEXT, UNFOLD_BUTTON_LEFT, UNFOLD_BUTTON_RIGHT } UnfoldSign;

/** Does something when it is let go, as long as the pointer is still over it, or at
    Enter or the space bar. */
typedef struct UnfoldButton {
    UnfoldWidget widget; /**< at its head */
    UnfoldSign sign;     /**< its name or an arrow */
    bool down;
    void (*done)(struct UnfoldButton *);
} UnfoldButton;

void unfold_button_init(UnfoldButton *button, const char *name, UnfoldSign sign);

#endif
