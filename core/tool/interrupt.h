/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_INTERRUPT_H
#define UNFOLD_TOOL_INTERRUPT_H

#include <stdbool.h>

/** From now on the first SIGINT or SIGTERM asks long work to end well; a second one
    kills. */
void tool_catch_interrupts(void);

/** Whether the user wants all to stop. */
bool tool_interrupted(void);

#endif
