/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_DATA_H
#define UNFOLD_TOOL_TRAIN_REPORT_DATA_H

#include "tool/train_report_analysis.h"

#include <jansson.h>

/** The numbers that the page's charts draw, thinned to what a screen shows. Nothing of
    it is text from outside, so that it can stand in a script element as it is. NULL for
    lack of memory. */
json_t *train_report_data(const TrainReportAnalysis *analysis);

#endif
