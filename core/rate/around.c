/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/around.h"

#include "rate/into.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK UNFOLD_AROUND_BLOCK
#define WATCHED 4096 /* samples in which the delay shows */
#define SPARE 2      /* more than was seen: rounding may move a sample */

struct UnfoldAround {
    UnfoldInto *in, *out;
    size_t latency, most;
    float *waiting; /* [room] what has come back and is not due yet */
    size_t room, count;
    float *scratch; /* [most] */
};

/* How far what comes back falls behind what went in, at worst. */
static size_t watch(UnfoldAround *around)
{
    size_t back = 0, worst = 0;
    for (size_t t = 0; t < WATCHED; ++t) {
        const float silence = 0;
        const size_t inner =
            unfold_into_take(around->in, &silence, 1, around->scratch, around->most);
        back += unfold_into_take(around->out, around->scratch, inner, around->waiting,
                                 around->room);
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
    around->most = (size_t)(BLOCK * inner / outer) + BLOCK;
    around->in = unfold_into_new(outer, inner, UNFOLD_INTO_PLAY);
    around->out = unfold_into_new(inner, outer, UNFOLD_INTO_PLAY);
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
    unfold_into_free(around->in);
    unfold_into_free(around->out);
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
    unfold_into_reset(around->in);
    unfold_into_reset(around->out);
    around->count = around->latency;
    memset(around->waiting, 0, around->count * sizeof *around->waiting);
}

size_t unfold_around_enter(UnfoldAround *around, const float *x, size_t n, float *inner)
{
    return unfold_into_take(around->in, x, n, inner, around->most);
}

void unfold_around_leave(UnfoldAround *around, const float *inner, size_t count,
                         float *y, size_t n)
{
    float *waiting = around->waiting;
    around->count +=
        unfold_into_take(around->out, inner, count, waiting + around->count,
                         around->room - around->count);
    const size_t due = n < around->count ? n : around->count;
    memcpy(y, waiting, due * sizeof *y);
    memset(y + due, 0, (n - due) * sizeof *y);
    around->count -= due;
    memmove(waiting, waiting + due, around->count * sizeof *waiting);
}
