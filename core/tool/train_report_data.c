/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_report_data.h"

#include "tool/report.h"

#include <math.h>
#include <stdlib.h>

#define MOST_POINTS 2000
#define MOST_DOTS 1200 /* of the transfer cloud */
#define STEPS_PER_OCTAVE 12
#define LOWEST 40.0     /* Hz */
#define HIGHEST 20000.0 /* Hz */

/* Every chart has its rows [x, y, ..]; lack of memory makes them NULL, which the last
   json_pack finds. */
static void add_row(json_t **rows, size_t n, const double *values)
{
    json_t *row = json_array();
    for (size_t k = 0; k < n; ++k)
        if (json_array_append_new(row, tool_json_number(values[k]))) {
            json_decref(row);
            row = NULL;
        }
    if (json_array_append_new(*rows, row)) {
        json_decref(*rows);
        *rows = NULL;
    }
}
#define ADD_ROW(rows, ...)                                                             \
    add_row(rows, sizeof(double[]){__VA_ARGS__} / sizeof(double),                      \
            (const double[]){__VA_ARGS__})

/* The index of point k of `points` that stand for `count`, from the first to the last.
 */
static size_t pick(size_t k, size_t points, size_t count)
{
    return points < 2 ? 0 : k * (count - 1) / (points - 1);
}

static size_t thin(size_t count, size_t most)
{
    return count < most ? count : most;
}

/* [seconds, loss, validation ESR, the same where it is the best] */
static json_t *learning_rows(const TrainReportAnalysis *a)
{
    const size_t count = a->report->epoch_count, points = thin(count, MOST_POINTS);
    json_t *rows = json_array();
    for (size_t k = 0; k < points; ++k) {
        size_t at = pick(k, points, count);
        if (at < a->best && (k + 1 == points || pick(k + 1, points, count) > a->best))
            at = a->best; /* stays, whatever is left out */
        const TrainEpoch *epoch = &a->report->epochs[at];
        ADD_ROW(&rows, epoch->seconds, epoch->loss, epoch->esr,
                at == a->best ? epoch->esr : NAN);
    }
    return rows;
}

/* [ms, target, output, error] */
static json_t *place_rows(const TrainReportAnalysis *a, size_t begin)
{
    const TrainReport *report = a->report;
    json_t *rows = json_array();
    for (size_t t = 0; t < a->stretch; ++t) {
        const double target = report->target[begin + t];
        const double output = report->output[begin + t];
        ADD_ROW(&rows, 1000 * (double)t / report->sample_rate, target, output,
                target - output);
    }
    return rows;
}

static double decibels(double power)
{
    return power > 0 ? 10 * log10(power) : NAN;
}

/* [Hz, target, output, error in dB] */
static json_t *spectra_rows(const TrainReportAnalysis *a)
{
    const UnfoldErrorSpectra *spectra = &a->spectra;
    const double step = exp2(0.5 / STEPS_PER_OCTAVE);
    const double end = fmin(HIGHEST, a->report->sample_rate / 2) / step;
    json_t *rows = json_array();
    for (double at = LOWEST; at <= end && a->report->frames; at *= step * step)
        ADD_ROW(&rows, at,
                decibels(unfold_spectrum_band(&spectra->target, at / step, at * step)),
                decibels(unfold_spectrum_band(&spectra->output, at / step, at * step)),
                decibels(unfold_spectrum_band(&spectra->error, at / step, at * step)));
    return rows;
}

static double middle(const UnfoldErrorPart *level)
{
    return isinf(level->low) ? level->high - 3 : level->low + 3;
}

/* [dB, ESR] of the levels that were played */
static json_t *level_rows(const TrainReportAnalysis *a)
{
    json_t *rows = json_array();
    for (size_t k = 0; k < UNFOLD_ERROR_LEVELS && a->report->frames; ++k)
        if (a->levels[k].time > 0)
            ADD_ROW(&rows, middle(&a->levels[k]), a->levels[k].esr);
    return rows;
}

/* [Hz, ESR] */
static json_t *band_rows(const TrainReportAnalysis *a)
{
    json_t *rows = json_array();
    for (size_t k = 0; k < a->band_count; ++k)
        ADD_ROW(&rows, sqrt(a->bands[k].low * a->bands[k].high), a->bands[k].esr);
    return rows;
}

/* [ms, norm] */
static json_t *reach_rows(const TrainReport *report)
{
    const size_t count = report->reach ? report->back + 1 : 0;
    const size_t points = thin(count, MOST_POINTS);
    json_t *rows = json_array();
    for (size_t k = 0; k < points; ++k) {
        const size_t at = pick(k, points, count);
        ADD_ROW(&rows, 1000 * (double)at / report->sample_rate, report->reach[at]);
    }
    return rows;
}

static int by_dry(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* [dry, target, output] of samples spread evenly, sorted by the dry one. */
static json_t *transfer_rows(const TrainReport *report)
{
    const size_t points = thin(report->frames, MOST_DOTS);
    json_t *rows = json_array();
    double(*dots)[3] = malloc((points + 1) * sizeof *dots);
    for (size_t k = 0; k < points && dots; ++k) {
        const size_t at = pick(k, points, report->frames);
        dots[k][0] = report->dry[at];
        dots[k][1] = report->target[at];
        dots[k][2] = report->output[at];
    }
    if (dots)
        qsort(dots, points, sizeof *dots, by_dry);
    for (size_t k = 0; k < points && dots; ++k)
        if (isfinite(dots[k][0]))
            add_row(&rows, 3, dots[k]);
    if (!dots) {
        json_decref(rows);
        rows = NULL;
    }
    free(dots);
    return rows;
}

json_t *train_report_data(const TrainReportAnalysis *a)
{
    return json_pack(
        "{s:o, s:{s:o, s:o, s:o}, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "learning",
        learning_rows(a), "places", "worst", place_rows(a, a->places.worst), "typical",
        place_rows(a, a->places.typical), "best", place_rows(a, a->places.best),
        "spectra", spectra_rows(a), "levels", level_rows(a), "bands", band_rows(a),
        "reach", reach_rows(a->report), "transfer", transfer_rows(a->report), "esr",
        tool_json_number(a->whole.esr), "horizon_ms",
        tool_json_number(1000 * (double)a->horizon / a->report->sample_rate));
}
