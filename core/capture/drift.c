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
#define ROUGH 1e-3       /* floor of the first look, which drift blurs less */
#define MAX_SLOPE 3e-4   /* of the lines tried then, ... */
#define SLOPE_STEP 8.0   /* ... which part by this at the end, in samples */
#define CLEAR 6.0        /* a peak over the root mean square around it, in amplitude */
#define NEAR 64          /* taps around the peak that belong to it */
#define LOOKS 2          /* along the line */
#define MATCH 40         /* lags tried against the common response, ... */
#define WIDTH 256        /* of which this much to each side counts */
#define ON_LINE 0.5      /* samples */
#define MIN_DRIFT 1.0    /* samples over the recording */
#define SURE 5.0         /* standard errors */
#define LEAST_NOISE 0.01 /* samples: better is no stretch known */

typedef struct {
    double t;     /* middle, in samples of dry */
    double delay; /* of its largest tap, later of what matches the common response */
    double clarity, weight;
    float *h; /* [TAPS] */
} Stretch;

typedef struct {
    UnfoldResponder *responder;
    size_t frames, length, count; /* of dry, of a stretch, of stretches */
    double rate;
    Stretch stretches[MAX_STRETCHES];
    float *responses; /* [count][TAPS] */
    double *slopes;   /* [count][count], room for median_slope */
} Walk;

static size_t top(const float *h)
{
    size_t at = 0;
    for (size_t k = 1; k < TAPS; ++k)
        if (fabsf(h[k]) > fabsf(h[at]))
            at = k;
    return at;
}

/* How far the peak stands above the rest; 1 over the rest to *weight. */
static double clarity(const float *h, size_t peak, double *weight)
{
    double sum = 0, count = 0;
    for (size_t k = 0; k < TAPS; ++k)
        if (k + NEAR < peak || k > peak + NEAR) {
            sum += (double)h[k] * (double)h[k];
            ++count;
        }
    *weight = sum > 0 ? 1 / sqrt(sum / count) : 0;
    return fabs((double)h[peak]) * *weight;
}

static double measure(Walk *walk, size_t k, const UnfoldDelayLine *line, double floor)
{
    Stretch *s = &walk->stretches[k];
    const size_t begin = k * walk->length;
    const size_t end = k + 1 < walk->count ? begin + walk->length : walk->frames;
    const double centre =
        unfold_response(walk->responder, begin, end, line, floor, s->h);
    const size_t peak = top(s->h);
    s->clarity = clarity(s->h, peak, &s->weight);
    s->delay = centre + (double)peak - LAGS;
    return centre;
}

/* |sum over the stretches of their response where a line of this slope meets it|,
   largest over all delays at the middle; those go to *at. Lags beyond what was measured
   add nothing. */
static double add_up(const Walk *walk, double slope, float sum[2 * TAPS], double *at)
{
    memset(sum, 0, 2 * TAPS * sizeof *sum);
    for (size_t k = 0; k < walk->count; ++k) {
        const Stretch *s = &walk->stretches[k];
        const double by = round(slope * (s->t - 0.5 * (double)walk->frames));
        const ptrdiff_t to = LAGS - (ptrdiff_t)by; /* sum[to + l] += h[l] */
        for (ptrdiff_t l = 0; l < TAPS; ++l)
            if (to + l >= 0 && to + l < 2 * TAPS)
                sum[to + l] += s->h[l] * (float)s->weight;
    }
    size_t best = 0;
    for (size_t l = 0; l < (size_t)(2 * TAPS); ++l)
        if (fabsf(sum[l]) > fabsf(sum[best]))
            best = l;
    *at = (double)best - 2 * LAGS;
    return fabs((double)sum[best]);
}

/* The line on which all stretches together answer most, near a delay that some have. */
static UnfoldDelayLine rough_line(Walk *walk, ptrdiff_t delay)
{
    const UnfoldDelayLine level = {.samples = (double)delay};
    for (size_t k = 0; k < walk->count; ++k)
        measure(walk, k, &level, ROUGH);
    const double frames = (double)walk->frames, step = SLOPE_STEP / frames;
    const bool tells = frames >= MIN_SECONDS * walk->rate;
    const int steps = tells ? (int)ceil(MAX_SLOPE / step) : 0;
    UnfoldDelayLine best = {.at = 0.5 * frames};
    double most = -1;
    for (int k = -steps; k <= steps; ++k) {
        float sum[2 * TAPS];
        double at;
        const double found = add_up(walk, k * step, sum, &at);
        if (found > most) {
            most = found;
            best.samples = (double)delay + at;
            best.slope = k * step;
        }
    }
    return best;
}

