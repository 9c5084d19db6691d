/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/response.h"

#include "capture/correlate.h"
#include "capture/shift.h"
#include "capture/whiten.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK 2048
#define AROUND 1024 /* samples before and after a block, whose spectrum it shares */
#define LAGS UNFOLD_RESPONSE_LAGS
#define SOFT 0.01 /* of the mean energy: softer blocks count less */
#define STEPS 16  /* between samples, when looking for a peak */

struct UnfoldResponder {
    const UnfoldPairView *pair;
    UnfoldCorrelator *correlator;
    double usual; /* energy of a whitened block of dry, on average */
};

double unfold_delay_at(const UnfoldDelayLine *line, double t)
{
    return line->samples + line->slope * (t - line->at);
}

/* The filter for the block that begins at t. */
static UnfoldWhitener whitener_at(const UnfoldPairView *pair, size_t t, double floor)
{
    const size_t begin = t > AROUND ? t - AROUND : 0, left = pair->dry_frames - begin;
    const size_t n = BLOCK + 2 * AROUND;
    return unfold_whitener_fit(pair->dry + begin, left < n ? left : n, floor);
}

/* Leaves the whitened block of dry in the correlator's x and returns its energy. */
static double fill_dry(UnfoldResponder *r, size_t t, const UnfoldWhitener *whitener)
{
    float *x = unfold_correlator_x(r->correlator);
    unfold_whiten(whitener, r->pair->dry, r->pair->dry_frames, (ptrdiff_t)t, x, BLOCK);
    double sum = 0;
    for (size_t k = 0; k < BLOCK; ++k)
        sum += (double)x[k] * (double)x[k];
    return sum;
}

static double usual_energy(UnfoldResponder *r)
{
    const size_t blocks = (r->pair->dry_frames + BLOCK - 1) / BLOCK;
    const size_t step = 1 + blocks / 512;
    double sum = 0, count = 0;
    for (size_t k = 0; k < blocks; k += step, ++count) {
        const UnfoldWhitener whitener =
            whitener_at(r->pair, k * BLOCK, UNFOLD_RESPONSE_ROBUST);
        sum += fill_dry(r, k * BLOCK, &whitener);
    }
    return count > 0 ? sum / count : 0;
}

UnfoldResponder *unfold_responder_new(const UnfoldPairView *pair)
{
    UnfoldResponder *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->pair = pair;
    r->correlator = unfold_correlator_new(BLOCK, LAGS);
    if (!r->correlator) {
        free(r);
        return NULL;
    }
    r->usual = usual_energy(r);
    return r;
}

void unfold_responder_free(UnfoldResponder *r)
{
    if (r)
        unfold_correlator_free(r->correlator);
    free(r);
}

double unfold_response(UnfoldResponder *r, size_t begin, size_t end,
                       const UnfoldDelayLine *delay, double floor, float *h)
{
    const UnfoldPairView *pair = r->pair;
    float *y = unfold_correlator_y(r->correlator);
    double centre = 0, blocks = 0;
    for (size_t t = begin; t < end; t += BLOCK, ++blocks) {
        const double at = round(unfold_delay_at(delay, (double)t + 0.5 * BLOCK));
        const ptrdiff_t wet_begin = (ptrdiff_t)t + (ptrdiff_t)at - LAGS;
        centre += at;
        const UnfoldWhitener whitener = whitener_at(pair, t, floor);
        const double energy = fill_dry(r, t, &whitener);
        if (!(energy > 0))
            continue;
        unfold_whiten(&whitener, pair->wet, pair->wet_frames, wet_begin, y,
                      BLOCK + 2 * LAGS);
        unfold_correlator_add(r->correlator, 1 / sqrt(energy + SOFT * r->usual));
    }
    unfold_correlator_take(r->correlator, h);
    return blocks > 0 ? centre / blocks : 0;
}

static size_t first_peak(const float *x, size_t n, double share)
{
    float most = 0;
    for (size_t k = 0; k < n; ++k)
        most = fmaxf(most, fabsf(x[k]));
    size_t k = 0;
    while (k + 1 < n && (double)fabsf(x[k]) < share * (double)most)
        ++k;
    while (k + 1 < n && x[k] * x[k + 1] > 0 && fabsf(x[k + 1]) > fabsf(x[k]))
        ++k;
    return k;
}

double unfold_peak(const float *x, size_t n, double share)
{
    const size_t top = first_peak(x, n, share);
    double best = (double)top, value = fabs((double)x[top]);
    for (int step = -STEPS; step <= STEPS; ++step) {
        const double at = (double)top + (double)step / STEPS;
        const double there = fabs(unfold_interpolate(x, n, at));
        if (there > value) {
            value = there;
            best = at;
        }
    }
    /* The parabola through the best and its neighbours. */
    const double before = fabs(unfold_interpolate(x, n, best - 1.0 / STEPS));
    const double after = fabs(unfold_interpolate(x, n, best + 1.0 / STEPS));
    const double bend = before - 2 * value + after;
    return bend < 0 ? best + 0.5 * (before - after) / bend / STEPS : best;
}
