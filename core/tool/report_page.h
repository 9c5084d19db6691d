/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_REPORT_PAGE_H
#define UNFOLD_TOOL_REPORT_PAGE_H

#include "tool/report_page_assets.h"
#include "tool/report_page_html.h"
#include "tool/report_settings.h"
#include "tool/report_words.h"

#include <jansson.h>

/** A report: what stands in the frame that all of them share. Texts are for people, of
    any content. */
typedef struct {
    const char *kind, *title, *subtitle;   /**< subtitle may be NULL */
    const char *note;                      /**< at the foot */
    unsigned grade;                        /**< 0: great, .. 4: bad */
    const char *measure, *score, *verdict; /**< "ESR", "0.01", in words */
    ReportWords words;
    void (*figures)(FILE *file, const void *context); /**< key figures */
    const ReportSetting *settings;
    size_t setting_count;
    Asset body; /**< a template, for these slots */
    const HtmlSlot *slots;
    const void *context; /**< of the slots and figures */
    Asset style, script; /**< added to those of all reports; may be empty */
    const json_t *data;  /**< for the script; NULL: there was no memory for it */
} ReportPage;

/** Write the page, which needs nothing else. The file appears whole or not at all.
    Returns the exit status; the error is printed. */
int report_page_write(const char *path, const ReportPage *page);

#endif
