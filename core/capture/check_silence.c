/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/check_parts.h"
#include "capture/shift.h"
#include "feature/level.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK_SECONDS 0.01
#define PLAYS 0.1         /* of dry's RMS: louder, dry plays */
#define GAP_SECONDS 0.1   /* shorter silences of wet are no gap */
#define DECAY_SECONDS 0.3 /* of dry's silence, before wet's counts as noise */
#define NOISE_SECONDS 0.2 /* of such silence, to tell the noise floor */
#define QUIETEST 0.25     /* of it that is looked at */
#define NOISY_DB 40.0     /* less signal over noise matters */

typedef struct {
    const float *dry, *wet;
    size_t frames, block, blocks; /* samples, samples of a block, whole blocks */
    double rate;
} Both;

static double rms(const float *x, size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; ++t)
        sum += (double)x[t] * (double)x[t];
    return sqrt(sum / (double)n);
}

static void check_gaps(const Both *both, UnfoldFindings *findings)
{
    const double plays = PLAYS * findings->figures.dry_rms;
    const size_t least = (size_t)ceil(GAP_SECONDS / BLOCK_SECONDS);
    size_t run = 0, total = 0, first = 0;
    for (size_t k = 0; k <= both->blocks; ++k) {
        const size_t at = k * both->block;
        const bool gap = k < both->blocks && rms(both->dry + at, both->block) > plays &&
                         unfold_is_silent(both->wet + at, both->block);
        if (gap) {
            ++run;
            continue;
        }
        if (run >= least) {
            first = total ? first : k - run;
            total += run;
        }
        run = 0;
    }
    const double block = (double)both->block / both->rate;
    findings->figures.gap_seconds = (double)total * block;
    if (total)
        unfold_findings_add(findings, UNFOLD_FINDING_WARNING, "gaps",
                            "wet is silent for %.2f s while dry plays, first at %.2f s",
                            (double)total * block, (double)first * block);
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The levels of wet in blocks where dry has long been silent; returns their number. */
static size_t collect_noise(const Both *both, double *levels)
{
    const size_t decay = (size_t)(DECAY_SECONDS / BLOCK_SECONDS);
    size_t run = 0, count = 0;
    for (size_t k = 0; k < both->blocks; ++k) {
        const size_t at = k * both->block;
        run = unfold_is_silent(both->dry + at, both->block) ? run + 1 : 0;
        if (run > decay)
            levels[count++] = rms(both->wet + at, both->block);
    }
    return count;
}

static void check_noise(double *levels, size_t count, UnfoldFindings *findings)
{
    if ((double)count < NOISE_SECONDS / BLOCK_SECONDS)
        return;
    qsort(levels, count, sizeof *levels, ascending);
    const size_t quietest = (size_t)ceil(QUIETEST * (double)count);
    double sum = 0;
    for (size_t k = 0; k < quietest; ++k)
        sum += levels[k] * levels[k];
    const double noise = sqrt(sum / (double)quietest);
    const double above = unfold_decibels(findings->figures.wet_rms / noise);
    findings->figures.noise_floor_db = unfold_decibels(noise);
    findings->figures.signal_to_noise_db = above;
    if (noise > 0)
        unfold_findings_add(
            findings, above < NOISY_DB ? UNFOLD_FINDING_WARNING : UNFOLD_FINDING_NOTE,
            "noise", "the noise floor of wet is %.1f dBFS, %.1f dB below its signal",
            findings->figures.noise_floor_db, above);
}

bool unfold_check_silence(const UnfoldPairView *pair, const UnfoldAlignment *alignment,
                          UnfoldFindings *findings)
{
    const UnfoldOverlap overlap =
        unfold_overlap(pair, (ptrdiff_t)lround(alignment->delay));
    const size_t block = (size_t)fmax(1, round(BLOCK_SECONDS * pair->rate));
    const Both both = {.dry = pair->dry + overlap.dry_begin,
                       .wet = pair->wet + overlap.wet_begin,
                       .frames = overlap.frames,
                       .block = block,
                       .blocks = overlap.frames / block,
                       .rate = pair->rate};
    double *levels = malloc((both.blocks + 1) * sizeof *levels);
    if (!levels)
        return false;
    check_gaps(&both, findings);
    check_noise(levels, collect_noise(&both, levels), findings);
    free(levels);
    return true;
}
