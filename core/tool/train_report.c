/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_report.h"

#include "file/grade.h"
#include "tool/report.h"
#include "tool/report_page.h"
#include "tool/train_report_captions.h"
#include "tool/train_report_data.h"
#include "tool/train_report_tables.h"
#include "tool/train_report_words.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>

/* What the slots of the page are filled from. */
typedef struct {
    const TrainReport *report;
    const TrainReportAnalysis *analysis;
} Page;

#define SLOT(name) static void put_##name(FILE *file, const void *context)
#define PAGE const Page *const page = context

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
        html_put_item(file, words.lines[k]);
}

SLOT(findings)
{
    PAGE;
    for (size_t k = 0; k < page->report->finding_count; ++k)
        html_put_item(file, page->report->findings[k]);
}

SLOT(no_learning)
{
    PAGE;
    html_hide_unless(file, page->report->epoch_count);
}

SLOT(no_test)
{
    PAGE;
    html_hide_unless(file, page->report->frames);
}

SLOT(no_reach)
{
    PAGE;
    html_hide_unless(file, page->report->reach);
}

SLOT(no_findings)
{
    PAGE;
    html_hide_unless(file, page->report->finding_count);
}

SLOT(no_settings)
{
    PAGE;
    html_hide_unless(file, page->report->setting_count);
}

/* Slots that something else fills. */
#define SLOT_PART(name)                                                                \
    SLOT(name)                                                                         \
    {                                                                                  \
        PAGE;                                                                          \
        train_report_##name(file, page->analysis);                                     \
    }
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
static const HtmlSlot slots[] = {
    ENTRY(grade),          ENTRY(esr),           ENTRY(verdict),
    ENTRY(words),          ENTRY(findings),      ENTRY(no_learning),
    ENTRY(no_test),        ENTRY(no_reach),      ENTRY(no_findings),
    ENTRY(no_settings),    ENTRY(figures),       ENTRY(about_learning),
    ENTRY(about_places),   ENTRY(about_spectra), ENTRY(about_bands),
    ENTRY(about_levels),   ENTRY(about_reach),   ENTRY(learning_table),
    ENTRY(level_table),    ENTRY(band_table),    ENTRY(reach_table),
    ENTRY(settings_table), {NULL, NULL}};

int train_report_write(const char *path, const TrainReportAnalysis *analysis)
{
    const TrainReport *report = analysis->report;
    const Page context = {report, analysis};
    json_t *data = train_report_data(analysis);
    const ReportPage page = {
        .kind = "Unfold training report",
        .title = report->title ? report->title : "Training report",
        .subtitle = report->subtitle,
        .note = "ESR: error-to-signal ratio, the energy of target minus model against "
                "the target's. 0 is perfect, 1 is as bad as silence.",
        .body = asset_train_body(),
        .slots = slots,
        .context = &context,
        .script = asset_train_script(),
        .data = data};
    const int status = report_page_write(path, &page);
    json_decref(data);
    return status;
}
