/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_report_words.h"

#include "tool/learn_reach.h"

#include <math.h>
#include <stdio.h>

#define GUESSING 1.5 /* times the balanced accuracy of chance */
#define FEW 200      /* sounds: their share is rough */
#define LATE 0.9     /* of the epochs: progress after it is recent */
#define ENOUGH 10    /* epochs to speak of progress */
#define WORSE 1.3    /* times the best validation loss: learned by heart */
#define UNLIKE 0.1   /* lower in the test than in validation */
#define UNEVEN 0.15  /* lower in one fold than in all */
#define NAMED 3      /* confusions */

const char *learn_report_score_text(const LearnReport *report, double score,
                                    char text[32])
{
    if (!isfinite(score))
        snprintf(text, 32, "not known");
    else if (report->label_count)
        snprintf(text, 32, "%.1f %%", 100 * score);
    else
        snprintf(text, 32, "%.3f", score);
    return text;
}

const char *learn_report_span_text(const LearnReport *report, size_t frames,
                                   char text[64])
{
    const double hop = unfold_feature_hop(report->features);
    snprintf(text, 64, "%zu frames, %.3g ms", frames, 1000 * hop * (double)frames);
    return text;
}

const char *learn_report_counted(const LearnReport *report)
{
    switch (report->task) {
    case UNFOLD_TASK_CLIP:
        return "sounds";
    case UNFOLD_TASK_FRAME:
        return "frames";
    case UNFOLD_TASK_VALUE:
    case UNFOLD_TASK_NEXT:
        break;
    }
    return "numbers";
}

static double score_of(const LearnVerdict *verdict)
{
    return verdict->labels ? learn_accuracy(verdict) : learn_r2(verdict);
}

static const char *words_of(const LearnVerdict *verdict, double score, unsigned *grade)
{
    static const double of_labels[] = {0.98, 0.93, 0.85, 0.7, -HUGE_VAL};
    static const double of_numbers[] = {0.95, 0.8, 0.5, 0.2, -HUGE_VAL};
    static const char *const labels[] = {"Nearly always right", "Mostly right",
                                         "Often right, with mistakes that show",
                                         "Wrong too often to rely on", "Often wrong"};
    static const char *const numbers[] = {"It follows closely", "It follows",
                                          "It follows roughly", "It hardly follows",
                                          "It does not follow"};
    const double *limits = verdict->labels ? of_labels : of_numbers;
    *grade = 0;
    while (!(score >= limits[*grade]) && *grade < 4)
        ++*grade;
    if (verdict->labels && *grade == 4 &&
        learn_balanced_accuracy(verdict) < GUESSING / (double)verdict->labels)
        return "Hardly better than guessing";
    return verdict->labels ? labels[*grade] : numbers[*grade];
}

LearnReportHeadline learn_report_headline(const LearnReport *report)
{
    const struct {
        const LearnVerdict *verdict;
        const char *of;
    } parts[] = {{report->test, "test"},
                 {report->folds, report->by_group ? "groups left out" : "folds"},
                 {report->validation, "validation"}};
    LearnReportHeadline headline = {.measure =
                                        report->label_count ? "Accuracy" : "R\xc2\xb2",
                                    .of = "",
                                    .score = NAN,
                                    .grade = 4,
                                    .words = "How good it is was not measured"};
    for (size_t k = 0; k < sizeof parts / sizeof *parts && !headline.verdict; ++k) {
        const double score = parts[k].verdict ? score_of(parts[k].verdict) : NAN;
        if (isnan(score))
            continue;
        headline.verdict = parts[k].verdict;
        headline.of = parts[k].of;
        headline.score = score;
        headline.words = words_of(parts[k].verdict, score, &headline.grade);
    }
    return headline;
}

/* 95 % of the normal distribution; by Agresti and Coull, fine near 0 and 1. */
static double margin_of(const LearnVerdict *verdict)
{
    const double z = 1.96, n = verdict->weight + z * z;
    const double p = (learn_accuracy(verdict) * verdict->weight + z * z / 2) / n;
    return z * sqrt(p * (1 - p) / n);
}

static void tell_verdict(const LearnReport *report, const char *what,
                         const LearnVerdict *verdict, ReportWords *words)
{
    char margin[64] = "";
    if (!verdict || !(verdict->weight > 0))
        return;
    if (!verdict->labels) {
        report_say(words,
                   "%s: a root mean square error of %.3g deviations, R\xc2\xb2 %.3f.",
                   what, sqrt(learn_mean_loss(verdict)), learn_r2(verdict));
        return;
    }
    /* Frames of a recording are alike: of them it would say too little. */
    if (report->task == UNFOLD_TASK_CLIP && verdict->weight < FEW)
        snprintf(margin, sizeof margin, ", give or take %.0f points",
                 100 * margin_of(verdict));
    report_say(
        words,
        "%s: %.1f %% of %.0f %s are right%s; with all labels weighing the same %.1f "
        "%%.",
        what, 100 * learn_accuracy(verdict), verdict->weight,
        learn_report_counted(report), margin, 100 * learn_balanced_accuracy(verdict));
}

