/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_REPORT_WORDS_H
#define UNFOLD_TOOL_LEARN_REPORT_WORDS_H

#include "tool/learn_report.h"
#include "tool/report_words.h"

/** What a learning came to in one number: the accuracy, or R2 where there are no
    labels. */
typedef struct {
    const LearnVerdict
        *verdict;             /**< the most telling one; NULL: nothing was measured */
    const char *measure, *of; /**< "Accuracy", "test" */
    double score;             /**< NaN: not known */
    unsigned grade;           /**< 0: great, .. 4: bad */
    const char *words;
} LearnReportHeadline;
LearnReportHeadline learn_report_headline(const LearnReport *report);

/** What was measured and what limits it; at least one sentence. */
ReportWords learn_report_judge(const LearnReport *report);

/** "97.3 %", or "0.93" without labels; text [32], returned. */
const char *learn_report_score_text(const LearnReport *report, double score,
                                    char text[32]);

/** Frames as "57 frames, 570 ms"; text [64], returned. */
const char *learn_report_span_text(const LearnReport *report, size_t frames,
                                   char text[64]);

/** "sounds", "frames", "numbers": what verdicts count. */
const char *learn_report_counted(const LearnReport *report);

#endif
