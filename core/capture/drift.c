/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/drift.h"

#include "capture/align.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LAGS UNFOLD_RESPONSE_LAGS
#define TAPS UNFOLD_RESPONSE_TAPS
#define MAX_STRETCHES 64
#define STRETCH_SECONDS 4.0
#define MIN_STRETCHES 7  /* that sound, ... */
#define MIN_SECONDS 30.0 /* ... and this far from the first to the last, to tell */
#define CLEAR 8.0        /* a peak over the mean square around it, in amplitude */
#define NEAR 64          /* taps around the peak that belong to it */
#define MATCH 40         /* lags tried against the common response, ... */
#define WIDTH 256        /* of which this much to each side counts */
#define ON_LINE 0.5      /* samples */
#define MIN_DRIFT 1.0    /* samples over the recording */
#define SURE 5.0         /* standard errors */
#define LEAST_NOISE 0.01 /* samples: better is no stretch known */

typedef struct {
    double t;     /* middle, in samples of dry */
    double delay; /* of its largest tap, later of what matches the common response */
    double clarity;
    float *h; /* [TAPS] */
} Stretch;

typedef struct {
    UnfoldResponder *responder;
    size_t frames, length, count;
    Stretch stretches[MAX_STRETCHES];
    float *responses; /* [count][TAPS] */
} Walk;

static bool is_clear(const Stretch *s)
{
    return s->clarity >= CLEAR;
}

static size_t top(const float *h)
{
    size_t at = 0;
    for (size_t k = 1; k < TAPS; ++k)
        if (fabsf(h[k]) > fabsf(h[at]))
            at = k;
    return at;
}

/* How far the peak stands above the rest. */
static double clarity(const float *h, size_t peak)
{
    double sum = 0;
    size_t count = 0;
    for (size_t k = 0; k < TAPS; ++k)
        if (k + NEAR < peak || k > peak + NEAR) {
            sum += (double)h[k] * (double)h[k];
            ++count;
        }
    return sum > 0 ? fabs((double)h[peak]) / sqrt(sum / (double)count) : 0;
}

static double measure(Walk *walk, size_t k, const UnfoldDelayLine *line)
{
    Stretch *s = &walk->stretches[k];
    const size_t begin = k * walk->length;
    const size_t end = k + 1 < walk->count ? begin + walk->length : walk->frames;
    const double centre = unfold_response(walk->responder, begin, end, line,
                                          UNFOLD_RESPONSE_ROBUST, s->h);
    const size_t peak = top(s->h);
    s->clarity = clarity(s->h, peak);
    s->delay = centre + (double)peak - LAGS;
    return centre;
}

/* Go from stretch k on to the end on one side (step 1 or -1), each near its neighbour's
   delay: clocks may drift out of the lags that one look shows. */
static void walk_out(Walk *walk, size_t k, int step, double looked_at)
{
    double expected = walk->stretches[k].delay;
    for (k += (size_t)step; k < walk->count; k += (size_t)step) {
        Stretch *s = &walk->stretches[k];
        if (fabs(expected - looked_at) > LAGS / 4.0)
            measure(walk, k, &(UnfoldDelayLine){.samples = expected});
        if (is_clear(s))
            expected = s->delay;
    }
}

static bool find_stretches(Walk *walk, ptrdiff_t delay)
{
    const UnfoldDelayLine level = {.samples = (double)delay};
    size_t best = 0;
    for (size_t k = 0; k < walk->count; ++k) {
        measure(walk, k, &level);
        if (walk->stretches[k].clarity > walk->stretches[best].clarity)
            best = k;
    }
    if (!is_clear(&walk->stretches[best]))
        return false;
    walk_out(walk, best, 1, level.samples);
    walk_out(walk, best, -1, level.samples);
    return true;
}

/* Once more along the line, each stretch against what all have in common. */
static void match_stretches(Walk *walk, const UnfoldDelayLine *line)
{
    double centres[MAX_STRETCHES];
    float common[TAPS] = {0};
    for (size_t k = 0; k < walk->count; ++k) {
        centres[k] = measure(walk, k, line);
        for (size_t l = 0; is_clear(&walk->stretches[k]) && l < TAPS; ++l)
            common[l] += walk->stretches[k].h[l];
    }
    const size_t peak = top(common);
    const size_t begin = peak > MATCH + WIDTH ? peak - WIDTH : MATCH;
    const size_t end =
        peak + WIDTH + MATCH < TAPS ? peak + WIDTH : (size_t)(TAPS - MATCH);
    for (size_t k = 0; k < walk->count; ++k) {
        float match[2 * MATCH + 1] = {0};
        for (size_t m = 0; m <= 2 * MATCH; ++m)
            for (size_t l = begin; l < end; ++l)
                match[m] += walk->stretches[k].h[l + m - MATCH] * common[l];
        walk->stretches[k].delay = centres[k] + (double)peak - LAGS +
                                   unfold_peak(match, 2 * MATCH + 1, 1) - MATCH;
    }
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, size_t n)
{
    qsort(x, n, sizeof *x, ascending);
    return n % 2 ? x[n / 2] : 0.5 * (x[n / 2 - 1] + x[n / 2]);
}