/* The confusion that comes next after those that were named; labels^2: none. */
static size_t next_confusion(const LearnVerdict *verdict, const size_t *named,
                             size_t count)
{
    const size_t labels = verdict->labels, none = labels * labels;
    size_t best = none;
    for (size_t k = 0; k < none; ++k) {
        bool taken = k / labels == k % labels || !(verdict->confusion[k] > 0);
        for (size_t n = 0; n < count; ++n)
            taken |= named[n] == k;
        if (!taken &&
            (best == none || verdict->confusion[k] > verdict->confusion[best]))
            best = k;
    }
    return best;
}

static void tell_confusions(const LearnReport *report, ReportWords *words)
{
    const LearnVerdict *verdict = learn_report_headline(report).verdict;
    size_t used = 0, shown[NAMED], count = 0;
    char text[560];
    if (!verdict || !verdict->labels)
        return;
    const size_t labels = verdict->labels;
    while (count < NAMED) {
        const size_t best = next_confusion(verdict, shown, count);
        if (best == labels * labels)
            break;
        shown[count++] = best;
        if (used < sizeof text)
            used += (size_t)snprintf(
                text + used, sizeof text - used, "%s%s taken for %s (%.0f of %.0f)",
                count > 1 ? "; " : "", report->labels[best / labels],
                report->labels[best % labels], verdict->confusion[best],
                learn_count_of(verdict, best / labels));
    }
    if (count)
        report_say(words, "Most often confused: %s.", text);
    else if (verdict->weight > 0)
        report_say(words, "Nothing was confused with anything.");
}

static void tell_folds(const LearnReport *report, ReportWords *words)
{
    double least = HUGE_VAL, most = -HUGE_VAL;
    size_t measured = 0;
    if (!report->folds || !report->label_count)
        return;
    for (size_t k = 0; k < report->fold_count; ++k)
        if (isfinite(report->fold_accuracy[k])) {
            least = fmin(least, report->fold_accuracy[k]);
            most = fmax(most, report->fold_accuracy[k]);
            ++measured;
        }
    if (measured < report->fold_count)
        report_say(words, "It was stopped: %zu of %zu parts were measured.", measured,
                   report->fold_count);
    if (measured > 1 && learn_accuracy(report->folds) - least > UNEVEN)
        report_say(
            words,
            "The parts are unlike each other: from %.1f to %.1f %% of them is right. "
            "More %s would help.",
            100 * least, 100 * most, report->by_group ? "groups" : "recordings");
}

static void tell_test(const LearnReport *report, ReportWords *words)
{
    if (!report->label_count || !report->test || !report->validation)
        return;
    const double lost =
        learn_accuracy(report->validation) - learn_accuracy(report->test);
    if (lost > UNLIKE)
        report_say(
            words,
            "The test is %.0f points below validation: it holds what the recordings "
            "to learn from do not.",
            100 * lost);
}

static void tell_learning(const LearnReport *report, ReportWords *words)
{
    const size_t count = report->epoch_count, best = report->best_epoch;
    if (report->stopped && count)
        report_say(words, "It was stopped after %zu epochs.", count);
    if (count < ENOUGH || !best || best > count)
        return;
    const double least = report->epochs[best - 1].validation_loss;
    const double last = report->epochs[count - 1].validation_loss;
    if (isnan(least))
        return;
    if ((double)best > LATE * (double)count && !report->stopped)
        report_say(words,
                   "It was still improving when it ended: more --epochs may help.");
    else if (last > WORSE * least)
        report_say(
            words,
            "After epoch %zu the loss in validation rose again: the network learns its "
            "recordings by heart. More or more varied recordings, or more --augment, "
            "would help.",
            best);
}

static void tell_silent(const LearnReport *report, ReportWords *words)
{
    if (report->silent)
        report_say(
            words,
            "In %zu of the recordings to learn from no sound began: all of them was "
            "heard. See --rise and --floor.",
            report->silent);
}

static void tell_reach(const LearnReport *report, ReportWords *words)
{
    char span[64];
    if (!report->horizon)
        return;
    learn_report_span_text(report, report->horizon, span);
    const bool least = report->horizon >= LEARN_MOST_REACH;
    if (report->window && report->horizon >= report->window)
        report_say(
            words,
            "Gradients reach back %s%s, further than the window of %zu frames in which "
            "it learned: a larger --window may bring more.",
            least ? "at least " : "", span, report->window);
    else
        report_say(words, "Gradients reach back %s%s.", least ? "at least " : "", span);
}

ReportWords learn_report_judge(const LearnReport *report)
{
    ReportWords words = {.count = 0};
    tell_verdict(report, "Test", report->test, &words);
    tell_verdict(report,
                 report->by_group ? "Each group left out in turn"
                                  : "Each part left out in turn",
                 report->folds, &words);
    tell_verdict(report, "Validation", report->validation, &words);
    tell_confusions(report, &words);
    tell_folds(report, &words);
    tell_test(report, &words);
    tell_learning(report, &words);
    tell_silent(report, &words);
    tell_reach(report, &words);
    if (!words.count)
        report_say(&words,
                   "There was nothing to measure by: see --validation and --test.");
    return words;
}
