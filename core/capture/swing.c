/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/swing.h"

#include "capture/explain.h"
#include "capture/periodogram.h"
#include "capture/swing_levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST 2.0  /* seconds */
#define SEGMENT 20.0  /* seconds over which an oscillator must hold its rate */
#define SLOWEST 0.3   /* Hz */
#define FASTEST 20.0  /* Hz */
#define PERIODS 6     /* that must have been heard */
#define FINELY 4      /* steps of the search to each bin of a segment */
#define GAIN_LIMIT 20 /* dB: what is beyond is a gap, not a gain */
#define MIN_DEPTH 1.0 /* dB */

#define CAUSES 14 /* that list_causes lists */

/* All of one comparison: levels [UNFOLD_LEVEL_BANDS][n] and room for one band. */
typedef struct {
    size_t n;
    double *dry, *target, *output;
    double *gain, *weights, *causes; /* [n], [n], [CAUSES][n] */
} Comparison;

/* What the search for lines needs. */
typedef struct {
    size_t segment; /* frames */
    UnfoldPeriodogram *periodogram;
    float *weighted; /* [segment] */
    double *power;
} Search;

/* The share of the gain that a line must have to be found: rhythms, which come close to
   an oscillator for a while, do not do so for long. */
static double least_share(double periods)
{
    return 0.25 + 2.5 / periods;
}

static double decibels(double level, double mean)
{
    return 10 * log10(level / mean + 1e-6);
}

static double mean(const double *x, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; ++k)
        sum += x[k];
    return sum / (double)n;
}

/* Loud frames count alike, soft ones (13 dB below the mean) the less. */
static void weigh(const double *level, size_t n, double *weights)
{
    const double soft = 0.05 * mean(level, n);
    for (size_t k = 0; k < n; ++k)
        weights[k] = level[k] / (level[k] + soft);
}

static void smooth(const double *x, size_t n, double seconds, double *y)
{
    const double keep = exp(-1 / (seconds * UNFOLD_LEVEL_RATE));
    double state = x[0];
    for (size_t k = 0; k < n; ++k)
        y[k] = state = keep * state + (1 - keep) * x[k];
}

/* What the playing may do to the gain: a constant, a drift, the level and its powers,
   its change, its recent past, and what the network made of it. */
static void list_causes(const Comparison *c, size_t band)
{
    static const double pasts[] = {0.03, 0.1, 0.3, 1};
    const size_t n = c->n;
    const double *dry = c->dry, *output = c->output + band * n;
    const double *part = c->dry + band * n;
    const double dry_mean = mean(dry, n), output_mean = mean(output, n);
    const double part_mean = mean(part, n);
    double *x[CAUSES];
    for (size_t k = 0; k < CAUSES; ++k)
        x[k] = c->causes + k * n;
    for (size_t k = 0; k < n; ++k) {
        const double level = decibels(dry[k], dry_mean) / 20;
        const double made = decibels(output[k], output_mean) / 20;
        x[0][k] = 1;
        x[1][k] = (double)k / (double)n - 0.5;
        x[2][k] = level;
        x[3][k] = level * level;
        x[4][k] = level * level * level;
        x[5][k] = made;
        x[6][k] = made * made;
        x[7][k] = decibels(part[k], part_mean) / 20;
        x[8][k] = k ? level - x[2][k - 1] : 0;
        x[9][k] = k > 1 ? x[8][k - 1] : 0;
    }
    for (size_t p = 0; p < sizeof pasts / sizeof *pasts; ++p)
        smooth(x[2], n, pasts[p], x[10 + p]);
}

/* The gain in dB, freed from its causes. */
static void find_gain(const Comparison *c, size_t band)
{
    const double *target = c->target + band * c->n, *output = c->output + band * c->n;
    const double target_mean = mean(target, c->n), output_mean = mean(output, c->n);
    for (size_t k = 0; k < c->n; ++k) {
        const double gain =
            decibels(target[k], target_mean) - decibels(output[k], output_mean);
        c->gain[k] = fmin(fmax(gain, -GAIN_LIMIT), GAIN_LIMIT);
    }
    weigh(output, c->n, c->weights);
    list_causes(c, band);
    unfold_take_explained(c->causes, CAUSES, c->weights, c->gain, c->n);
}

