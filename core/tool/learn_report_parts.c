/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_report_parts.h"

#include "tool/learn_report_words.h"
#include "tool/report.h"
#include "tool/report_page_html.h"

#include <math.h>
#include <stdarg.h>

#define LEARNING_ROWS 12

__attribute__((format(printf, 3, 4))) static void
put_figure(FILE *file, const char *name, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    html_put_figure(file, name, text);
}

static void put_score(FILE *file, const LearnReport *report, const char *what,
                      const LearnVerdict *verdict)
{
    char text[32];
    if (!verdict || !(verdict->weight > 0))
        return;
    const double score = verdict->labels ? learn_accuracy(verdict) : learn_r2(verdict);
    html_put_figure(file, what, learn_report_score_text(report, score, text));
}

/* "mel (24 bands), energy; 2 slopes" */
static void put_features(FILE *file, const UnfoldFeatureSpec *spec)
{
    char text[160] = "";
    size_t used = 0;
    for (unsigned k = 0; unfold_feature_name(k); ++k)
        if (spec->kinds & 1u << k)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                     used ? ", " : "", unfold_feature_name(k));
    static const char *const slopes[] = {"", ", slopes", ", slopes of slopes"};
    put_figure(file, "Features", "%u: %s%s", unfold_feature_count(spec), text,
               slopes[spec->deltas < 2 ? spec->deltas : 2]);
    put_figure(file, "Frames", "%.3g ms every %.3g ms", 1000 * spec->frame / spec->rate,
               1000 * unfold_feature_hop(spec));
    put_figure(file, "Listens at", "%.5g kHz", spec->rate / 1000);
}

void learn_report_figures(FILE *file, const LearnReport *report)
{
    const bool labels = report->label_count > 0;
    const LearnVerdict *verdict = learn_report_headline(report).verdict;
    char time[32];
    put_score(file, report, labels ? "Test accuracy" : "Test R\xc2\xb2", report->test);
    put_score(file, report,
              labels ? report->by_group ? "Groups left out" : "Parts left out"
                     : "Left out, R\xc2\xb2",
              report->folds);
    put_score(file, report, labels ? "Validation accuracy" : "Validation R\xc2\xb2",
              report->validation);
    if (labels && verdict)
        put_figure(file, "Macro F1", "%.3f", learn_macro_f1(verdict));
    if (report->network)
        html_put_figure(file, "Network", report->network);
    if (report->weights)
        put_figure(file, "Weights", "%zu", report->weights);
    put_figure(file, "Task", "%s", unfold_task_name(report->task));
    put_features(file, report->features);
    put_figure(file, "Recordings", "%zu, %s", report->recordings,
               tool_time_text(report->sound, time));
    if (labels)
        put_figure(file, "Labels", "%zu", report->label_count);
    if (report->epoch_count) {
        put_figure(file, "Epochs", "%zu, the best: %zu", report->epoch_count,
                   report->best_epoch);
        html_put_figure(file, "Time", tool_time_text(report->seconds, time));
    }
    if (report->horizon) {
        char span[64];
        html_put_figure(file, "Gradient horizon",
                        learn_report_span_text(report, report->horizon, span));
    }
}

void learn_report_about_learning(FILE *file, const LearnReport *report)
{
    const size_t best = report->best_epoch;
    if (!best || best > report->epoch_count)
        return;
    const LearnEpoch *epoch = &report->epochs[best - 1];
    if (isnan(epoch->validation_loss)) {
        html_put(file, "Nothing validated: the last of %zu epochs is kept.",
                 report->epoch_count);
        return;
    }
    html_put(file, "Epoch %zu of %zu is kept: its loss in validation, %.4f, is lowest.",
             best, report->epoch_count, epoch->validation_loss);
    if (!isnan(epoch->validation_accuracy))
        html_put(file, " Its accuracy there is %.1f %%.",
                 100 * epoch->validation_accuracy);
    html_put(file, " The loss is %s.",
             report->label_count ? "cross-entropy, in nats"
                                 : "the mean square of the error, in deviations");
}

static void put_epoch(FILE *file, const LearnReport *report, size_t k)
{
    const LearnEpoch *epoch = &report->epochs[k];
    char text[64];
    snprintf(text, sizeof text, "%zu%s", k + 1,
             k + 1 == report->best_epoch ? ", kept" : "");
    html_put_head(file, text);
    html_put_number(file, "%.4f", epoch->loss);
    html_put_number(file, "%.4f", epoch->validation_loss);
    html_put_number(file, "%.1f %%", 100 * epoch->validation_accuracy);
    fputs("</tr>\n", file);
}

