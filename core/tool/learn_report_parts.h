/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_REPORT_PARTS_H
#define UNFOLD_TOOL_LEARN_REPORT_PARTS_H

#include "tool/learn_report.h"

#include <stdio.h>

/* What stands in the page, as HTML. */

void learn_report_figures(FILE *file, const LearnReport *report);
void learn_report_about_learning(FILE *file, const LearnReport *report);
void learn_report_learning_table(FILE *file, const LearnReport *report);
void learn_report_folds_table(FILE *file, const LearnReport *report);

/** What the pictures show, and the figure of each recording; the script fills
    "view-0", .. with its chart. */
void learn_report_about_views(FILE *file, const LearnReport *report);
void learn_report_views(FILE *file, const LearnReport *report);

#endif
