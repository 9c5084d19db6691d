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

static void say_finding(const char *wet_path, const UnfoldFinding *finding)
{
    if (!strcmp(finding->topic, "delay")) /* aligned_say tells it */
        return;
    if (finding->severity == UNFOLD_FINDING_NOTE)
        fprintf(stderr, "%s: %s\n", wet_path, finding->text);
    else
        tool_warn(wet_path, "%s", finding->text);
}

void aligned_say(const char *wet_path, const UnfoldAlignment *a,
                 const UnfoldFindings *findings)
{
    if (!is_clear(a))
        tool_warn(wet_path,
                  "is like nothing in the dry recording: it is left where it is");
    else if (a->onset || a->inverted)
        fprintf(stderr,
                "%s: %.2f samples later than dry; moved by %td to answer at once%s\n",
                wet_path, a->delay, -a->onset, a->inverted ? ", and turned over" : "");
    for (size_t k = 0; findings && k < findings->count; ++k)
        say_finding(wet_path, &findings->list[k]);
}

/* What makes the pair useless, if anything. */
static int refuse(const char *wet_path, const UnfoldFindings *findings)
{
    for (size_t k = 0; k < findings->count; ++k)
        if (findings->list[k].severity == UNFOLD_FINDING_ERROR)
            return tool_error(wet_path, "%s", findings->list[k].text);
    return TOOL_OK;
}

static int check(const char *dry_path, const char *wet_path, const Recording *dry,
                 const Recording *wet)
{
    int status = recording_check_rates(wet_path, dry, wet);
    if (!status)
        status = recording_check_silence(dry_path, dry);
    return status ? status : recording_check_silence(wet_path, wet);
}

int aligned_read(const char *dry_path, const char *wet_path, uint32_t channel,
                 double share, const UnfoldAlignment *like, RecordingPair *pair,
                 UnfoldAlignment *alignment, UnfoldFindings *findings)
{
    Recording dry = {0}, wet = {0};
    *pair = (RecordingPair){0};
    int status = recording_read(dry_path, channel, &dry);
    if (!status)
        status = recording_read(wet_path, channel, &wet);
    if (!status)
        status = check(dry_path, wet_path, &dry, &wet);
    const UnfoldPairView view = {dry.samples, wet.samples, dry.frames, wet.frames,
                                 dry.rate};
    if (!status)
        status = find(&view, share, like, alignment);
    if (!status && findings)
        status = unfold_check_pair(&view, alignment, findings)
                     ? refuse(wet_path, findings)
                     : tool_no_memory();
    if (!status) {
        if (is_clear(alignment))
            apply(wet_path, &view, alignment, &dry, &wet);
        status = recording_join(wet_path, &dry, &wet, pair);
    }
    recording_clear(&dry);
    recording_clear(&wet);
    return status;
}
