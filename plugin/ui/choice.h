/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_CHOICE_H
#define UNFOLD_UI_CHOICE_H

#include "plugin/ui/valued.h"

/** A row of the values that a control has, one of which is chosen: by a click, wheel or
    arrow keys. Its name is to the left. */
typedef struct {
    UnfoldValued valued; /**< at its head */
    UnfoldScalePoint points[UNFOLD_MAX_POINTS];
    size_t count;
    double name_width; /**< points, for the name */
} UnfoldChoice;

void unfold_choice_init(UnfoldChoice *choice, const UnfoldControl *control, int port,
                        double name_width);

/** How wide it would be. */
double unfold_choice_width(const UnfoldChoice *choice);

#endif
