/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_WORDS_H
#define UNFOLD_TOOL_TRAIN_REPORT_WORDS_H

#include "tool/report_words.h"
#include "tool/train_report_analysis.h"

/** What limits a training; at least one sentence. */
ReportWords train_report_judge(const TrainReportAnalysis *analysis);

/** The ESR that the verdict is about: the test part's, or what else is known. */
double train_report_esr(const TrainReportAnalysis *analysis);

/** An ESR for people: three digits, or "not known"; text [32], returned. */
const char *train_report_esr_text(double esr, char text[32]);

/** Samples as ms and samples; text [48], returned. */
const char *train_report_span_text(size_t samples, double rate, char text[48]);

/** A range of levels: "-30 to -24 dB"; text [48], returned. */
const char *train_report_level_text(const UnfoldErrorPart *part, char text[48]);

#endif