/* Once more along the line, each stretch against what all have in common. */
static void match_stretches(Walk *walk, const UnfoldDelayLine *line)
{
    double centres[MAX_STRETCHES];
    float common[TAPS] = {0};
    for (size_t k = 0; k < walk->count; ++k) {
        centres[k] = measure(walk, k, line, UNFOLD_RESPONSE_ROBUST);
        for (size_t l = 0; walk->stretches[k].clarity >= CLEAR && l < TAPS; ++l)
            common[l] += walk->stretches[k].h[l];
    }
    const size_t peak = top(common);
    const size_t begin = peak > MATCH + WIDTH ? peak - WIDTH : MATCH;
    const size_t end =
        peak + WIDTH + MATCH < TAPS ? peak + WIDTH : (size_t)(TAPS - MATCH);
    for (size_t k = 0; k < walk->count; ++k) {
        Stretch *s = &walk->stretches[k];
        const double expected = centres[k] + (double)peak - LAGS;
        if (fabs(s->delay - expected) > MATCH)
            continue; /* it is elsewhere, as after a dropout */
        float match[2 * MATCH + 1] = {0};
        for (size_t m = 0; m <= 2 * MATCH; ++m)
            for (size_t l = begin; l < end; ++l)
                match[m] += s->h[l + m - MATCH] * common[l];
        s->delay = expected + unfold_peak(match, 2 * MATCH + 1, 1) - MATCH;
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

/* Those that are clear enough. */
static size_t keep_clear(const Walk *walk, Stretch kept[MAX_STRETCHES])
{
    size_t n = 0;
    for (size_t k = 0; k < walk->count; ++k)
        if (walk->stretches[k].clarity >= CLEAR)
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

/* Whether there is enough of them, far enough apart. */
static bool tells_drift(const Stretch *s, size_t n, const Walk *walk)
{
    return n >= MIN_STRETCHES && s[n - 1].t - s[0].t >= MIN_SECONDS * walk->rate;
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

static UnfoldDelayLine level_line(const Stretch *s, size_t n, const Walk *walk)
{
    const double middle = 0.5 * (double)walk->frames;
    return (UnfoldDelayLine){middle, round(median_rest(s, n, middle, 0)), 0};
}

static UnfoldDelayLine slanted_line(const Stretch *s, size_t n, const Walk *walk)
{
    const double middle = 0.5 * (double)walk->frames;
    const double slope = median_slope(s, n, walk->slopes);
    return (UnfoldDelayLine){middle, median_rest(s, n, middle, slope), slope};
}

/* How well the stretches keep to the line, and whether its slope is beyond doubt. */
static UnfoldDrift judge(const Stretch *s, size_t n, const Walk *walk)
{
    const UnfoldDelayLine line = slanted_line(s, n, walk);
    UnfoldDrift drift = {.line = line};
    double off[MAX_STRETCHES];
    size_t on_line = 0;
    for (size_t k = 0; k < n; ++k) {
        off[k] = fabs(s[k].delay - unfold_delay_at(&line, s[k].t));
        on_line += off[k] <= ON_LINE;
    }
    qsort(off, n, sizeof *off, ascending);
    drift.wander = off[n - 1 - n / 10];
    drift.confidence = (double)on_line / (double)n;
    if (drift.confidence < UNFOLD_DRIFT_CONFIDENT ||
        fabs(line.slope) * (double)walk->frames < MIN_DRIFT ||
        fabs(line.slope) < SURE * slope_error(s, n, &line))
        drift.line = level_line(s, n, walk);
    return drift;
}

static bool walk_begin(Walk *walk, UnfoldResponder *responder,
                       const UnfoldPairView *pair)
{
    *walk =
        (Walk){.responder = responder, .frames = pair->dry_frames, .rate = pair->rate};
    const double length =
        fmax(STRETCH_SECONDS * pair->rate, (double)walk->frames / MAX_STRETCHES);
    walk->length = (size_t)ceil(length);
    walk->count = walk->frames / walk->length;
    walk->count = walk->count ? walk->count : 1;
    walk->responses = malloc(walk->count * TAPS * sizeof *walk->responses);
    walk->slopes = malloc(walk->count * walk->count * sizeof *walk->slopes);
    if (!walk->responses || !walk->slopes)
        return false;
    for (size_t k = 0; k < walk->count; ++k) {
        const size_t end = k + 1 < walk->count ? (k + 1) * walk->length : walk->frames;
        walk->stretches[k].t = 0.5 * (double)(k * walk->length + end);
        walk->stretches[k].h = walk->responses + k * TAPS;
    }
    return true;
}

static void follow(Walk *walk, ptrdiff_t delay, UnfoldDrift *drift)
{
    Stretch kept[MAX_STRETCHES] = {0};
    UnfoldDelayLine line = rough_line(walk, delay);
    drift->line = (UnfoldDelayLine){line.at, line.samples, 0};
    for (int look = 0; look < LOOKS && walk->count >= MIN_STRETCHES; ++look) {
        match_stretches(walk, &line);
        const size_t n = keep_clear(walk, kept);
        if (!tells_drift(kept, n, walk))
            return;
        line = slanted_line(kept, n, walk);
        *drift = judge(kept, n, walk);
    }
}

bool unfold_follow_drift(UnfoldResponder *responder, const UnfoldPairView *pair,
                         ptrdiff_t delay, UnfoldDrift *drift)
{
    *drift = (UnfoldDrift){.line = {.samples = (double)delay}};
    Walk walk;
    const bool ready = walk_begin(&walk, responder, pair);
    if (ready)
        follow(&walk, delay, drift);
    free(walk.responses);
    free(walk.slopes);
    return ready;
}
