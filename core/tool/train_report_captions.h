/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_CAPTIONS_H
#define UNFOLD_TOOL_TRAIN_REPORT_CAPTIONS_H

#include "tool/train_report_analysis.h"

#include <stdio.h>

/* Sentences as HTML that tell what each chart shows: beneath it, and in its place for
   those who do not see it. */

void train_report_about_learning(FILE *file, const TrainReportAnalysis *analysis);
void train_report_about_places(FILE *file, const TrainReportAnalysis *analysis);
void train_report_about_spectra(FILE *file, const TrainReportAnalysis *analysis);
void train_report_about_bands(FILE *file, const TrainReportAnalysis *analysis);
void train_report_about_levels(FILE *file, const TrainReportAnalysis *analysis);
void train_report_about_reach(FILE *file, const TrainReportAnalysis *analysis);

/** The key figures: <div> by <div> of <dt> and <dd>. */
void train_report_figures(FILE *file, const TrainReportAnalysis *analysis);

#endif
