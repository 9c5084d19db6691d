/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_report.h"

#include "tool/learn_report_data.h"
#include "tool/learn_report_matrix.h"
#include "tool/learn_report_parts.h"
#include "tool/learn_report_words.h"
#include "tool/report.h"
#include "tool/report_page.h"

#define REPORT const LearnReport *const report = context

HTML_SLOT(no_learning)
{
    REPORT;
    html_hide_unless(file, report->epoch_count);
}

HTML_SLOT(no_accuracy)
{
    REPORT;
    html_hide_unless(file,
                     report->epoch_count && report->label_count && report->validation);
}

HTML_SLOT(no_folds)
{
    REPORT;
    html_hide_unless(file, report->fold_count);
}

HTML_SLOT(no_views)
{
    REPORT;
    html_hide_unless(file, report->views && report->views->count);
}

HTML_SLOT(fold_kind)
{
    REPORT;
    fputs(report->by_group ? "Without" : "Part", file);
}

HTML_SLOT(fold_measure)
{
    REPORT;
    fputs(report->label_count ? "Accuracy" : "Mean square of the error", file);
}

/* Slots that something else fills. */
#define SLOT_PART(name)                                                                \
    HTML_SLOT(name)                                                                    \
    {                                                                                  \
        REPORT;                                                                        \
        learn_report_##name(file, report);                                             \
    }
SLOT_PART(figures)
SLOT_PART(matrices)
SLOT_PART(about_learning)
SLOT_PART(learning_table)
SLOT_PART(folds_table)
SLOT_PART(about_views)
SLOT_PART(views)

static const HtmlSlot slots[] = {HTML_ENTRY(no_learning),
                                 HTML_ENTRY(no_accuracy),
                                 HTML_ENTRY(no_folds),
                                 HTML_ENTRY(no_views),
                                 HTML_ENTRY(fold_kind),
                                 HTML_ENTRY(fold_measure),
                                 HTML_ENTRY(matrices),
                                 HTML_ENTRY(about_learning),
                                 HTML_ENTRY(learning_table),
                                 HTML_ENTRY(folds_table),
                                 HTML_ENTRY(about_views),
                                 HTML_ENTRY(views),
                                 {NULL, NULL}};

int learn_report_write(const char *path, const LearnReport *report)
{
    const LearnReportHeadline headline = learn_report_headline(report);
    char measure[64], score[32];
    snprintf(measure, sizeof measure, "%s%s%s", headline.measure,
             *headline.of ? ", " : "", headline.of);
    json_t *data = learn_report_data(report);
    const ReportPage page = {
        .kind = "Unfold learning report",
        .title = report->title ? report->title : "Learning report",
        .subtitle = report->subtitle,
        .note =
            report->label_count
                ? "Accuracy: the share that is right. Balanced: averaged over the "
                  "labels, each weighing the same. F1 of a label: 2 TP / (2 TP + FP "
                  "+ FN); macro: their mean."
                : "R\xc2\xb2: the share of the squares about the mean that is "
                  "explained. 1 is perfect, 0 is as good as always answering the "
                  "mean.",
        .grade = headline.grade,
        .measure = measure,
        .score = learn_report_score_text(report, headline.score, score),
        .verdict = headline.words,
        .words = learn_report_judge(report),
        .figures = put_figures,
        .settings = report->settings,
        .setting_count = report->setting_count,
        .body = asset_learn_body(),
        .slots = slots,
        .context = report,
        .style = asset_learn_style(),
        .script = asset_learn_script(),
        .data = data};
    const int status = report_page_write(path, &page);
    json_decref(data);
    return status;
}
