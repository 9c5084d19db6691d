/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_VIEW_H
#define UNFOLD_TOOL_LEARN_VIEW_H

#include "tool/learn_views.h"

/** Who hears: what is needed to read what a network was told and answered. */
typedef struct {
    const UnfoldListening *listening;
    const UnfoldShape *shape; /**< of the network */
} LearnHearer;

/** Keep of a lesson, with the answers y [steps][Y], a stretch that a screen can show,
    about frame `worst`. The view knows its label and its answer. False for lack of
    memory; what is there then is to be cleared as well. */
bool learn_view_fill(const LearnHearer *by, const UnfoldHeardLesson *heard,
                     const UnfoldReal *y, size_t worst, LearnView *view);

#endif
