/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/coarse.h"

#include "capture/align.h"
#include "capture/correlate.h"
#include "capture/whiten.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COARSE_RATE 12000.0
#define FILTER_PERIODS 4 /* of the sinc to each side, when decimating */
#define NOISE 1e-4       /* see unfold_whitener_fit */
#define BLOCK 1024       /* samples whitened with one filter */
#define SOFT 0.01        /* of the mean energy: softer blocks stay softer */
#define SMOOTH 8         /* lags to each side that count as one */
#define MIN_FRAMES 64
#define SAME_SECONDS 0.05 /* closer than this is the same delay */
#define SAME_DRIFT 2e-4   /* and so is what clocks may drift apart */

typedef struct {
    float *dry, *wet;
    size_t dry_frames, wet_frames;
    size_t factor; /* of the rate */
    size_t lags;
} Search;

/* Every factor-th sample of x [n] under a windowed sinc, into y [n / factor]. */
static bool decimate(const float *x, size_t n, size_t factor, float *y)
{
    const size_t side = FILTER_PERIODS * factor, taps = 2 * side + 1;
    float *h = calloc(taps, sizeof *h);
    if (!h)
        return false;
    for (size_t k = 0; k < taps; ++k) {
        const double u = ((double)k - (double)side) / (double)factor;
        const double hann = 0.5 + 0.5 * cos(M_PI * u / (FILTER_PERIODS + 1));
        const double sinc = k == side ? 1 : sin(M_PI * u) / (M_PI * u);
        h[k] = (float)(hann * sinc / (double)factor);
    }
    for (size_t t = 0; t < n / factor; ++t) {
        const size_t centre = t * factor;
        const size_t first = centre < side ? side - centre : 0;
        const size_t last = n - centre + side < taps ? n - centre + side : taps;
        float sum = 0;
        for (size_t k = first; k < last; ++k)
            sum += h[k] * x[centre + k - side];
        y[t] = sum;
    }
    free(h);
    return true;
}

static double energy(const float *x, size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; ++t)
        sum += (double)x[t] * (double)x[t];
    return sum;
}

/* Whiten x [n] in place, block by block with a filter of its own, and bring all blocks
   but the softest to one level. From the end on, since a filter looks back. */
static void flatten(float *x, size_t n)
{
    const double usual = energy(x, n) / ((double)n + 1) * BLOCK;
    for (size_t end = n; end > 0;) {
        const size_t begin = (end - 1) / BLOCK * BLOCK, count = end - begin;
        float block[BLOCK];
        const double loud = energy(x + begin, count);
        const UnfoldWhitener whitener = unfold_whitener_fit(x + begin, count, NOISE);
        unfold_whiten(&whitener, x, n, (ptrdiff_t)begin, block, count);
        const double left = energy(block, count) * (1 + SOFT * usual / (loud + 1e-30));
        for (size_t t = 0; t < count; ++t)
            x[begin + t] = left > 0 ? block[t] / (float)sqrt(left) : 0;
        end = begin;
    }
}

static bool search_begin(const UnfoldPairView *pair, Search *s)
{
    const double factor = fmax(1, round(pair->rate / COARSE_RATE));
    s->factor = (size_t)factor;
    s->dry_frames = pair->dry_frames / s->factor;
    s->wet_frames = pair->wet_frames / s->factor;
    s->lags = (size_t)(UNFOLD_MAX_DELAY_SECONDS * pair->rate / factor);
    s->dry = malloc((s->dry_frames + 1) * sizeof *s->dry);
    s->wet = malloc((s->wet_frames + 1) * sizeof *s->wet);
    if (!s->dry || !s->wet ||
        !decimate(pair->dry, pair->dry_frames, s->factor, s->dry) ||
        !decimate(pair->wet, pair->wet_frames, s->factor, s->wet))
        return false;
    flatten(s->dry, s->dry_frames);
    flatten(s->wet, s->wet_frames);
    return true;
}

/* x [n] from `begin` on to y [count], 0 outside. */
static void copy_part(const float *x, size_t n, ptrdiff_t begin, float *y, size_t count)
{
    for (size_t t = 0; t < count; ++t) {
        const ptrdiff_t at = begin + (ptrdiff_t)t;
        y[t] = at >= 0 && at < (ptrdiff_t)n ? x[at] : 0;
    }
}

/* Add to score [2 lags + 1] the squared correlations of all stretches, each relative to
   what unrelated noise would have. */
