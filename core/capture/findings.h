/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_FINDINGS_H
#define UNFOLD_CAPTURE_FINDINGS_H

#include <stddef.h>

/** How much a finding matters to training: good to know; the result will be worse;
   there is nothing sensible to learn. */
typedef enum {
    UNFOLD_FINDING_NOTE,
    UNFOLD_FINDING_WARNING,
    UNFOLD_FINDING_ERROR
} UnfoldSeverity;

/** "note", "warning" or "error". */
const char *unfold_severity_name(UnfoldSeverity severity);

typedef struct {
    UnfoldSeverity severity;
    const char *topic; /**< a word or two for machines, e.g. "drift"; a literal */
    char text[240];    /**< one sentence with figures, without full stop */
} UnfoldFinding;

/** More than all checks together can yield. */
#define UNFOLD_MAX_FINDINGS 24

/** Figures behind the findings; NAN where nothing tells them. Levels are linear with
   full scale at 1 unless said. */
typedef struct {
    double dry_peak, wet_peak;
    double dry_rms, wet_rms;
    double dry_offset, wet_offset; /**< mean */
    double dry_clipped,
        wet_clipped;           /**< samples in flat tops, at full scale or below */
    double gap_seconds;        /**< wet is silent while dry plays */
    double noise_floor_db;     /**< dBFS, RMS of wet where dry is silent */
    double signal_to_noise_db; /**< wet_rms over that */
    double gain_esr;      /**< error-to-signal ratio of dry, at its best gain, to wet */
    double drift_samples; /**< how far clocks drift apart over the recording */
    double self_esr;      /**< of one answer of the gear to the other, where dry plays a
                               passage twice; a perfect model's error is half of that */
    double repeat_begin, repeat_again,
        repeat_seconds; /**< that passage, seconds of dry */
} UnfoldPairFigures;

typedef struct {
    size_t count;
    UnfoldFinding list[UNFOLD_MAX_FINDINGS];
    UnfoldPairFigures figures;
} UnfoldFindings;

/** Add a finding with a printf-style text; beyond UNFOLD_MAX_FINDINGS it is dropped. */
__attribute__((format(printf, 4, 5))) void unfold_findings_add(UnfoldFindings *findings,
                                                               UnfoldSeverity severity,
                                                               const char *topic,
                                                               const char *format, ...);

/** The gravest of all, UNFOLD_FINDING_NOTE if there is none. */
UnfoldSeverity unfold_findings_worst(const UnfoldFindings *findings);

#endif
