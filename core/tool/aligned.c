/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/aligned.h"

#include "capture/shift.h"
#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEFT_OUT_SECONDS 0.5 /* more of the longer recording is worth a word */
#define SAME_SESSION 2.0     /* samples that the delays of two pairs may differ by */

static bool is_clear(const UnfoldAlignment *alignment)
{
    return alignment->confidence >= UNFOLD_CONFIDENT;
}

static int find(const UnfoldPairView *whole, double share, const UnfoldAlignment *like,
                UnfoldAlignment *alignment)
{
    UnfoldPairView view = *whole;
    view.dry_frames = (size_t)(share * (double)whole->dry_frames);
    view.wet_frames = (size_t)(share * (double)whole->wet_frames);
    if (!unfold_align(&view, alignment))
        return tool_no_memory();
    if (like && is_clear(like) &&
        (!is_clear(alignment) ||
         fabs(alignment->delay - like->delay) <= SAME_SESSION)) {
        alignment->onset = like->onset;
        alignment->inverted = like->inverted;
        alignment->confidence = fmax(alignment->confidence, UNFOLD_CONFIDENT);
    }
    return TOOL_OK;
}

/* Keep what both have of the take, in place. */
static void apply(const char *wet_path, const UnfoldPairView *view,
                  const UnfoldAlignment *alignment, Recording *dry, Recording *wet)
{
    const UnfoldOverlap both = unfold_overlap(view, alignment->onset);
    const size_t longer = dry->frames > wet->frames ? dry->frames : wet->frames;
    if ((double)(longer - both.frames) > LEFT_OUT_SECONDS * view->rate)
        tool_warn(wet_path, "%.1f s of it have a dry side; %.1f s are left out",
                  (double)both.frames / view->rate,
                  (double)(longer - both.frames) / view->rate);
    memmove(dry->samples, dry->samples + both.dry_begin,
            both.frames * sizeof *dry->samples);
    memmove(wet->samples, wet->samples + both.wet_begin,
            both.frames * sizeof *wet->samples);
    for (size_t t = 0; alignment->inverted && t < both.frames; ++t)
        wet->samples[t] = -wet->samples[t];
    dry->frames = wet->frames = both.frames;
}

void aligned_say(const char *wet_path, const UnfoldAlignment *a)
{
    if (!is_clear(a))
        tool_warn(wet_path,
                  "is like nothing in the dry recording: it is left where it is");
    else if (a->onset || a->inverted)
        fprintf(stderr,
                "%s: %.2f samples later than the dry recording%s; moved by %td to "
                "answer at once\n",
                wet_path, a->delay, a->inverted ? ", upside down (turned over)" : "",
                -a->onset);
}

int aligned_read(const char *dry_path, const char *wet_path, uint32_t channel,
                 double share, const UnfoldAlignment *like, RecordingPair *pair,
                 UnfoldAlignment *alignment)
{
    Recording dry = {0}, wet = {0};
    *pair = (RecordingPair){0};
    int status = recording_read(dry_path, channel, &dry);
    if (!status)
        status = recording_read(wet_path, channel, &wet);
    if (!status)
        status = recording_check_rates(wet_path, &dry, &wet);
    if (!status)
        status = recording_check_silence(dry_path, &dry);
    if (!status)
        status = recording_check_silence(wet_path, &wet);
    const UnfoldPairView view = {dry.samples, wet.samples, dry.frames, wet.frames,
                                 dry.rate};
    if (!status)
        status = find(&view, share, like, alignment);
    if (!status) {
        if (is_clear(alignment))
            apply(wet_path, &view, alignment, &dry, &wet);
        status = recording_join(wet_path, &dry, &wet, pair);
    }
    recording_clear(&dry);
    recording_clear(&wet);
    return status;
}
