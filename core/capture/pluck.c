/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/pluck.h"

#include <assert.h>
#include <math.h>

#define LINE 2048    /* a period of 30 Hz with room, a power of two */
#define NOISE 0.2    /* of the excitation; the rest is the string's shape */
#define SOFT 600.0   /* Hz, corner of the softest touch */
#define HARD 5000.0  /* Hz that the hardest adds */
#define STOPPED 0.06 /* seconds in which a hand silences a string by 60 dB */
#define SILENT 1e-5  /* of the loudest: where the string is left */
#define VIBRATO 5.5  /* Hz */
#define BLOCK 64     /* samples for which the pitch is taken as constant */

/* A string that sounds. */
typedef struct {
    double line[LINE]; /* what travelled along it, the latest before `now` */
    size_t now;
    double low; /* state of the damping filter */
} String;

/* What travelled `delay` samples ago, by Lagrange's cubic through the four nearest. */
static double ago(const String *string, double delay)
{
    const size_t whole = (size_t)delay;
    const size_t first = string->now + LINE - whole + 1;
    double y[4];
    for (size_t k = 0; k < 4; ++k)
        y[k] = string->line[(first - k) % LINE];
    const double d = delay - (double)whole + 1; /* from y[0]: 1..2 */
    return -y[0] * (d - 1) * (d - 2) * (d - 3) / 6 + y[1] * d * (d - 2) * (d - 3) / 2 -
           y[2] * d * (d - 1) * (d - 3) / 2 + y[3] * d * (d - 1) * (d - 2) / 6;
}

/* Fill the last `period` samples of the line with the slope of a string that is let go
   at `pick`, roughened by noise, rounded by a soft touch, and without DC. */
static void excite(String *string, const UnfoldPluck *pluck, size_t period,
                   UnfoldRandom *random)
{
    const double touch = exp(-2 * M_PI * (SOFT + HARD * pluck->force * pluck->force) /
                             UNFOLD_VOICE_RATE);
    const double corner = pluck->pick * (double)period;
    double low = 0, sum = 0;
    /* Two rounds, so that the filter's state at the begin is that at the end. */
    for (size_t t = 0; t < 2 * period; ++t) {
        const size_t at = t < period ? t : t - period;
        const double shape = (double)at < corner ? 1 - pluck->pick : -pluck->pick;
        const double noise = unfold_random_between(random, -1, 1);
        low += (1 - touch) * ((1 - NOISE) * shape + NOISE * noise - low);
        string->line[at] = low;
        sum += t < period ? 0 : low;
    }
    for (size_t t = 0; t < period; ++t)
        string->line[t] -= sum / (double)period;
    string->now = period;
}

static double bent(const UnfoldPluck *pluck, double seconds)
{
    const double course = fmin(seconds / pluck->hold, 1), up = fmin(2 * course, 1);
    const double cents = pluck->bend * 0.5 * (1 - cos(M_PI * up)) +
                         pluck->vibrato * course * sin(2 * M_PI * VIBRATO * seconds);
    return pluck->hz * pow(2, cents / 1200);
}

/* The loop's gain for a decay by 60 dB in so many seconds. */
static double loop_gain(double period, double seconds)
{
    return pow(10, -3 * period / (seconds * UNFOLD_VOICE_RATE));
}

void unfold_pluck_add(const UnfoldPluck *pluck, UnfoldRandom *random, float *x,
                      size_t n)
{
    const double nominal = UNFOLD_VOICE_RATE / pluck->hz;
    assert(nominal < LINE - 8 && nominal > 8);
    const double dull = 0.7 * pluck->dullness;
    const size_t heard = (size_t)fmax(1, pluck->pickup * nominal);
    const size_t stop = (size_t)(pluck->hold * UNFOLD_VOICE_RATE);
    String string = {0};
    excite(&string, pluck, (size_t)nominal, random);
    const size_t begin = (size_t)(pluck->begin * UNFOLD_VOICE_RATE);
    double delay = 0, gain = 0, loudest = SILENT;
    for (size_t t = 0; begin + t < n && loudest >= SILENT; ++t) {
        if (t % BLOCK == 0) {
            const double period =
                UNFOLD_VOICE_RATE / bent(pluck, (double)t / UNFOLD_VOICE_RATE);
            delay = period - dull / (1 - dull); /* the damping filter's own delay */
            gain = loop_gain(period, t < stop ? pluck->decay : STOPPED);
        }
        string.low += (1 - dull) * (ago(&string, delay) - string.low);
        const double out = gain * string.low;
        const double before = string.line[(string.now - heard) % LINE];
        string.line[string.now++ % LINE] = out;
        x[begin + t] += (float)(pluck->force * (out - before));
        loudest = fmax(fabs(out), loudest * (1 - 0.5 / nominal));
    }
}
