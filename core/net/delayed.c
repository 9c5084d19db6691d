/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/delayed.h"

#include "net/block.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TURNS 32 /* samples of each network at a time */
#define TAPS (UNFOLD_MAX_ORDER + 1)

struct UnfoldDelayed {
    UnfoldStream *stream; /* whole: network p of channel m is its channel p C + m */
    uint32_t channels, layers;
    size_t inputs, given, outputs;
    UnfoldReal *block;
    size_t numbers; /* in block */
    /* Whole delays: who is next of those who take turns. */
    size_t turns, next;
    UnfoldReal *x, *y; /* [turns][C][TURNS][X or Y] */
    const UnfoldReal **x_of;
    UnfoldReal **y_of;
    /* Other delays: the last states, the newest at `newest`. */
    bool between;
    size_t first; /* steps back of the first tap */
    UnfoldReal taps[TAPS];
    size_t length, newest, padded;
    UnfoldReal *past_h, *past_c; /* [length][C][L][padded] */
};

/* Weights of the states `first` .. first + order steps back, for a time `delay` back:
   the polynomial through them. In the middle of them where that is possible, as there
   it damps what it gets wrong. */
static void set_taps(UnfoldDelayed *d, double delay, unsigned order)
{
    const double first = floor(delay - 0.5 * (order - 1.0));
    d->first = first >= 1 ? (size_t)first : 1;
    for (size_t k = 0; k <= order; ++k) {
        double tap = 1;
        for (size_t j = 0; j <= order; ++j)
            if (j != k)
                tap *= (delay - (double)(d->first + j)) / ((double)k - (double)j);
        d->taps[k] = (UnfoldReal)tap;
    }
}

static size_t states_of(const UnfoldDelayed *d)
{
    return (size_t)d->channels * d->layers * d->padded;
}

static void lay_out(UnfoldDelayed *d, UnfoldCutter *cutter)
{
    if (d->between) {
        d->past_h = unfold_cut(cutter, d->length * states_of(d));
        d->past_c = unfold_cut(cutter, d->length * states_of(d));
    } else if (d->turns > 1) {
        const size_t streams = d->turns * d->channels;
        d->x = unfold_cut(cutter, streams * TURNS * d->inputs);
        d->y = unfold_cut(cutter, streams * TURNS * d->outputs);
    }
}

static bool allocate(UnfoldDelayed *d)
{
    UnfoldCutter cutter = {0};
    lay_out(d, &cutter);
    d->numbers = cutter.count;
    d->block = unfold_block_new(cutter.count);
    d->x_of = calloc(d->turns * d->channels, sizeof *d->x_of);
    d->y_of = calloc(d->turns * d->channels, sizeof *d->y_of);
    if (!d->block || !d->x_of || !d->y_of)
        return false;
    cutter = (UnfoldCutter){.block = d->block};
    lay_out(d, &cutter);
    return true;
}

UnfoldDelayed *unfold_delayed_new(const UnfoldModel *model, uint32_t channels,
                                  double delay, unsigned order)
{
    assert(order <= UNFOLD_MAX_ORDER);
    assert(delay >= 1 && delay <= UNFOLD_MAX_DELAY);
    const UnfoldShape *shape = unfold_model_shape(model);
    UnfoldDelayed *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->channels = channels;
    d->layers = shape->layers;
    d->inputs = d->given = shape->inputs;
    d->outputs = shape->outputs;
    d->between = !unfold_delay_is_whole(delay);
    d->turns = d->between ? 1 : (size_t)round(delay);
    set_taps(d, delay, order);
    d->length = d->first + TAPS;
    d->stream = unfold_stream_new(model, channels * (uint32_t)d->turns);
    if (d->stream)
        d->padded = unfold_stream_state(d->stream, 0, 0).padded;
    if (!d->stream || !allocate(d)) {
        unfold_delayed_free(d);
        return NULL;
    }
    unfold_delayed_reset(d);
    return d;
}

void unfold_delayed_free(UnfoldDelayed *d)
{
    if (!d)
        return;
    unfold_stream_free(d->stream);
    free(d->block);
    free(d->x_of);
    free(d->y_of);
    free(d);
}

void unfold_delayed_hold(UnfoldDelayed *d, const UnfoldReal *values, uint32_t count)
{
    unfold_stream_hold(d->stream, values, count);
    d->given = d->inputs - count;
}

static size_t place_of(const UnfoldDelayed *d, size_t back)
{
    return (d->newest + d->length - back) % d->length * states_of(d);
}

/* Keep the stream's states as the newest. */
static void keep(UnfoldDelayed *d)
{
    d->newest = (d->newest + 1) % d->length;
    size_t at = place_of(d, 0);
    for (uint32_t m = 0; m < d->channels; ++m)
        for (uint32_t l = 0; l < d->layers; ++l, at += d->padded) {
            const UnfoldStreamState state = unfold_stream_state(d->stream, m, l);
            memcpy(d->past_h + at, state.h, d->padded * sizeof *state.h);
            if (state.c)
                memcpy(d->past_c + at, state.c, d->padded * sizeof *state.c);
        }
}

static void interpolate(const UnfoldDelayed *d, const UnfoldReal *past, size_t at,
                        UnfoldReal *to)
{
    const UnfoldReal *from[TAPS];
    for (size_t k = 0; k < TAPS; ++k)
        from[k] = past + place_of(d, d->first - 1 + k) + at;
    for (size_t n = 0; n < d->padded; ++n)
        to[n] = d->taps[0] * from[0][n] + d->taps[1] * from[1][n] +
                d->taps[2] * from[2][n] + d->taps[3] * from[3][n];
}