/* The strongest line of the gain over all segments, in Hz; 0: none. */
static double find_line(const Comparison *c, const Search *search)
{
    const size_t size = unfold_periodogram_size(search->periodogram);
    double *power = search->power;
    memset(power, 0, (size / 2 + 1) * sizeof *power);
    for (size_t begin = 0; begin + search->segment <= c->n;
         begin += search->segment / 2) {
        for (size_t k = 0; k < search->segment; ++k)
            search->weighted[k] = (float)(c->weights[begin + k] * c->gain[begin + k]);
        unfold_periodogram_add(search->periodogram, search->weighted, search->segment,
                               power);
    }
    const double slowest =
        fmax(SLOWEST, PERIODS * UNFOLD_LEVEL_RATE / (double)search->segment);
    const double step = UNFOLD_LEVEL_RATE / (double)size;
    size_t best = 0;
    for (size_t k = (size_t)ceil(slowest / step); (double)k * step <= FASTEST; ++k)
        if (!best || power[k] > power[best])
            best = k;
    return (double)best * step;
}

static double energy(const double *x, const double *weights, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; ++k)
        sum += weights[k] * x[k] * x[k];
    return sum;
}

/* How much of the gain is a sine of this rate, with a phase for each segment. */
static void measure_line(const Comparison *c, size_t segment, double rate,
                         UnfoldSwing *swing)
{
    double *sine = c->causes, *gain = c->causes + 2 * segment;
    double before = 0, after = 0, weight = 0;
    for (size_t begin = 0; begin + segment <= c->n; begin += segment) {
        const double *weights = c->weights + begin;
        for (size_t k = 0; k < segment; ++k) {
            const double angle = 2 * M_PI * rate * (double)k / UNFOLD_LEVEL_RATE;
            sine[k] = cos(angle);
            sine[segment + k] = sin(angle);
            gain[k] = c->gain[begin + k];
            weight += weights[k];
        }
        before += energy(gain, weights, segment);
        unfold_take_explained(sine, 2, weights, gain, segment);
        after += energy(gain, weights, segment);
    }
    if (!(before > 0) || !isfinite(before))
        return;
    swing->rate = rate;
    swing->share = 1 - after / before;
    swing->depth = 2 * sqrt(2 * (before - after) / weight);
}

static void search_bands(const Comparison *c, const Search *search, UnfoldSwing *swing)
{
    /* The first band is the whole; parts of it may tell what it hides. */
    for (size_t band = 0; band < UNFOLD_LEVEL_BANDS && !swing->whole; ++band) {
        UnfoldSwing here = {0};
        find_gain(c, band);
        measure_line(c, search->segment, find_line(c, search), &here);
        const double periods = here.rate * (double)c->n / UNFOLD_LEVEL_RATE;
        here.found = here.share >= least_share(periods) && here.depth >= MIN_DEPTH;
        here.whole = here.found && !band;
        unfold_level_band(band, &here.low, &here.high);
        if (here.found > swing->found ||
            (here.found == swing->found && here.share > swing->share))
            *swing = here;
    }
}

static bool search(const Comparison *c, UnfoldSwing *swing)
{
    const double longest = SEGMENT * UNFOLD_LEVEL_RATE;
    const size_t segment = c->n < longest ? c->n : (size_t)longest;
    Search search = {.segment = segment,
                     .periodogram = unfold_periodogram_new(FINELY * segment, false),
                     .weighted = malloc(segment * sizeof *search.weighted)};
    if (search.periodogram)
        search.power = malloc((unfold_periodogram_size(search.periodogram) / 2 + 1) *
                              sizeof *search.power);
    const bool room = search.power && search.weighted;
    if (room)
        search_bands(c, &search, swing);
    free(search.power);
    free(search.weighted);
    unfold_periodogram_free(search.periodogram);
    return room;
}

bool unfold_find_swing(const float *dry, const float *target, const float *output,
                       size_t frames, double rate, UnfoldSwing *swing)
{
    *swing = (UnfoldSwing){0};
    const size_t n = unfold_level_frames(frames, rate);
    if ((double)frames < SHORTEST * rate)
        return true;
    const size_t levels = UNFOLD_LEVEL_BANDS * n;
    double *room = malloc((3 * levels + (2 + CAUSES) * n) * sizeof *room);
    if (!room)
        return false;
    const Comparison c = {.n = n,
                          .dry = room,
                          .target = room + levels,
                          .output = room + 2 * levels,
                          .gain = room + 3 * levels,
                          .weights = room + 3 * levels + n,
                          .causes = room + 3 * levels + 2 * n};
    const bool done = unfold_levels(dry, frames, rate, c.dry) &&
                      unfold_levels(target, frames, rate, c.target) &&
                      unfold_levels(output, frames, rate, c.output) &&
                      search(&c, swing);
    free(room);
    return done;
}
