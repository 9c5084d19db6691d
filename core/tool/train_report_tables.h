/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_TABLES_H
#define UNFOLD_TOOL_TRAIN_REPORT_TABLES_H

#include "tool/train_report_analysis.h"

#include <stdio.h>

/* Rows of the page's tables, <tr> by <tr>: what the charts show, for those who do not
   see them. */

void train_report_learning_table(FILE *file, const TrainReportAnalysis *analysis);
void train_report_level_table(FILE *file, const TrainReportAnalysis *analysis);
void train_report_band_table(FILE *file, const TrainReportAnalysis *analysis);
void train_report_reach_table(FILE *file, const TrainReportAnalysis *analysis);

#endif
