/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/into.h"

#include <math.h>
#include <samplerate.h>
#include <stdlib.h>
#include <string.h>

#define WATCHED 4096 /* samples of the input in which the delay shows, */
#define FILTERS 128  /* beside those of the lower rate that the filters reach over */

struct UnfoldInto {
    SRC_STATE *state; /* NULL: the rates are equal */
    double from, to;
};

UnfoldInto *unfold_into_new(double from, double to, UnfoldIntoQuality quality)
{
    UnfoldInto *into = calloc(1, sizeof *into);
    if (!into)
        return NULL;
    into->from = from;
    into->to = to;
    if (from == to)
        return into;
    int error;
    into->state = src_new(quality == UNFOLD_INTO_PLAY ? SRC_SINC_MEDIUM_QUALITY
                                                      : SRC_SINC_FASTEST,
                          1, &error);
    if (!into->state) {
        unfold_into_free(into);
        return NULL;
    }
    unfold_into_reset(into);
    return into;
}

void unfold_into_free(UnfoldInto *into)
{
    if (!into)
        return;
    if (into->state)
        src_delete(into->state);
    free(into);
}

void unfold_into_reset(UnfoldInto *into)
{
    if (!into->state)
        return;
    src_reset(into->state);
    src_set_ratio(into->state, into->to / into->from);
}

size_t unfold_into_take(UnfoldInto *into, const float *x, size_t n, float *y,
                        size_t room)
{
    size_t made = 0;
    if (!into->state) {
        made = n < room ? n : room;
        memcpy(y, x, made * sizeof *y);
        return made;
    }
    for (size_t used = 0; used < n;) {
        SRC_DATA data = {.data_in = x + used,
                         .data_out = y + made,
                         .input_frames = (long)(n - used),
                         .output_frames = (long)(room - made),
                         .src_ratio = into->to / into->from};
        if (src_process(into->state, &data) ||
            (!data.input_frames_used && !data.output_frames_gen))
            break;
        used += (size_t)data.input_frames_used;
        made += (size_t)data.output_frames_gen;
    }
    return made;
}

size_t unfold_into_most(const UnfoldInto *into, size_t n)
{
    return (size_t)((double)n * into->to / into->from) + n + 1;
}

double unfold_into_latency(UnfoldInto *into)
{
    double worst = 0;
    float some[260]; /* of one sample, at 256 times the rate */
    size_t made = 0;
    const size_t watched = WATCHED + (size_t)(FILTERS * into->from / into->to);
    unfold_into_reset(into);
    for (size_t t = 0; t < watched && into->state; ++t) {
        const float silence = 0;
        const double now = (double)(t + 1) / into->from;
        made += unfold_into_take(into, &silence, 1, some, sizeof some / sizeof *some);
        worst = fmax(worst, now - (double)made / into->to);
    }
    unfold_into_reset(into);
    return worst;
}
