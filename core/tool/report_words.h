/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_REPORT_WORDS_H
#define UNFOLD_TOOL_REPORT_WORDS_H

#include <stddef.h>

/** Sentences on what was measured and what limits it, the most telling first. */
typedef struct {
    char lines[16][600];
    size_t count;
} ReportWords;

/** Add a printf-style sentence; beyond the most, nothing. */
__attribute__((format(printf, 2, 3))) void report_say(ReportWords *words,
                                                      const char *format, ...);

#endif
