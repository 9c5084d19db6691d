/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/align.h"

#include "capture/coarse.h"
#include "capture/drift.h"
#include "capture/response.h"

#include <math.h>

#define LAGS UNFOLD_RESPONSE_LAGS
#define TAPS UNFOLD_RESPONSE_TAPS
#define FIRST 0.7 /* of the largest tap: the first peak of this size is the delay */
#define FOOT 0.1  /* of that peak: where its rise begins */
#define ABOVE 4.0 /* times the noise, to count at all */
#define EARLY 64  /* taps before the delay at most; those before tell the noise */

/* The root mean square of what comes long before the peak: no cause, only chance. */
static double noise(const float *h, size_t peak)
{
    double sum = 0;
    const size_t end = peak > EARLY ? peak - EARLY : 0;
    for (size_t k = 0; k < end; ++k)
        sum += (double)h[k] * (double)h[k];
    return end ? sqrt(sum / (double)end) : 0;
}

static float largest(const float *h, size_t begin, size_t end)
{
    float most = 0;
    for (size_t k = begin; k < end; ++k)
        most = fmaxf(most, fabsf(h[k]));
    return most;
}

/* The first tap of the first rise that clears the noise, up to tap `peak`. */
static size_t first_rise(const float *h, size_t peak)
{
    const double foot = FOOT * (double)largest(h, 0, TAPS);
    const double enough = fmax(foot, ABOVE * noise(h, peak));
    size_t k = peak > EARLY ? peak - EARLY : 0;
    while (k < peak && fabs((double)h[k]) < enough)
        ++k;
    while (k > 0 && fabs((double)h[k - 1]) >= foot && h[k - 1] * h[k] > 0)
        --k;
    return k;
}

static void read_responses(UnfoldResponder *responder, const UnfoldPairView *pair,
                           const UnfoldDelayLine *line, UnfoldAlignment *alignment)
{
    float h[TAPS];
    const double centre = unfold_response(responder, 0, pair->dry_frames, line,
                                          UNFOLD_RESPONSE_ROBUST, h);
    const double peak = unfold_peak(h, TAPS, FIRST);
    const size_t nearest = (size_t)lround(peak);
    alignment->delay = centre + peak - LAGS;
    alignment->inverted = h[nearest] < 0;
    unfold_response(responder, 0, pair->dry_frames, line, UNFOLD_RESPONSE_SHARP, h);
    alignment->onset =
        (ptrdiff_t)lround(centre) + (ptrdiff_t)first_rise(h, nearest) - LAGS;
}

static bool refine(const UnfoldPairView *pair, ptrdiff_t coarse,
                   UnfoldAlignment *alignment)
{
    UnfoldResponder *responder = unfold_responder_new(pair);
    UnfoldDrift drift;
    const bool done = responder && unfold_follow_drift(responder, pair, coarse, &drift);
    if (done) {
        read_responses(responder, pair, &drift.line, alignment);
        alignment->drift_ppm = 1e6 * drift.line.slope;
        alignment->drift_confidence = drift.confidence;
        alignment->wander = drift.wander;
    }
    unfold_responder_free(responder);
    return done;
}

bool unfold_align(const UnfoldPairView *pair, UnfoldAlignment *alignment)
{
    *alignment = (UnfoldAlignment){0};
    UnfoldCoarse coarse;
    if (!unfold_coarse_delay(pair, &coarse))
        return false;
    alignment->confidence = coarse.confidence;
    return coarse.confidence <= 0 || refine(pair, coarse.delay, alignment);
}
