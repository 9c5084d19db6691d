/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_report_captions.h"

#include "tool/report.h"
#include "tool/report_page_html.h"
#include "tool/train_report_words.h"

#include <math.h>

void train_report_about_learning(FILE *file, const TrainReportAnalysis *a)
{
    const TrainReport *report = a->report;
    if (!report->epoch_count)
        return;
    const TrainEpoch *best = &report->epochs[a->best];
    const TrainEpoch *last = &report->epochs[report->epoch_count - 1];
    char esr[32], time[32], span[48];
    html_put(file,
             "The best of %zu epochs was number %zu, after %s: validation ESR %s.",
             report->epoch_count, a->best + 1, tool_time_text(best->seconds, time),
             train_report_esr_text(best->esr, esr));
    if (last->rate > 0)
        html_put(file, " At the end the learning rate was %.2g.", last->rate);
    if (last->window)
        html_put(file, " Gradients flowed through %s.",
                 train_report_span_text(last->window, report->sample_rate, span));
}

void train_report_about_places(FILE *file, const TrainReportAnalysis *a)
{
    const double rate = a->report->sample_rate;
    html_put(
        file,
        "Three stretches of %.0f ms of the test part: worst is the one with the most "
        "error energy, from %.2f s; typical has the median ESR, from %.2f s; best the "
        "lowest, from %.2f s.",
        1000 * (double)a->stretch / rate, (double)a->places.worst / rate,
        (double)a->places.typical / rate, (double)a->places.best / rate);
}

void train_report_about_spectra(FILE *file, const TrainReportAnalysis *a)
{
    fputs("Power in steps of a twelfth of an octave, 0 dB: a mean square of 1.", file);
    if (a->whole.esr > 0 && isfinite(a->whole.esr))
        html_put(file, " Over all, the error is %.1f dB below the target.",
                 -10 * log10(a->whole.esr));
}

static const UnfoldErrorPart *with_most_error(const UnfoldErrorPart *parts,
                                              size_t count)
{
    const UnfoldErrorPart *most = NULL;
    for (size_t k = 0; k < count; ++k)
        if (parts[k].error > 0 && (!most || parts[k].error > most->error))
            most = &parts[k];
    return most;
}

void train_report_about_bands(FILE *file, const TrainReportAnalysis *a)
{
    const UnfoldErrorPart *most = with_most_error(a->bands, a->band_count);
    fputs(
        "Error to signal in bands of a third of an octave; the dashed line is the ESR "
        "of all.",
        file);
    if (most)
        html_put(file,
                 " The largest share of the error, %.0f %%, is from %.0f to %.0f Hz.",
                 100 * most->error, most->low, most->high);
}

void train_report_about_levels(FILE *file, const TrainReportAnalysis *a)
{
    const UnfoldErrorPart *most = with_most_error(a->levels, UNFOLD_ERROR_LEVELS);
    fputs("Error to signal by how loud the dry signal is, in frames of 20 ms.", file);
    char level[48];
    if (most)
        html_put(
            file,
            " The largest share of the error, %.0f %%, is at %s, in %.0f %% of the "
            "time.",
            100 * most->error, train_report_level_text(most, level), 100 * most->time);
}

void train_report_about_reach(FILE *file, const TrainReportAnalysis *a)
{
    char span[48];
    html_put(file,
             "The gradient of an error with respect to earlier states falls to a "
             "hundredth of its largest norm %s back.",
             train_report_span_text(a->horizon, a->report->sample_rate, span));
}

static void put_esr_figure(FILE *file, const char *name, double esr)
{
    char text[32];
    if (!isnan(esr))
        html_put_figure(file, name, train_report_esr_text(esr, text));
}

void train_report_figures(FILE *file, const TrainReportAnalysis *a)
{
    const TrainReport *report = a->report;
    char text[32];
    put_esr_figure(file, "Test ESR", report->esr_test);
    put_esr_figure(file, "Validation ESR", report->esr_validation);
    put_esr_figure(file, "Training ESR", report->esr_training);
    put_esr_figure(file, "Take against take", report->self_esr);
    if (report->frames) {
        put_esr_figure(file, "Pre-emphasised", a->whole.esr_pre_emphasis);
        put_esr_figure(file, "Largest error", a->whole.peak_error);
    }
    if (report->network)
        html_put_figure(file, "Network", report->network);
    snprintf(text, sizeof text, "%.5g kHz", report->sample_rate / 1000);
    html_put_figure(file, "Sample rate", text);
    if (report->frames) {
        snprintf(text, sizeof text, "%.1f s",
                 (double)report->frames / report->sample_rate);
        html_put_figure(file, "Test part", text);
        snprintf(text, sizeof text, "%zu", report->frames);
        html_put_figure(file, "Test samples", text);
    }
    if (report->epoch_count) {
        html_put_figure(file, "Time", tool_time_text(a->seconds, text));
        snprintf(text, sizeof text, "%zu", report->epoch_count);
        html_put_figure(file, "Epochs", text);
    }
    if (report->reach) {
        snprintf(text, sizeof text, "%.3g ms",
                 1000 * (double)a->horizon / report->sample_rate);
        html_put_figure(file, "Gradient horizon", text);
    }
}
