/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/check_parts.h"
#include "capture/shift.h"

#include <math.h>

#define IDENTICAL 1e-6     /* ESR at the best gain */
#define LENGTH_NOTED 0.1   /* seconds of dry that wet does not cover */
#define LENGTH_MATTERS 0.1 /* of dry */
#define DRIFT_MATTERS 1.0  /* samples over the recording */
#define WANDER_MATTERS 2.0 /* samples */

static void check_lengths(const UnfoldPairView *pair, const UnfoldOverlap *both,
                          UnfoldFindings *findings)
{
    const double missing = (double)(pair->dry_frames - both->frames) / pair->rate;
    const double dry = (double)pair->dry_frames / pair->rate;
    if (missing > LENGTH_NOTED)
        unfold_findings_add(findings,
                            missing > LENGTH_MATTERS * dry ? UNFOLD_FINDING_WARNING
                                                           : UNFOLD_FINDING_NOTE,
                            "length", "wet covers %.2f s of the %.2f s that dry has",
                            (double)both->frames / pair->rate, dry);
    else if (pair->dry_frames != pair->wet_frames)
        unfold_findings_add(findings, UNFOLD_FINDING_NOTE, "length",
                            "dry has %zu samples and wet %zu; both cover %.2f s",
                            pair->dry_frames, pair->wet_frames,
                            (double)both->frames / pair->rate);
}

/* The ESR that the best gain leaves between dry and wet. */
static double gain_esr(const UnfoldPairView *pair, const UnfoldOverlap *both)
{
    const float *x = pair->dry + both->dry_begin, *y = pair->wet + both->wet_begin;
    double xx = 0, yy = 0, xy = 0;
    for (size_t t = 0; t < both->frames; ++t) {
        xx += (double)x[t] * (double)x[t];
        yy += (double)y[t] * (double)y[t];
        xy += (double)x[t] * (double)y[t];
    }
    return xx > 0 && yy > 0 ? fmax(0, 1 - xy / xx * xy / yy) : NAN;
}

static void check_clocks(const UnfoldPairView *pair, const UnfoldAlignment *a,
                         UnfoldFindings *findings)
{
    const double drift = 1e-6 * a->drift_ppm * (double)pair->dry_frames;
    if (a->drift_confidence > 0)
        findings->figures.drift_samples = drift;
    if (fabs(drift) >= DRIFT_MATTERS)
        unfold_findings_add(findings, UNFOLD_FINDING_WARNING, "drift",
                            "the clocks drift apart by %.2f ppm, %.1f samples over the "
                            "recording: play and record with one interface",
                            a->drift_ppm, drift);
    else if (a->drift_confidence < UNFOLD_DRIFT_CONFIDENT && a->wander > WANDER_MATTERS)
        unfold_findings_add(findings, UNFOLD_FINDING_WARNING, "wander",
                            "the delay strays by %.1f samples: the recording has "
                            "dropouts, or the effect moves it",
                            a->wander);
}

void unfold_check_relation(const UnfoldPairView *pair, const UnfoldAlignment *a,
                           UnfoldFindings *findings)
{
    if (a->confidence < UNFOLD_CONFIDENT) {
        unfold_findings_add(
            findings, UNFOLD_FINDING_ERROR, "unrelated",
            "no delay relates wet to dry (confidence %.2f): they are not "
            "the same take, or one of them is interrupted",
            a->confidence);
        return;
    }
    const UnfoldOverlap both = unfold_overlap(pair, (ptrdiff_t)lround(a->delay));
    check_lengths(pair, &both, findings);
    unfold_findings_add(
        findings, UNFOLD_FINDING_NOTE, "delay",
        "wet is %.2f samples (%.2f ms) %s than dry and begins to answer "
        "at %td",
        fabs(a->delay), 1000 * fabs(a->delay) / pair->rate,
        a->delay < 0 ? "earlier" : "later", a->onset);
    if (a->inverted)
        unfold_findings_add(findings, UNFOLD_FINDING_NOTE, "polarity",
                            "wet is inverted: right if the gear inverts, else a cable "
                            "or a switch does");
    check_clocks(pair, a, findings);
    const double esr = gain_esr(pair, &both);
    findings->figures.gain_esr = esr;
    if (esr < IDENTICAL)
        unfold_findings_add(findings, UNFOLD_FINDING_WARNING, "identical",
                            "wet is dry but for its level (ESR %.1e): there is nothing "
                            "to learn",
                            esr);
}
