/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_REPORT_DATA_H
#define UNFOLD_TOOL_LEARN_REPORT_DATA_H

#include "tool/learn_report.h"

#include <jansson.h>

/** The numbers that the page's charts draw. Labels are text from outside: what writes
    them into a page sees to that. NULL for lack of memory. */
json_t *learn_report_data(const LearnReport *report);

#endif
