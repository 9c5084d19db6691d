/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/check_parts.h"
#include "feature/level.h"

#include <math.h>

#define CLIPPED_MATTERS 8   /* samples; a lone peak that just touches does not */
#define QUIET 0.01          /* -40 dBFS: 16 bits leave 9 or fewer */
#define OFFSET 0.001        /* -60 dBFS */
#define OFFSET_NOTED 0.01   /* of the RMS */
#define OFFSET_MATTERS 0.05 /* of the RMS */

/* One of the two files. */
typedef struct {
    const char *name;
    const float *samples;
    size_t frames;
    UnfoldSeverity flat; /* how much flat tops below full scale matter */
} File;

typedef struct {
    double peak, rms, offset, clipped;
} Levels;

static Levels measure(const File *file, UnfoldFindings *findings)
{
    const UnfoldLevel level = unfold_level(file->samples, file->frames);
    const size_t flat = unfold_flat_tops(file->samples, file->frames);
    double sum = 0, energy = 0;
    for (size_t t = 0; t < file->frames; ++t) {
        sum += (double)file->samples[t];
        energy += (double)file->samples[t] * (double)file->samples[t];
    }
    const double n = file->frames ? (double)file->frames : 1;
    if (level.clipped >= CLIPPED_MATTERS)
        unfold_findings_add(findings, UNFOLD_FINDING_WARNING, "clipping",
                            "%s is clipped: %zu samples stand at full scale",
                            file->name, level.clipped);
    else if (flat >= CLIPPED_MATTERS)
        unfold_findings_add(
            findings, file->flat, "clipping",
            "%s has flat tops at its peak of %.1f dBFS, %zu samples: it "
            "was clipped before its level was set",
            file->name, unfold_decibels((double)level.peak), flat);
    return (Levels){(double)level.peak, sqrt(energy / n), sum / n,
                    (double)(level.clipped > flat ? level.clipped : flat)};
}

static bool judge(const File *file, const Levels *levels, UnfoldFindings *findings)
{
    if (levels->peak < (double)UNFOLD_SILENCE) {
        unfold_findings_add(findings, UNFOLD_FINDING_ERROR, "silence",
                            "%s is silent: nothing in it is louder than -80 dBFS",
                            file->name);
        return false;
    }
    if (levels->peak < QUIET)
        unfold_findings_add(findings, UNFOLD_FINDING_WARNING, "level",
                            "%s is very soft: its peak is %.1f dBFS", file->name,
                            unfold_decibels(levels->peak));
    const double offset = fabs(levels->offset), share = offset / levels->rms;
    if (offset > OFFSET && share > OFFSET_NOTED)
        unfold_findings_add(findings,
                            share > OFFSET_MATTERS ? UNFOLD_FINDING_WARNING
                                                   : UNFOLD_FINDING_NOTE,
                            "offset", "%s has an offset of %+.4f, %.0f %% of its RMS",
                            file->name, levels->offset, 100 * share);
    return true;
}

bool unfold_check_levels(const UnfoldPairView *pair, UnfoldFindings *findings)
{
    /* Gear may well clip by itself, the recording of its input should not. */
    const File dry = {"dry", pair->dry, pair->dry_frames, UNFOLD_FINDING_WARNING};
    const File wet = {"wet", pair->wet, pair->wet_frames, UNFOLD_FINDING_NOTE};
    const Levels of_dry = measure(&dry, findings), of_wet = measure(&wet, findings);
    UnfoldPairFigures *figures = &findings->figures;
    figures->dry_peak = of_dry.peak;
    figures->dry_rms = of_dry.rms;
    figures->dry_offset = of_dry.offset;
    figures->dry_clipped = of_dry.clipped;
    figures->wet_peak = of_wet.peak;
    figures->wet_rms = of_wet.rms;
    figures->wet_offset = of_wet.offset;
    figures->wet_clipped = of_wet.clipped;
    const bool dry_sounds = judge(&dry, &of_dry, findings);
    return judge(&wet, &of_wet, findings) && dry_sounds;
}
