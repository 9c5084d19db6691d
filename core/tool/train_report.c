/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_report.h"

#include "file/replace.h"
#include "tool/report.h"
#include "tool/train_report_assets.h"
#include "tool/train_report_captions.h"
#include "tool/train_report_data.h"
#include "tool/train_report_html.h"
#include "tool/train_report_tables.h"
#include "tool/train_report_words.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* What the slots of the page are filled from. */
typedef struct {
    const TrainReport *report;
    const TrainReportAnalysis *analysis;
    char *data; /* JSON */
} Page;

static void put_items(FILE *file, const char *const *texts, size_t count)
{
    for (size_t k = 0; k < count; ++k) {
        fputs("<li>", file);
        html_put_text(file, texts[k]);
        fputs("</li>\n", file);
    }
}

#define SLOT(name) static void put_##name(FILE *file, const void *context)
#define PAGE const Page *const page = context

SLOT(title)
{
    PAGE;
    html_put_text(file, page->report->title ? page->report->title : "Training report");
}

SLOT(subtitle)
{
    PAGE;
    html_put_text(file, page->report->subtitle ? page->report->subtitle : "");
}

SLOT(grade)
{
    PAGE;
    fprintf(file, "grade-%d", unfold_esr_grade(train_report_esr(page->analysis)));
}

SLOT(esr)
{
    PAGE;
    char text[32];
    html_put_text(file, train_report_esr_text(train_report_esr(page->analysis), text));
}

SLOT(verdict)
{
    PAGE;
    const double esr = train_report_esr(page->analysis);
    if (isnan(esr)) {
        fputs("How close it is was not measured", file);
        return;
    }
    const char *verdict = unfold_esr_verdict(esr);
    fputc(toupper((unsigned char)*verdict), file);
    html_put_text(file, verdict + 1);
}

SLOT(words)
{
    PAGE;
    const TrainReportWords words = train_report_judge(page->analysis);
    for (size_t k = 0; k < words.count; ++k)
        put_items(file, (const char *const[]){words.lines[k]}, 1);
}

SLOT(findings)
{
    PAGE;
    put_items(file, page->report->findings, page->report->finding_count);
}

SLOT(data)
{
    PAGE;
    fputs(page->data, file);
}

/* An attribute for parts that may have nothing to show. */
static void hide_unless(FILE *file, bool there)
{
    fputs(there ? "" : "hidden", file);
}

SLOT(no_learning)
{
    PAGE;
    hide_unless(file, page->report->epoch_count);
}

SLOT(no_test)
{
    PAGE;
    hide_unless(file, page->report->frames);
}

SLOT(no_reach)
{
    PAGE;
    hide_unless(file, page->report->reach);
}

SLOT(no_findings)
{
    PAGE;
    hide_unless(file, page->report->finding_count);
}

SLOT(no_settings)
{
    PAGE;
    hide_unless(file, page->report->setting_count);
}

/* Slots that something else fills. */
#define SLOT_ASSET(name)                                                               \
    SLOT(name)                                                                         \
    {                                                                                  \
        (void)context;                                                                 \
        const Asset asset = asset_##name();                                            \
        fwrite(asset.bytes, 1, asset.size, file);                                      \
    }
#define SLOT_PART(name)                                                                \
    SLOT(name)                                                                         \
    {                                                                                  \
        PAGE;                                                                          \
        train_report_##name(file, page->analysis);                                     \
    }
SLOT_ASSET(style)
SLOT_ASSET(script)
SLOT_ASSET(library)
SLOT_ASSET(library_style)
SLOT_PART(figures)
SLOT_PART(about_learning)
SLOT_PART(about_places)
SLOT_PART(about_spectra)
SLOT_PART(about_bands)
SLOT_PART(about_levels)
SLOT_PART(about_reach)
SLOT_PART(learning_table)
SLOT_PART(level_table)
SLOT_PART(band_table)
SLOT_PART(reach_table)
SLOT_PART(settings_table)

#define ENTRY(name)                                                                    \
    {                                                                                  \
#name, put_##name                                                              \
    }
static const HtmlSlot slots[] = {ENTRY(title),          ENTRY(subtitle),
                                 ENTRY(grade),          ENTRY(esr),
                                 ENTRY(verdict),        ENTRY(words),
                                 ENTRY(findings),       ENTRY(data),
                                 ENTRY(no_learning),    ENTRY(no_test),
                                 ENTRY(no_reach),       ENTRY(no_findings),
                                 ENTRY(no_settings),    ENTRY(style),
                                 ENTRY(script),         ENTRY(library),
                                 ENTRY(library_style),  ENTRY(figures),
                                 ENTRY(about_learning), ENTRY(about_places),
                                 ENTRY(about_spectra),  ENTRY(about_bands),
                                 ENTRY(about_levels),   ENTRY(about_reach),
                                 ENTRY(learning_table), ENTRY(level_table),
                                 ENTRY(band_table),     ENTRY(reach_table),
                                 ENTRY(settings_table), {NULL, NULL}};

static int put_page(const char *path, const Page *page)
{
    UnfoldReplace replace;
    UnfoldError error;
    if (unfold_replace_begin(path, &replace, &error))
        return tool_error(path, "%s", error.text);
    const Asset asset = asset_page();
    html_put_template(replace.file, asset.bytes, asset.size, slots, page);
    if (unfold_replace_commit(&replace, &error))
        return tool_error(path, "%s", error.text);
    return TOOL_OK;
}

int train_report_write(const char *path, const TrainReportAnalysis *analysis)
{
    Page page = {.report = analysis->report, .analysis = analysis};
    json_t *data = train_report_data(analysis);
    page.data = data ? json_dumps(data, JSON_COMPACT | JSON_REAL_PRECISION(5)) : NULL;
    json_decref(data);
    const int status = page.data ? put_page(path, &page) : tool_no_memory();
    free(page.data);
    return status;
}
