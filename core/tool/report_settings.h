/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_REPORT_SETTINGS_H
#define UNFOLD_TOOL_REPORT_SETTINGS_H

#include "net/shape.h"

#include <stddef.h>
#include <stdio.h>

/** A line of a report's table of settings. */
typedef struct {
    const char *name, *value;
} ReportSetting;

/** Some of them, with the texts that they point to. */
#define REPORT_MOST_SETTINGS 24
typedef struct {
    ReportSetting rows[REPORT_MOST_SETTINGS];
    char texts[REPORT_MOST_SETTINGS][1024];
    size_t count;
} ReportSettings;

/** Add a printf-style text; beyond the most, nothing. `name` must outlive the list. */
__attribute__((format(printf, 3, 4))) void report_settings_add(ReportSettings *settings,
                                                               const char *name,
                                                               const char *format, ...);

/** Rows of the table; a NULL is left empty. */
void report_put_settings(FILE *file, const ReportSetting *settings, size_t count);

/** "LSTM, 2 layers of 16 units" */
void report_network_text(const UnfoldShape *shape, char *text, size_t room);

#endif