static void sum_scores(const Search *s, size_t block, UnfoldCorrelator *correlator,
                       float *r, float *score)
{
    const size_t length = block + 2 * s->lags;
    float *x = unfold_correlator_x(correlator), *y = unfold_correlator_y(correlator);
    for (size_t begin = 0; begin < s->dry_frames; begin += block) {
        const ptrdiff_t before = (ptrdiff_t)begin - (ptrdiff_t)s->lags;
        copy_part(s->dry, s->dry_frames, (ptrdiff_t)begin, x, block);
        copy_part(s->wet, s->wet_frames, before, y, length);
        const double expected = energy(x, block) * energy(y, length) / (double)length;
        if (!(expected > 0))
            continue;
        unfold_correlator_add(correlator, 1 / sqrt(expected));
        unfold_correlator_take(correlator, r);
        for (size_t l = 0; l <= 2 * s->lags; ++l)
            score[l] += r[l] * r[l];
    }
}

/* Box of SMOOTH to each side; the result replaces the score. */
static void smooth(float *score, size_t count, float *scratch)
{
    memcpy(scratch, score, count * sizeof *score);
    double sum = 0;
    for (size_t l = 0; l < count + SMOOTH; ++l) {
        sum += l < count ? (double)scratch[l] : 0;
        sum -= l > 2 * SMOOTH ? (double)scratch[l - 2 * SMOOTH - 1] : 0;
        if (l >= SMOOTH)
            score[l - SMOOTH] = (float)sum;
    }
}

static int ascending(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static size_t largest(const float *x, size_t begin, size_t end)
{
    size_t at = begin;
    for (size_t k = begin; k < end; ++k)
        if (x[k] > x[at])
            at = k;
    return at;
}

/* 1 less what the best other delay scores, relative to the best, above the median. */
static double stands_out(const Search *s, double rate, const float *score, size_t peak,
                         float *scratch)
{
    const size_t count = 2 * s->lags + 1;
    const double seconds = (double)(s->dry_frames * s->factor) / rate;
    const double same =
        (SAME_SECONDS + SAME_DRIFT * seconds) * rate / (double)s->factor;
    const size_t reach = (size_t)same + 2 * SMOOTH;
    if (peak <= reach && peak + reach + 1 >= count)
        return 0; /* so short that there is no other */
    memcpy(scratch, score, count * sizeof *score);
    qsort(scratch, count, sizeof *scratch, ascending);
    const double usual = (double)scratch[count / 2];
    double other = usual;
    if (peak > reach)
        other = fmax(other, (double)score[largest(score, 0, peak - reach)]);
    if (peak + reach + 1 < count)
        other = fmax(other, (double)score[largest(score, peak + reach + 1, count)]);
    const double best = (double)score[peak] - usual;
    return best > 0 ? fmax(0, 1 - (other - usual) / best) : 0;
}

static bool search(const UnfoldPairView *pair, Search *s, UnfoldCoarse *coarse)
{
    const size_t longer = s->dry_frames > s->wet_frames ? s->dry_frames : s->wet_frames;
    s->lags = s->lags < longer ? s->lags : longer;
    const size_t block = s->dry_frames < 2 * s->lags ? s->dry_frames : 2 * s->lags;
    const size_t count = 2 * s->lags + 1;
    UnfoldCorrelator *correlator = unfold_correlator_new(block, s->lags);
    float *r = malloc(count * sizeof *r), *score = calloc(count, sizeof *score);
    const bool ready = correlator && r && score;
    if (ready) {
        sum_scores(s, block, correlator, r, score);
        smooth(score, count, r);
        const size_t peak = largest(score, 0, count);
        coarse->delay = ((ptrdiff_t)peak - (ptrdiff_t)s->lags) * (ptrdiff_t)s->factor;
        coarse->confidence = stands_out(s, pair->rate, score, peak, r);
    }
    unfold_correlator_free(correlator);
    free(r);
    free(score);
    return ready;
}

bool unfold_coarse_delay(const UnfoldPairView *pair, UnfoldCoarse *coarse)
{
    *coarse = (UnfoldCoarse){0};
    Search s = {0};
    bool done = search_begin(pair, &s);
    if (done && s.dry_frames >= MIN_FRAMES && s.wet_frames >= MIN_FRAMES)
        done = search(pair, &s, coarse);
    free(s.dry);
    free(s.wet);
    return done;
}
