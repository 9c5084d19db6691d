/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_report_data.h"

#include "tool/report.h"

#include <math.h>
#include <stdlib.h>

#define MOST_POINTS 2000
#define DEVIATIONS                                                                     \
    2.5 /* either side of the mean, from the darkest to the brightest                  \
         */

/* Lack of memory makes a list NULL, which the last json_pack finds. */
static void append(json_t **list, json_t *item)
{
    if (*list && json_array_append_new(*list, item)) {
        json_decref(*list);
        *list = NULL;
    } else if (!*list) {
        json_decref(item);
    }
}

static double share(double value)
{
    return 100 * value;
}

/* [epoch, loss, validation loss, that of the best, accuracy in per cent] */
static json_t *learning_rows(const LearnReport *report)
{
    const size_t count = report->epoch_count;
    const size_t points = count < MOST_POINTS ? count : MOST_POINTS;
    json_t *rows = json_array();
    for (size_t k = 0, next = 0; k < points; ++k) {
        size_t at = points < 2 ? 0 : k * (count - 1) / (points - 1);
        const size_t best = report->best_epoch - 1;
        const size_t after = at + 1;
        if (best >= next && best < at)
            at = best; /* stays, whatever is left out */
        const LearnEpoch *epoch = &report->epochs[at];
        const double numbers[] = {(double)at + 1, epoch->loss, epoch->validation_loss,
                                  at == best ? epoch->validation_loss : NAN,
                                  share(epoch->validation_accuracy)};
        json_t *row = json_array();
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; ++n)
            append(&row, tool_json_number(numbers[n]));
        append(&rows, row);
        next = after;
    }
    return rows;
}

/* A character for each number, frame by frame, of 64 from A to /, as base64 has them.
 */
static json_t *picture_of(const LearnView *view)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const size_t count = view->frames * view->rows;
    char *text = malloc(count + 1);
    for (size_t k = 0; text && k < count; ++k) {
        const double x = view->features[k];
        const double place = (x / DEVIATIONS + 1) / 2;
        text[k] = digits[place > 0 ? (int)fmin(63, 64 * place) : 0];
    }
    json_t *picture = text ? json_stringn(text, count) : NULL;
    free(text);
    return picture;
}

/* [seconds, ..] */
static json_t *answer_rows(const LearnReport *report, const LearnView *view)
{
    const double hop = unfold_feature_hop(report->features);
    json_t *rows = json_array();
    for (size_t t = 0; t < view->frames; ++t) {
        json_t *row = json_array();
        append(&row, tool_json_number(hop * ((double)(view->first + t) + 0.5)));
        for (size_t n = 0; n < view->lines; ++n) {
            const double value = view->answers[t * view->lines + n];
            const bool exact = !report->label_count || !isfinite(value);
            append(&row, tool_json_number(exact ? value : round(1e3 * value) / 1e3));
        }
        append(&rows, row);
    }
    return rows;
}

static json_t *names_of(const LearnReport *report, const LearnView *view)
{
    json_t *names = json_array();
    for (size_t n = 0; report->label_count && n < view->lines; ++n)
        append(&names, json_string(report->labels[view->labels[n]]));
    return names;
}

/* Stretches of one label: [begin, end, label, its line or -1], seconds. */
static json_t *truth_of(const LearnReport *report, const LearnView *view)
{
    const double hop = unfold_feature_hop(report->features);
    json_t *list = json_array();
    for (size_t t = 0, end; view->wanted && t < view->frames; t = end) {
        const int label = view->wanted[t];
        int line = -1;
        for (end = t; end < view->frames && view->wanted[end] == label;)
            ++end;
        for (size_t n = 0; n < view->lines; ++n)
            if (view->labels[n] == label)
                line = (int)n;
        if (label >= 0)
            append(&list, json_pack("[f, f, s, i]", hop * (double)(view->first + t),
                                    hop * (double)(view->first + end),
                                    report->labels[label], line));
    }
    return list;
}

static json_t *view_of(const LearnReport *report, const LearnView *view)
{
    const double hop = unfold_feature_hop(report->features);
    return json_pack("{s:I, s:f, s:o, s:o, s:o, s:o, s:o}", "rows",
                     (json_int_t)view->rows, "hop", hop, "from",
                     tool_json_number(view->from ? hop * (double)view->from : NAN),
                     "picture", picture_of(view), "answers", answer_rows(report, view),
                     "labels", names_of(report, view), "truth", truth_of(report, view));
}

json_t *learn_report_data(const LearnReport *report)
{
    const UnfoldFeatureSpec *spec = report->features;
    const bool mel = spec->kinds & UNFOLD_MEL;
    json_t *views = json_array();
    for (size_t k = 0; report->views && k < report->views->count; ++k)
        append(&views, view_of(report, &report->views->list[k]));
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:s}", "task",
                     unfold_task_name(report->task), "learning", learning_rows(report),
                     "views", views, "low", tool_json_number(mel ? spec->low : NAN),
                     "high", tool_json_number(mel ? spec->high : NAN), "threshold",
                     tool_json_number(report->threshold), "value",
                     report->value_name ? report->value_name : "value");
}
