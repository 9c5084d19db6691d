/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/scope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HIGHEST 2    /* 2^2: +12 dBFS */
#define LOWEST (-10) /* -60 dBFS */
#define FALL 0.35    /* 1/s: how fast what was high is forgotten */
#define ZOOM 9.0     /* 1/s: how fast an axis gets to its step */
#define FORGET 0.01  /* share of a bin's mean that one more point takes at least */
#define SILENCE 1e-4f

static void start(UnfoldAxis *axis)
{
    *axis = (UnfoldAxis){.step = -1, .shown = 0.5, .recent = 0.5};
}

void unfold_scope_forget(UnfoldScope *scope)
{
    memset(scope->bins, 0, sizeof scope->bins);
    scope->count = 0;
    scope->last = -UNFOLD_SCOPE_FADE;
    start(&scope->in);
    start(&scope->out);
    unfold_touch(&scope->widget);
}

static void weigh(UnfoldScope *scope, float in, float out)
{
    const double range = ldexp(1, scope->in.step);
    const double at = floor((in / range + 1) / 2 * UNFOLD_SCOPE_BINS);
    if (!(at >= 0 && at < UNFOLD_SCOPE_BINS))
        return;
    double *bin = scope->bins[(int)at];
    const double kept = fmin(bin[0], 1 / FORGET - 1);
    const double share = bin[0] > 0 ? kept / bin[0] : 0;
    bin[0] = kept + 1;
    bin[1] = share * bin[1] + in;
    bin[2] = share * bin[2] + out;
}

/* Of the points that are still there. */
static void weigh_again(UnfoldScope *scope)
{
    const uint32_t kept = unfold_scope_kept(scope);
    memset(scope->bins, 0, sizeof scope->bins);
    for (uint32_t k = scope->count - kept; k != scope->count; ++k) {
        const UnfoldPoint *point = &scope->points[k % UNFOLD_SCOPE_POINTS];
        weigh(scope, point->in, point->out);
    }
}

/* Outwards at once; inwards, a step at a time, when even a step closer there would be
   room left. */
static bool choose_step(UnfoldAxis *axis)
{
    const int before = axis->step;
    while (axis->step < HIGHEST && axis->recent > ldexp(1, axis->step))
        ++axis->step;
    if (axis->step == before && axis->step > LOWEST &&
        axis->recent < 0.4 * ldexp(1, axis->step))
        --axis->step;
    return axis->step != before;
}

/* Pairs that stand still at one place are silence, whatever that is. */
static bool is_silence(const float *cloud, uint32_t pairs)
{
    float least[2] = {cloud[0], cloud[1]}, most[2] = {cloud[0], cloud[1]};
    for (uint32_t k = 1; k < pairs; ++k)
        for (int side = 0; side < 2; ++side) {
            least[side] = fminf(least[side], cloud[2 * k + side]);
            most[side] = fmaxf(most[side], cloud[2 * k + side]);
        }
    return most[0] - least[0] < SILENCE && most[1] - least[1] < SILENCE;
}

static void touch_plot(UnfoldScope *scope)
{
    const UnfoldBox plot = unfold_scope_plot(scope);
    unfold_touch_part(&scope->widget, &plot);
}

void unfold_scope_hear(UnfoldScope *scope, const float *cloud, uint32_t pairs)
{
    if (!scope->points || !pairs || is_silence(cloud, pairs))
        return;
    for (uint32_t k = 0; k < pairs; ++k) {
        const float in = cloud[2 * k], out = cloud[2 * k + 1];
        if (!isfinite(in) || !isfinite(out))
            continue;
        scope->points[scope->count++ % UNFOLD_SCOPE_POINTS] =
            (UnfoldPoint){in, out, scope->now};
        scope->in.recent = fmax(scope->in.recent, fabsf(in));
        scope->out.recent = fmax(scope->out.recent, fabsf(out));
        weigh(scope, in, out);
    }
    scope->last = scope->now;
    if (choose_step(&scope->in))
        weigh_again(scope);
    choose_step(&scope->out);
    touch_plot(scope);
}

/* Returns whether it still moves. */
static bool approach(UnfoldAxis *axis, double seconds)
{
    const double goal = ldexp(1, axis->step), way = log2(goal / axis->shown);
    if (way == 0)
        return false;
    axis->shown =
        fabs(way) < 0.01 ? goal : axis->shown * exp2(way * (1 - exp(-ZOOM * seconds)));
    return true;
}

static void tick(UnfoldWidget *widget, double seconds)
{
    UnfoldScope *scope = (UnfoldScope *)widget;
    const bool was_fading = scope->now - scope->last < UNFOLD_SCOPE_FADE;
    scope->now += seconds;
    const bool zooms = approach(&scope->in, seconds) | approach(&scope->out, seconds);
    if (!was_fading && !zooms)
        return;
    scope->in.recent *= exp(-FALL * seconds);
    scope->out.recent *= exp(-FALL * seconds);
    if (zooms)
        unfold_touch(widget);
    else
        touch_plot(scope);
}

uint32_t unfold_scope_kept(const UnfoldScope *scope)
{
    return scope->count < UNFOLD_SCOPE_POINTS ? scope->count : UNFOLD_SCOPE_POINTS;
}

void unfold_scope_init(UnfoldScope *scope)
{
    static const UnfoldWidgetKind kind = {.draw = unfold_scope_draw, .tick = tick};
    *scope =
        (UnfoldScope){.widget = {.kind = &kind, .name = "what it does", .dirty = true},
                      .points = malloc(UNFOLD_SCOPE_POINTS * sizeof(UnfoldPoint))};
    unfold_scope_forget(scope);
}

void unfold_scope_free(UnfoldScope *scope)
{
    free(scope->points);
    scope->points = NULL;
    unfold_canvas_free(&scope->canvas);
}
