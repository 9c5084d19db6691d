/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_report.h"

#include "tool/learn_report_data.h"
#include "tool/learn_report_matrix.h"
#include "tool/learn_report_parts.h"
#include "tool/learn_report_words.h"
#include "tool/report.h"
#include "tool/report_page.h"

#define SLOT(name) static void put_##name(FILE *file, const void *context)
#define REPORT const LearnReport *const report = context

SLOT(grade)
{
    REPORT;
    fprintf(file, "grade-%u", learn_report_headline(report).grade);
}

SLOT(measure)
{
    REPORT;
    const LearnReportHeadline headline = learn_report_headline(report);
    html_put(file, "%s%s%s", headline.measure, *headline.of ? ", " : "", headline.of);
}

SLOT(score)
{
    REPORT;
    char text[32];
    html_put_text(file, learn_report_score_text(
                            report, learn_report_headline(report).score, text));
}

SLOT(verdict)
{
    REPORT;
    html_put_text(file, learn_report_headline(report).words);
}

SLOT(words)
{
    REPORT;
    const LearnReportWords words = learn_report_judge(report);
    for (size_t k = 0; k < words.count; ++k)
        html_put_item(file, words.lines[k]);
}

SLOT(no_learning)
{
    REPORT;
    html_hide_unless(file, report->epoch_count);
}

SLOT(no_accuracy)
{
    REPORT;
    html_hide_unless(file,
                     report->epoch_count && report->label_count && report->validation);
}

SLOT(no_folds)
{
    REPORT;
    html_hide_unless(file, report->fold_count);
}

SLOT(no_views)
{
    REPORT;
    html_hide_unless(file, report->views && report->views->count);
}

SLOT(no_settings)
{
    REPORT;
    html_hide_unless(file, report->setting_count);
}

SLOT(fold_kind)
{
    REPORT;
    fputs(report->by_group ? "Without" : "Part", file);
}

SLOT(fold_measure)
{
    REPORT;
    fputs(report->label_count ? "Accuracy" : "Mean square of the error", file);
}

SLOT(settings_table)
{
    REPORT;
    report_put_settings(file, report->settings, report->setting_count);
}

/* Slots that something else fills. */
#define SLOT_PART(name)                                                                \
    SLOT(name)                                                                         \
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

#define ENTRY(name)                                                                    \
    {                                                                                  \
#name, put_##name                                                              \
    }
static const HtmlSlot slots[] = {
    ENTRY(grade),          ENTRY(measure),        ENTRY(score),
    ENTRY(verdict),        ENTRY(words),          ENTRY(no_learning),
    ENTRY(no_accuracy),    ENTRY(no_folds),       ENTRY(no_views),
    ENTRY(no_settings),    ENTRY(fold_kind),      ENTRY(fold_measure),
    ENTRY(settings_table), ENTRY(figures),        ENTRY(matrices),
    ENTRY(about_learning), ENTRY(learning_table), ENTRY(folds_table),
    ENTRY(about_views),    ENTRY(views),          {NULL, NULL}};

int learn_report_write(const char *path, const LearnReport *report)
{
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
