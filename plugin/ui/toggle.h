/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_TOGGLE_H
#define UNFOLD_UI_TOGGLE_H

#include "plugin/ui/valued.h"

/** A switch with its name beside it: 0 is off, all else on. A click, Enter or the space
    bar turn it over, the wheel up and down. */
typedef struct {
    UnfoldValued valued; /**< at its head */
    const char *off;     /**< its name while it is off; NULL: the same */
} UnfoldToggle;

void unfold_toggle_init(UnfoldToggle *toggle, const UnfoldControl *control, int port);

#endif
