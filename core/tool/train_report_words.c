/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_report_words.h"

#include "file/grade.h"

#include <math.h>
#include <stdio.h>

#define RECENT 0.9    /* of the time: progress after it is recent */
#define PROGRESS 1.15 /* times better since then: it would go on */
#define BY_HEART 2.5  /* times worse in validation than in training */
#define UNLIKE 3.0    /* times worse in the test than in validation */
#define AS_GOOD 1.5   /* times the ESR of take against take: nothing is left to learn */
#define MOSTLY 0.5    /* of the error */
#define WORSE 4.0     /* times, in soft or high sounds than in all */
#define HARDLY 0.3    /* an ESR that says that little is followed */
#define AUDIBLE 0.01  /* an ESR that is heard in soft playing */
#define OFTEN 0.2     /* of the time */
#define LITTLE 1e-3   /* an ESR that nobody need improve */

const char *train_report_esr_text(double esr, char text[32])
{
    if (!isfinite(esr))
        snprintf(text, 32, isinf(esr) ? "infinite" : "not known");
    else if (esr >= 1e-6 || esr == 0)
        snprintf(text, 32, "%.*f", esr > 0 ? (int)fmax(0, 2 - floor(log10(esr))) : 0,
                 esr);
    else
        snprintf(text, 32, "%.2e", esr);
    return text;
}

const char *train_report_span_text(size_t samples, double rate, char text[48])
{
    snprintf(text, 48, "%.3g ms (%zu samples)", 1000 * (double)samples / rate, samples);
    return text;
}

const char *train_report_level_text(const UnfoldErrorPart *part, char text[48])
{
    if (isinf(part->low))
        snprintf(text, 48, "below %.0f dB", part->high);
    else if (isinf(part->high))
        snprintf(text, 48, "%.0f dB and more", part->low);
    else
        snprintf(text, 48, "%.0f to %.0f dB", part->low, part->high);
    return text;
}

double train_report_esr(const TrainReportAnalysis *analysis)
{
    const TrainReport *report = analysis->report;
    if (!isnan(report->esr_test))
        return report->esr_test;
    return report->frames ? analysis->whole.esr : report->esr_validation;
}

static void judge_swing(const TrainReportAnalysis *a, ReportWords *words)
{
    char band[48] = "";
    if (!a->swing.whole)
        snprintf(band, sizeof band, " from %.0f to %.0f Hz", a->swing.low,
                 a->swing.high);
    if (a->swing.found)
        report_say(
            words,
            "The gear's gain seems to swing %.2g times a second by itself, by %.2g "
            "dB%s: "
            "a tremolo, a phaser or the like. No network without an oscillator of its "
            "own can follow that. Record with it off.",
            a->swing.rate, a->swing.depth, band);
}

static void judge_limit(const TrainReportAnalysis *a, ReportWords *words)
{
    char own[32];
    const double self = a->report->self_esr, esr = train_report_esr(a);
    if (isfinite(self) && self > 0 && esr <= AS_GOOD * self)
        report_say(
            words,
            "It is as good as the recording allows: one take of the gear differs from "
            "another by an ESR of %s.",
            train_report_esr_text(self, own));
}

static void judge_progress(const TrainReportAnalysis *a, ReportWords *words)
{
    const TrainReport *report = a->report;
    double before = NAN;
    for (size_t k = 0; k < report->epoch_count; ++k)
        if (report->epochs[k].seconds <= RECENT * a->seconds)
            before = report->epochs[k].best_esr;
    if (!report->epoch_count)
        return;
    const double now = report->epochs[report->epoch_count - 1].best_esr;
    if (isfinite(before) && before > PROGRESS * now)
        report_say(
            words,
            "It was still improving when it ended: the validation ESR fell by %.0f %% "
            "in the last tenth of the time. Train longer.",
            100 * (1 - now / before));
}

static void judge_parts(const TrainReportAnalysis *a, ReportWords *words)
{
    const TrainReport *report = a->report;
    const double training = report->esr_training, validation = report->esr_validation;
    const double test = report->esr_test;
    if (validation > LITTLE && validation > BY_HEART * training)
        report_say(
            words,
            "Validation is %.2g times worse than training: it knows this recording "
            "better than the gear. Record more, and play more variously.",
            validation / training);
    if (test > LITTLE && test > UNLIKE * validation)
        report_say(
            words,
            "The test part is %.2g times worse than the validation part: it holds what "
            "the rest does not, or the gear changed on the way.",
            test / validation);
}

