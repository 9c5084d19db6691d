/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_REPORT_TELL_H
#define UNFOLD_TOOL_LEARN_REPORT_TELL_H

#include "tool/learn_tell.h"

/** Write the report of an outcome to the path that the options name. Returns the exit
    status; errors are printed. */
int learn_report_tell(const LearnOutcome *outcome);

#endif
