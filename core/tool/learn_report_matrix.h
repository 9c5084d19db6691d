/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_REPORT_MATRIX_H
#define UNFOLD_TOOL_LEARN_REPORT_MATRIX_H

#include "tool/learn_report.h"

#include <stdio.h>

/** The figures with the confusion matrix of each verdict that has labels: counts in
    shaded cells, of at most LEARN_MOST_SHOWN labels. */
void learn_report_matrices(FILE *file, const LearnReport *report);

#define LEARN_MOST_SHOWN 24

#endif
