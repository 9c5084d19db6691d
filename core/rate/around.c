/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/around.h"

#include <math.h>
#include <samplerate.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK UNFOLD_AROUND_BLOCK
#define CONVERTER SRC_SINC_MEDIUM_QUALITY
#define WATCHED 4096 /* samples in which the delay shows */
#define SPARE 2      /* more than was seen: rounding may move a sample */

struct UnfoldAround {
    SRC_STATE *in, *out;
    double ratio; /* inner to outer rate */
    size_t latency, most;
    float *waiting; /* [room] what has come back and is not due yet */
    size_t room, count;
    float *scratch; /* [most] */
};

static size_t convert(SRC_STATE *state, double ratio, const float *x, size_t n,
                      float *y, size_t room)
{
    size_t made = 0;
    for (size_t used = 0; used < n;) {
        SRC_DATA data = {.data_in = x + used,
                         .data_out = y + made,
                         .input_frames = (long)(n - used),
                         .output_frames = (long)(room - made),
                         .src_ratio = ratio};
        if (src_process(state, &data) ||
            (!data.input_frames_used && !data.output_frames_gen))
            break;
        used += (size_t)data.input_frames_used;
        made += (size_t)data.output_frames_gen;
    }
    return made;
}

/* How far what comes back falls behind what went in, at worst. */
static size_t watch(UnfoldAround *around)
{
    size_t back = 0, worst = 0;
    for (size_t t = 0; t < WATCHED; ++t) {
        const float silence = 0;
        const size_t inner = convert(around->in, around->ratio, &silence, 1,
                                     around->scratch, around->most);
        back += convert(around->out, 1 / around->ratio, around->scratch, inner,
                        around->waiting, around->room);
        if (t + 1 > back + worst)
            worst = t + 1 - back;
    }
    return worst;
}

UnfoldAround *unfold_around_new(double outer, double inner)
{
    UnfoldAround *around = calloc(1, sizeof *around);
    if (!around)
        return NULL;
    int error;
    around->ratio = inner / outer;
    around->most = (size_t)(BLOCK * around->ratio) + BLOCK;
    around->in = src_new(CONVERTER, 1, &error);
    around->out = src_new(CONVERTER, 1, &error);
    around->scratch = calloc(around->most, sizeof *around->scratch);
    around->room = WATCHED + 4 * BLOCK;
    around->waiting = calloc(around->room, sizeof *around->waiting);
    if (!around->in || !around->out || !around->scratch || !around->waiting) {
        unfold_around_free(around);
        return NULL;
    }
    around->latency = watch(around) + SPARE;
    unfold_around_reset(around);
    return around;
}

void unfold_around_free(UnfoldAround *around)
{
    if (!around)
        return;
    if (around->in)
        src_delete(around->in);
    if (around->out)
        src_delete(around->out);
    free(around->scratch);
    free(around->waiting);
    free(around);
}

size_t unfold_around_latency(const UnfoldAround *around)
{
    return around->latency;
}

size_t unfold_around_most(const UnfoldAround *around)
{
    return around->most;
}

void unfold_around_reset(UnfoldAround *around)
{
    src_reset(around->in);
    src_reset(around->out);
    src_set_ratio(around->in, around->ratio);
    src_set_ratio(around->out, 1 / around->ratio);
    around->count = around->latency;
    memset(around->waiting, 0, around->count * sizeof *around->waiting);
}

size_t unfold_around_enter(UnfoldAround *around, const float *x, size_t n, float *inner)
{
    return convert(around->in, around->ratio, x, n, inner, around->most);
}

void unfold_around_leave(UnfoldAround *around, const float *inner, size_t count,
                         float *y, size_t n)
{
    float *waiting = around->waiting;
    around->count += convert(around->out, 1 / around->ratio, inner, count,
                             waiting + around->count, around->room - around->count);
    const size_t due = n < around->count ? n : around->count;
    memcpy(y, waiting, due * sizeof *y);
    memset(y + due, 0, (n - due) * sizeof *y);
    around->count -= due;
    memmove(waiting, waiting + due, around->count * sizeof *waiting);
}
