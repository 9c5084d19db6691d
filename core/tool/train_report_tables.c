/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_report_tables.h"

#include "tool/report.h"
#include "tool/report_page_html.h"
#include "tool/train_report_words.h"

#include <math.h>
#include <stdbool.h>

#define LEARNING_ROWS 12
#define REACH_ROWS 10

static void put_esr(FILE *file, double esr)
{
    char text[32];
    if (isfinite(esr))
        html_put_cell(file, train_report_esr_text(esr, text));
    else
        html_put_number(file, "%g", esr);
}

static void put_epoch(FILE *file, const TrainEpoch *epoch, size_t index, bool best)
{
    char text[64], time[32];
    snprintf(text, sizeof text, "%zu%s", index + 1, best ? ", best" : "");
    html_put_head(file, text);
    html_put_cell(file, tool_time_text(epoch->seconds, time));
    html_put_number(file, "%.5f", epoch->loss);
    put_esr(file, epoch->esr);
    html_put_number(file, "%.2g", epoch->rate);
    html_put_number(file, "%.0f", (double)epoch->window);
    fputs("</tr>\n", file);
}

void train_report_learning_table(FILE *file, const TrainReportAnalysis *analysis)
{
    const TrainReport *report = analysis->report;
    const size_t count = report->epoch_count;
    const size_t rows = count < LEARNING_ROWS ? count : LEARNING_ROWS;
    for (size_t row = 0, next = 0; row < rows; ++row) {
        const size_t index = rows < 2 ? 0 : row * (count - 1) / (rows - 1);
        if (analysis->best >= next && analysis->best < index)
            put_epoch(file, &report->epochs[analysis->best], analysis->best, true);
        put_epoch(file, &report->epochs[index], index, index == analysis->best);
        next = index + 1;
    }
}

void train_report_level_table(FILE *file, const TrainReportAnalysis *analysis)
{
    for (size_t k = 0; k < UNFOLD_ERROR_LEVELS; ++k) {
        const UnfoldErrorPart *part = &analysis->levels[k];
        if (!(part->time > 0))
            continue;
        char text[48];
        html_put_head(file, train_report_level_text(part, text));
        put_esr(file, part->esr);
        html_put_number(file, "%.1f %%", 100 * part->error);
        html_put_number(file, "%.1f %%", 100 * part->time);
        fputs("</tr>\n", file);
    }
}

static double level_in(const UnfoldSpectrum *spectrum, const UnfoldErrorPart *band)
{
    const double power = unfold_spectrum_band(spectrum, band->low, band->high);
    return power > 0 ? 10 * log10(power) : NAN;
}

void train_report_band_table(FILE *file, const TrainReportAnalysis *analysis)
{
    for (size_t k = 0; k < analysis->band_count; ++k) {
        const UnfoldErrorPart *band = &analysis->bands[k];
        char text[48];
        snprintf(text, sizeof text, "%.0f to %.0f Hz", band->low, band->high);
        html_put_head(file, text);
        html_put_number(file, "%.1f", level_in(&analysis->spectra.target, band));
        html_put_number(file, "%.1f", level_in(&analysis->spectra.output, band));
        html_put_number(file, "%.1f", level_in(&analysis->spectra.error, band));
        put_esr(file, band->esr);
        html_put_number(file, "%.1f %%", 100 * band->error);
        fputs("</tr>\n", file);
    }
}

void train_report_reach_table(FILE *file, const TrainReportAnalysis *analysis)
{
    const TrainReport *report = analysis->report;
    if (!report->reach)
        return;
    const size_t rows = report->back + 1 < REACH_ROWS ? report->back + 1 : REACH_ROWS;
    for (size_t row = 0; row < rows; ++row) {
        const size_t k = rows < 2 ? 0 : row * report->back / (rows - 1);
        char text[48];
        html_put_head(file, train_report_span_text(k, report->sample_rate, text));
        html_put_number(file, "%.2e", report->reach[k]);
        fputs("</tr>\n", file);
    }
}
