/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/pluck.h"

#include <assert.h>

#define LINE 2048    /* a period of 30 Hz with room, a power of two */
#define NOISE 0.2    /* of the excitation; the rest is the string's shape */
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

static double after(const String *string, double delay)
{
    const size_t whole = (size_t)delay;
    const double d = delay - (double)whole + 1; /* 1..2 from the first of four */
    const double *line = string->line;
    const size_t first = string->now + LINE - whole + 1;
    const double a = line[first % LINE], b = line[(first - 1) % LINE];
    const double c = line[(first - 2) % LINE], e = line[(first - 3) % LINE];
    return -a * (d - 1) * (d - 2) * (d - 3) / 6 + b * d * (d - 2) * (d - 3) / 2 -
           c * d * (d - 1) * (d - 3) / 2 + e * d * (d - 1) * (d - 2) / 6;
}

/* Fill the last `period` samples of the line with the slope of a string that is let go
   at `pick`, roughened by noise, rounded by a softer touch, and without DC. */
static void excite(String *string, const UnfoldPluck *pluck, size_t period,
                   UnfoldRandom *random)
{
    const double touch =
        exp(-2 * M_PI * (600 + 5000 * pluck->force * pluck->force) / UNFOLD_VOICE_RATE);
    const double corner = pluck->pick * (double)period;
    double low = 0, sum = 0;
    for (size_t round = 0; round < 2;
         ++round) /* the first brings `low` into its orbit */
        for (size_t t = 0; t < period; ++t) {
            const double shape = (double)t < corner ? 1 - pluck->pick : -pluck->pick;
            const double noise = 2 * unfold_random_uniform(random) - 1;
            low += (1 - touch) * ((1 - NOISE) * shape + NOISE * noise - low);
            string->line[t] = low;
            sum += round ? low : 0;
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
        string.low += (1 - dull) * (after(&string, delay) - string.low);
        const double out = gain * string.low;
        const double before = string.line[(string.now - heard) % LINE];
        string.line[string.now++ % LINE] = out;
        x[begin + t] += (float)(pluck->force * (out - before));
        loudest = fmax(fabs(out), loudest * (1 - 0.5 / nominal));
    }
}
