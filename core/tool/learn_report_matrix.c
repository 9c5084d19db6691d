/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_report_matrix.h"

#include "tool/learn_report_words.h"
#include "tool/report_page_html.h"

#define UPRIGHT 6 /* labels: the names of more stand on end */

/* A verdict, and the labels of it that are shown. */
typedef struct {
    const LearnReport *report;
    const LearnVerdict *verdict;
    size_t shown[LEARN_MOST_SHOWN], count;
} Matrix;

static double cell(const LearnVerdict *verdict, size_t is, size_t answered)
{
    return verdict->confusion[is * verdict->labels + answered];
}

/* How often a label was taken for another, or another for it. */
static double confused(const LearnVerdict *verdict, size_t k)
{
    double sum = 0;
    for (size_t n = 0; n < verdict->labels; ++n)
        if (n != k)
            sum += cell(verdict, k, n) + cell(verdict, n, k);
    return sum;
}

/* Those that are confused most, in their order. */
static void choose(Matrix *matrix)
{
    const size_t labels = matrix->verdict->labels;
    for (size_t k = 0; k < labels; ++k) {
        const double own = confused(matrix->verdict, k);
        size_t ahead = 0;
        for (size_t n = 0; n < labels; ++n) {
            const double other = confused(matrix->verdict, n);
            ahead += other > own || (other == own && n < k);
        }
        if (ahead < LEARN_MOST_SHOWN)
            matrix->shown[matrix->count++] = k;
    }
}

static void put_cell(FILE *file, const Matrix *matrix, size_t is, const char *answered,
                     bool right, double count)
{
    const double all = learn_count_of(matrix->verdict, is);
    const double share = all > 0 ? count / all : 0;
    if (!(count > 0)) {
        fputs("<td class=\"none\">\xc2\xb7</td>", file);
        return;
    }
    fprintf(file, "<td class=\"%s\" style=\"--share:%.3f\" title=\"",
            right ? "right" : "wrong", share);
    html_put(file, "%s answered %s: %.0f of %.0f, %.1f %%", matrix->report->labels[is],
             answered, count, all, 100 * share);
    fprintf(file, "\">%.0f</td>", count);
}

static void put_row(FILE *file, const Matrix *matrix, size_t is)
{
    const LearnVerdict *verdict = matrix->verdict;
    const double all = learn_count_of(verdict, is);
    double others = all;
    html_put_head(file, matrix->report->labels[is]);
    for (size_t n = 0; n < matrix->count; ++n) {
        const size_t answered = matrix->shown[n];
        const double count = cell(verdict, is, answered);
        others -= count;
        put_cell(file, matrix, is, matrix->report->labels[answered], answered == is,
                 count);
    }
    if (matrix->count < verdict->labels)
        put_cell(file, matrix, is, "another label", false, others);
    fprintf(file, "<td class=\"all\">%.0f</td>", all);
    html_put_number(file, "%.1f %%", 100 * cell(verdict, is, is) / all);
    fputs("</tr>\n", file);
}

static void put_header(FILE *file, const Matrix *matrix)
{
    fputs("<thead><tr><th scope=\"col\">Is \\ answered</th>", file);
    for (size_t n = 0; n < matrix->count; ++n) {
        fputs("<th scope=\"col\"><span>", file);
        html_put_text(file, matrix->report->labels[matrix->shown[n]]);
        fputs("</span></th>", file);
    }
    if (matrix->count < matrix->verdict->labels)
        fputs("<th scope=\"col\"><span>another</span></th>", file);
    fputs("<th scope=\"col\"><span>all</span></th><th scope=\"col\"><span>right</span>"
          "</th></tr></thead>\n",
          file);
}

static void put_caption(FILE *file, const Matrix *matrix)
{
    const LearnVerdict *verdict = matrix->verdict;
    html_put(file,
             "%.0f %s: a row for what they are, a column for what was answered. Macro "
             "F1 %.3f, balanced accuracy %.1f %%.",
             verdict->weight, learn_report_counted(matrix->report),
             learn_macro_f1(verdict), 100 * learn_balanced_accuracy(verdict));
    if (matrix->count < verdict->labels)
        html_put(file, " Of %zu labels these are the %zu that are confused most.",
                 verdict->labels, matrix->count);
}

static void put_matrix(FILE *file, const LearnReport *report, const char *id,
                       const char *what, const LearnVerdict *verdict)
{
    Matrix matrix = {.report = report, .verdict = verdict};
    if (!verdict || !verdict->labels || !(verdict->weight > 0))
        return;
    choose(&matrix);
    fprintf(file,
            "<figure class=\"wide\" aria-labelledby=\"%s-title\">\n<figcaption>\n<h2 "
            "id=\"%s-title\">%s</h2>\n<p>",
            id, id, what);
    put_caption(file, &matrix);
    fprintf(file,
            "</p>\n</figcaption>\n<div class=\"scroll\" tabindex=\"0\"><table "
            "class=\"matrix%s\">\n",
            matrix.count > UPRIGHT ? " many" : "");
    put_header(file, &matrix);
    fputs("<tbody>\n", file);
    for (size_t k = 0; k < matrix.count; ++k)
        if (learn_count_of(verdict, matrix.shown[k]) > 0)
            put_row(file, &matrix, matrix.shown[k]);
    fputs("</tbody></table></div>\n</figure>\n", file);
}

void learn_report_matrices(FILE *file, const LearnReport *report)
{
    put_matrix(file, report, "test", "Confusion: test", report->test);
    put_matrix(file, report, "folds",
               report->by_group ? "Confusion: groups, each left out in turn"
                                : "Confusion: parts, each left out in turn",
               report->folds);
    put_matrix(file, report, "validation", "Confusion: validation", report->validation);
}
