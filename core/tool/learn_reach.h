/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_REACH_H
#define UNFOLD_TOOL_LEARN_REACH_H

#include "tool/learn_hear.h"

/** How far gradients reach back through a model in lessons, one after another: the
   horizon of learn/reach.h in frames, of at most LEARN_MOST_REACH. Returns the exit
   status. */
int learn_reach(const UnfoldModel *model, const UnfoldListening *listening,
                const LearnHeard *heard, size_t *horizon);

#define LEARN_MOST_REACH ((size_t)1000)

#endif
