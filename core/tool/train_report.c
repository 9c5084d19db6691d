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

#define PAGE const Page *const page = context

HTML_SLOT(findings)
{
    PAGE;
    for (size_t k = 0; k < page->report->finding_count; ++k)
        html_put_item(file, page->report->findings[k]);
}

HTML_SLOT(no_learning)
{
    PAGE;
    html_hide_unless(file, page->report->epoch_count);
}

HTML_SLOT(no_test)
{
    PAGE;
    html_hide_unless(file, page->report->frames);
}

HTML_SLOT(no_reach)
{
    PAGE;
    html_hide_unless(file, page->report->reach);
}

HTML_SLOT(no_findings)
{
    PAGE;
    html_hide_unless(file, page->report->finding_count);
}

/* Slots that something else fills. */
#define SLOT_PART(name)                                                                \
    HTML_SLOT(name)                                                                    \
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

static const HtmlSlot slots[] = {HTML_ENTRY(findings),     HTML_ENTRY(no_learning),
                                 HTML_ENTRY(no_test),      HTML_ENTRY(no_reach),
                                 HTML_ENTRY(no_findings),  HTML_ENTRY(about_learning),
                                 HTML_ENTRY(about_places), HTML_ENTRY(about_spectra),
                                 HTML_ENTRY(about_bands),  HTML_ENTRY(about_levels),
                                 HTML_ENTRY(about_reach),  HTML_ENTRY(learning_table),
                                 HTML_ENTRY(level_table),  HTML_ENTRY(band_table),
                                 HTML_ENTRY(reach_table),  {NULL, NULL}};

/* With a capital; text [128], returned. */
static const char *verdict_on(double esr, char text[128])
{
    snprintf(text, 128, "%s",
             isnan(esr) ? "How close it is was not measured" : unfold_esr_verdict(esr));
    *text = (char)toupper((unsigned char)*text);
    return text;
}

int train_report_write(const char *path, const TrainReportAnalysis *analysis)
{
    const TrainReport *report = analysis->report;
    const Page context = {report, analysis};
    const double esr = train_report_esr(analysis);
    char score[32], verdict[128];
    json_t *data = train_report_data(analysis);
    const ReportPage page = {
        .kind = "Unfold training report",
        .title = report->title ? report->title : "Training report",
        .subtitle = report->subtitle,
        .note = "ESR: error-to-signal ratio, the energy of target minus model against "
                "the target's. 0 is perfect, 1 is as bad as silence.",
        .grade = (unsigned)unfold_esr_grade(esr),
        .measure = "ESR",
        .score = train_report_esr_text(esr, score),
        .verdict = verdict_on(esr, verdict),
        .words = train_report_judge(analysis),
        .figures = put_figures,
        .settings = report->settings,
        .setting_count = report->setting_count,
        .body = asset_train_body(),
        .slots = slots,
        .context = &context,
        .script = asset_train_script(),
        .data = data};
    const int status = report_page_write(path, &page);
    json_decref(data);
    return status;
}