/* The clear stretches, which come first in `kept`. */
static size_t keep_clear(const Walk *walk, Stretch kept[MAX_STRETCHES])
{
    size_t n = 0;
    for (size_t k = 0; k < walk->count; ++k)
        if (is_clear(&walk->stretches[k]))
            kept[n++] = walk->stretches[k];
    return n;
}

/* The median of all slopes between two; `slopes` is room for them. */
static double median_slope(const Stretch *s, size_t n, double *slopes)
{
    size_t count = 0;
    for (size_t i = 0; i < n; ++i)
        for (size_t j = 0; j < i; ++j)
            slopes[count++] = (s[i].delay - s[j].delay) / (s[i].t - s[j].t);
    return count ? median(slopes, count) : 0;
}

static double median_rest(const Stretch *s, size_t n, double at, double slope)
{
    double rest[MAX_STRETCHES];
    for (size_t k = 0; k < n; ++k)
        rest[k] = s[k].delay - slope * (s[k].t - at);
    return median(rest, n);
}

/* The standard error of the slope, from the median distance to the line. */
static double slope_error(const Stretch *s, size_t n, const UnfoldDelayLine *line)
{
    double off[MAX_STRETCHES], mean = 0, spread = 0;
    for (size_t k = 0; k < n; ++k) {
        off[k] = fabs(s[k].delay - unfold_delay_at(line, s[k].t));
        mean += s[k].t / (double)n;
    }
    for (size_t k = 0; k < n; ++k)
        spread += (s[k].t - mean) * (s[k].t - mean);
    return fmax(1.4826 * median(off, n), LEAST_NOISE) / sqrt(spread);
}

static UnfoldDrift fit(const Walk *walk, double rate, double *room)
{
    Stretch s[MAX_STRETCHES];
    const size_t n = keep_clear(walk, s);
    const double middle = 0.5 * (double)walk->frames;
    UnfoldDrift drift = {
        .line = {.at = middle, .samples = round(median_rest(s, n, 0, 0))}};
    if (n < MIN_STRETCHES || s[n - 1].t - s[0].t < MIN_SECONDS * rate)
        return drift;
    const double slope = median_slope(s, n, room);
    const UnfoldDelayLine line = {middle, median_rest(s, n, middle, slope), slope};
    size_t on_line = 0;
    for (size_t k = 0; k < n; ++k) {
        const double off = fabs(s[k].delay - unfold_delay_at(&line, s[k].t));
        on_line += off <= ON_LINE;
        drift.wander = fmax(drift.wander, off);
    }
    drift.confidence = (double)on_line / (double)n;
    if (drift.confidence >= UNFOLD_DRIFT_CONFIDENT &&
        fabs(slope) * (double)walk->frames >= MIN_DRIFT &&
        fabs(slope) >= SURE * slope_error(s, n, &line))
        drift.line = line;
    return drift;
}

static Walk walk_begin(UnfoldResponder *responder, const UnfoldPairView *pair)
{
    Walk walk = {.responder = responder, .frames = pair->dry_frames};
    const double least = STRETCH_SECONDS * pair->rate;
    const double length = fmax(least, (double)walk.frames / MAX_STRETCHES);
    walk.length = (size_t)ceil(length);
    walk.count = walk.frames / walk.length;
    walk.count = walk.count ? walk.count : 1;
    walk.responses = malloc(walk.count * TAPS * sizeof *walk.responses);
    for (size_t k = 0; walk.responses && k < walk.count; ++k) {
        walk.stretches[k].t = ((double)k + 0.5) * (double)walk.length;
        walk.stretches[k].h = walk.responses + k * TAPS;
    }
    return walk;
}

bool unfold_follow_drift(UnfoldResponder *responder, const UnfoldPairView *pair,
                         ptrdiff_t delay, UnfoldDrift *drift)
{
    *drift = (UnfoldDrift){.line = {.samples = (double)delay}};
    double *room = malloc(MAX_STRETCHES * MAX_STRETCHES / 2 * sizeof *room);
    Walk walk = walk_begin(responder, pair);
    const bool ready = room && walk.responses;
    if (ready && find_stretches(&walk, delay)) {
        *drift = fit(&walk, pair->rate, room);
        if (walk.count >= MIN_STRETCHES) {
            match_stretches(&walk, &drift->line);
            *drift = fit(&walk, pair->rate, room);
        }
    }
    free(room);
    free(walk.responses);
    return ready;
}