void learn_report_learning_table(FILE *file, const LearnReport *report)
{
    const size_t count = report->epoch_count;
    const size_t rows = count < LEARNING_ROWS ? count : LEARNING_ROWS;
    const size_t best = report->best_epoch; /* from 1 */
    for (size_t row = 0, next = 0; row < rows; ++row) {
        const size_t k = rows < 2 ? 0 : row * (count - 1) / (rows - 1);
        if (best > next && best <= k)
            put_epoch(file, report, best - 1);
        put_epoch(file, report, k);
        next = k + 1;
    }
}

void learn_report_folds_table(FILE *file, const LearnReport *report)
{
    for (size_t k = 0; k < report->fold_count; ++k) {
        char name[32];
        snprintf(name, sizeof name, "%zu", k + 1);
        html_put_head(file, report->fold_names ? report->fold_names[k] : name);
        if (report->label_count)
            html_put_number(file, "%.1f %%", 100 * report->fold_accuracy[k]);
        else
            html_put_number(file, "%.4f", report->fold_accuracy[k]);
        fputs("</tr>\n", file);
    }
}

void learn_report_about_views(FILE *file, const LearnReport *report)
{
    html_put(file,
             "Recordings of %s as the network heard them: above, the %s, normalised, "
             "from 2.5 deviations below the mean to 2.5 above it; below, ",
             report->views_of ? report->views_of : "the list",
             report->features->kinds & UNFOLD_MEL ? "mel bands" : "features");
    switch (report->task) {
    case UNFOLD_TASK_CLIP:
        fputs("how probable the labels are at each frame. The dashed line is where the "
              "sound begins; mistakes come first, the surest ahead.",
              file);
        break;
    case UNFOLD_TASK_FRAME:
        fputs("how probable the labels are at each frame, on the label that is right. "
              "The recordings with the most mistakes come first.",
              file);
        break;
    case UNFOLD_TASK_VALUE:
        fputs("what was wanted and what was answered. Those furthest off come first.",
              file);
        break;
    case UNFOLD_TASK_NEXT:
        fputs("how far each frame is from what was expected; the dashed line is the "
              "threshold of what is unusual. The most unusual come first.",
              file);
        break;
    }
}

static const char *label_text(const LearnReport *report, int label)
{
    return label >= 0 && (size_t)label < report->label_count ? report->labels[label]
                                                             : "nothing known";
}

static void put_answer(FILE *file, const LearnReport *report, const LearnView *view)
{
    switch (report->task) {
    case UNFOLD_TASK_CLIP:
        html_put(file, "Is %s, ", label_text(report, view->label));
        html_put(file, "answered %s (%.0f %%).", label_text(report, view->answer),
                 100 * view->score);
        break;
    case UNFOLD_TASK_FRAME:
        html_put(file, "Mostly %s, ", label_text(report, view->label));
        html_put(file, "answered mostly %s; %.1f %% of the frames are wrong.",
                 label_text(report, view->answer), 100 * view->score);
        break;
    case UNFOLD_TASK_VALUE:
        html_put(file, "Off by %.3g (root mean square).", view->score);
        break;
    case UNFOLD_TASK_NEXT:
        html_put(file, "Largest error %.3g, %s the threshold of %.3g.", view->score,
                 view->score > report->threshold ? "above" : "below",
                 report->threshold);
        break;
    }
}

static void put_view(FILE *file, const LearnReport *report, size_t k)
{
    const LearnView *view = &report->views->list[k];
    const double hop = unfold_feature_hop(report->features);
    const bool labels = report->label_count > 0;
    fprintf(file,
            "<figure aria-labelledby=\"view-%zu-title\">\n<figcaption>\n<h2 "
            "id=\"view-%zu-title\">",
            k, k);
    html_put_text(file, view->name);
    fputs("</h2>\n<p>", file);
    if (labels)
        fprintf(file, "<b class=\"%s\">%s</b> ", view->mistaken ? "wrong" : "right",
                view->mistaken ? "Mistaken." : "Right.");
    put_answer(file, report, view);
    if (view->frames < view->steps)
        html_put(file, " Shown are %.1f s of %.1f s, from %.1f s on.",
                 hop * (double)view->frames, hop * (double)view->steps,
                 hop * (double)view->first);
    fprintf(file,
            "</p>\n</figcaption>\n<canvas class=\"picture scripted\" role=\"img\" "
            "aria-label=\"Features over time\" id=\"picture-%zu\"></canvas>\n<div "
            "class=\"chart scripted\" id=\"view-%zu\"></div>\n</figure>\n",
            k, k);
}

void learn_report_views(FILE *file, const LearnReport *report)
{
    for (size_t k = 0; report->views && k < report->views->count; ++k)
        put_view(file, report, k);
}