/* Let the stream go on from `delay` samples ago. */
static void look_back(UnfoldDelayed *d)
{
    size_t at = 0;
    for (uint32_t m = 0; m < d->channels; ++m)
        for (uint32_t l = 0; l < d->layers; ++l, at += d->padded) {
            const UnfoldStreamState state = unfold_stream_state(d->stream, m, l);
            interpolate(d, d->past_h, at, state.h);
            if (state.c)
                interpolate(d, d->past_c, at, state.c);
        }
}

/* As if what the stream has come to had always been so. */
static void fill_past(UnfoldDelayed *d)
{
    for (size_t k = 0; d->between && k < d->length; ++k)
        keep(d);
}

void unfold_delayed_reset(UnfoldDelayed *d)
{
    unfold_stream_reset(d->stream);
    d->next = 0;
    fill_past(d);
}

void unfold_delayed_settle(UnfoldDelayed *d)
{
    /* Where the state rests does not depend on the delay. */
    unfold_stream_settle(d->stream);
    fill_past(d);
}

static void process_between(UnfoldDelayed *d, const UnfoldReal *const x[], size_t steps,
                            UnfoldReal *const y[])
{
    for (size_t t = 0; t < steps; ++t) {
        for (uint32_t m = 0; m < d->channels; ++m) {
            d->x_of[m] = x[m] + t * d->given;
            d->y_of[m] = y[m] + t * d->outputs;
        }
        look_back(d);
        unfold_stream_process(d->stream, d->x_of, 1, d->y_of);
        keep(d);
    }
}

/* When network p has its first turn among the coming samples. */
static size_t first_turn(const UnfoldDelayed *d, size_t p)
{
    return (p + d->turns - d->next) % d->turns;
}

static size_t turns_within(const UnfoldDelayed *d, size_t p, size_t steps)
{
    const size_t first = first_turn(d, p);
    return steps > first ? (steps - first - 1) / d->turns + 1 : 0;
}

static UnfoldReal *row(UnfoldReal *rows, size_t stream, size_t width)
{
    return rows + stream * TURNS * width;
}

static void deal(const UnfoldDelayed *d, const UnfoldReal *const x[], size_t done,
                 size_t steps)
{
    for (size_t s = 0; s < d->turns * d->channels; ++s) {
        UnfoldReal *to = row(d->x, s, d->inputs);
        const UnfoldReal *from = x[s % d->channels] + done * d->given;
        for (size_t t = first_turn(d, s / d->channels); t < steps; t += d->turns) {
            memcpy(to, from + t * d->given, d->given * sizeof *to);
            to += d->given;
        }
    }
}

static void gather(const UnfoldDelayed *d, size_t done, size_t steps,
                   UnfoldReal *const y[])
{
    for (size_t s = 0; s < d->turns * d->channels; ++s) {
        const UnfoldReal *from = row(d->y, s, d->outputs);
        UnfoldReal *to = y[s % d->channels] + done * d->outputs;
        for (size_t t = first_turn(d, s / d->channels); t < steps; t += d->turns) {
            memcpy(to + t * d->outputs, from, d->outputs * sizeof *from);
            from += d->outputs;
        }
    }
}

static void play(UnfoldDelayed *d, size_t first, size_t count, size_t done,
                 size_t steps)
{
    for (size_t k = 0; k < count; ++k) {
        d->x_of[k] = row(d->x, first + k, d->inputs) + done * d->given;
        d->y_of[k] = row(d->y, first + k, d->outputs) + done * d->outputs;
    }
    unfold_stream_process_some(d->stream, (uint32_t)first, (uint32_t)count, d->x_of,
                               steps, d->y_of);
}

/* In pairs, which cost less; one of them may have a turn more. */
static void play_turns(UnfoldDelayed *d, size_t steps)
{
    const size_t streams = d->turns * d->channels;
    for (size_t s = 0; s < streams; s += UNFOLD_PAIR) {
        const size_t a = turns_within(d, s / d->channels, steps);
        if (s + 1 == streams) {
            play(d, s, 1, 0, a);
            return;
        }
        const size_t b = turns_within(d, (s + 1) / d->channels, steps);
        const size_t both = a < b ? a : b;
        play(d, s, UNFOLD_PAIR, 0, both);
        if (a != b)
            play(d, a > b ? s : s + 1, 1, both, 1);
    }
}

static void process_turns(UnfoldDelayed *d, const UnfoldReal *const x[], size_t steps,
                          UnfoldReal *const y[])
{
    const size_t most = TURNS * d->turns;
    for (size_t done = 0; done < steps;) {
        const size_t left = steps - done, some = left < most ? left : most;
        deal(d, x, done, some);
        play_turns(d, some);
        gather(d, done, some, y);
        d->next = (d->next + some) % d->turns;
        done += some;
    }
}

void unfold_delayed_process(UnfoldDelayed *d, const UnfoldReal *const x[], size_t steps,
                            UnfoldReal *const y[])
{
    if (d->between)
        process_between(d, x, steps, y);
    else if (d->turns > 1)
        process_turns(d, x, steps, y);
    else
        unfold_stream_process(d->stream, x, steps, y);
}

const UnfoldReal *unfold_delayed_hidden(const UnfoldDelayed *d, uint32_t channel,
                                        uint32_t layer)
{
    const size_t last = (d->next + d->turns - 1) % d->turns;
    return unfold_stream_hidden(d->stream, (uint32_t)last * d->channels + channel,
                                layer);
}

size_t unfold_delayed_bytes(const UnfoldDelayed *d)
{
    return sizeof *d + d->numbers * sizeof *d->block +
           d->turns * d->channels * (sizeof *d->x_of + sizeof *d->y_of) +
           unfold_stream_bytes(d->stream);
}
