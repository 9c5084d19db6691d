/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_H
#define UNFOLD_TOOL_TRAIN_REPORT_H

#include "tool/train_report_analysis.h"

/** Write a page of HTML that needs nothing else: verdict, what limits it, charts and
    their numbers. The file appears whole or not at all. Returns the exit status; the
    error is printed. */
int train_report_write(const char *path, const TrainReportAnalysis *analysis);

#endif