/* An ESR within a range of the spectrum. */
static double esr_from(const UnfoldErrorSpectra *spectra, double low, double high)
{
    const double target = unfold_spectrum_band(&spectra->target, low, high);
    return target > 0 ? unfold_spectrum_band(&spectra->error, low, high) / target : NAN;
}

static void judge_frequency(const TrainReportAnalysis *a, ReportWords *words)
{
    static const double high = 5000, low = 120; /* Hz */
    char text[32];
    if (!a->report->frames || !(a->whole.esr > 0))
        return;
    const double esr = esr_from(&a->spectra, high, INFINITY);
    const double above = train_report_share(&a->spectra.error, high, INFINITY);
    const double below = train_report_share(&a->spectra.error, 0, low);
    if (above > MOSTLY)
        report_say(
            words,
            "The error is mostly high: %.0f %% of it is above %.0f kHz, where %.2g %% "
            "of the sound is.",
            100 * above, high / 1000,
            100 * train_report_share(&a->spectra.target, high, INFINITY));
    else if (esr > HARDLY && esr > WORSE * a->whole.esr)
        report_say(
            words,
            "Above %.0f kHz it hardly follows: the ESR there is %s. That is %.2g %% of "
            "the sound's energy.",
            high / 1000, train_report_esr_text(esr, text),
            100 * train_report_share(&a->spectra.target, high, INFINITY));
    if (below > MOSTLY)
        report_say(
            words,
            "The error is mostly low: %.0f %% of it is below %.0f Hz, where %.2g %% of "
            "the sound is. Look for hum.",
            100 * below, low, 100 * train_report_share(&a->spectra.target, 0, low));
}

/* The highest level below which all together is worse than the whole. */
static void judge_level(const TrainReportAnalysis *a, ReportWords *words)
{
    double time = 0, error = 0, target = 0;
    double below = NAN, soft_time = 0, soft_esr = NAN;
    for (size_t k = 0; k + 1 < UNFOLD_ERROR_LEVELS; ++k) {
        const UnfoldErrorPart *part = &a->levels[k];
        time += part->time;
        if (!(part->esr > 0))
            continue;
        error += part->error;
        target += part->error / part->esr;
        if (error < WORSE * a->whole.esr * target || error < AUDIBLE * target)
            continue;
        below = part->high;
        soft_time = time;
        soft_esr = error / target;
    }
    char esr[32];
    if (soft_time > OFTEN)
        report_say(
            words,
            "Soft playing is further off: where the dry signal is below %.0f dB, %.0f "
            "%% of the time, the ESR is %s. What is soft counts little in the loss.",
            below, 100 * soft_time, train_report_esr_text(soft_esr, esr));
}

static void judge_reach(const TrainReportAnalysis *a, ReportWords *words)
{
    const TrainReport *report = a->report;
    if (!report->reach || !report->epoch_count)
        return;
    const size_t window = report->epochs[report->epoch_count - 1].window;
    char horizon[48], through[48];
    if (window && a->horizon >= window)
        report_say(
            words,
            "Gradients reach back %s%s, further than the window of %s in which it "
            "learned. The gear remembers longer than that: a larger --window may bring "
            "more.",
            a->horizon >= report->back ? "at least " : "",
            train_report_span_text(a->horizon, report->sample_rate, horizon),
            train_report_span_text(window, report->sample_rate, through));
}

ReportWords train_report_judge(const TrainReportAnalysis *analysis)
{
    ReportWords words = {.count = 0};
    judge_limit(analysis, &words);
    judge_swing(analysis, &words);
    judge_progress(analysis, &words);
    judge_parts(analysis, &words);
    judge_reach(analysis, &words);
    judge_frequency(analysis, &words);
    judge_level(analysis, &words);
    if (!words.count)
        report_say(&words, "Nothing stands out.%s",
                   unfold_esr_grade(train_report_esr(analysis))
                       ? " A larger network or more time may bring it closer."
                       : "");
    return words;
}
