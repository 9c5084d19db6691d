/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/probe.h"

#include "capture/pluck.h"

#include <math.h>

#define CLICK_SECONDS 0.0005
#define CHIRP_SECONDS 0.06
#define CHIRP_FROM 100.0
#define CHIRP_TO 12000.0
#define SWEEP_FROM 20.0
#define SWEEP_TO 20000.0
#define SWEEP_FADE 0.02   /* seconds */
#define SWEEP_TILT 1500.0 /* Hz, from where on a sweep is softer, as strings are */
#define NOISE_LOWEST 40.0 /* Hz; below, bursts would be steps of DC */
#define RAMP 0.003        /* seconds in which bursts and steps rise and fall */

static size_t samples(double seconds)
{
    return (size_t)(seconds * UNFOLD_VOICE_RATE);
}

/* A rise and a fall of a raised cosine, and 1 between them. */
static double window(size_t t, size_t n, size_t ramp)
{
    const size_t edge = t < n - 1 - t ? t : n - 1 - t;
    ramp = ramp < n / 2 ? ramp : n / 2;
    return edge >= ramp ? 1 : 0.5 - 0.5 * cos(M_PI * (double)edge / (double)ramp);
}

/* Drawn so that every octave is as probable as the next. */
static double exponential(UnfoldRandom *random, double low, double high)
{
    return low * exp(unfold_random_between(random, 0, log(high / low)));
}

/* Of a one-pole low-pass with this corner. */
static double pole(double hz)
{
    return exp(-2 * M_PI * hz / UNFOLD_VOICE_RATE);
}

/* The phase of a sine whose frequency grows exponentially (Farina 2000), at t of n. */
static double sweep_phase(double from, double to, size_t t, size_t n)
{
    const double octaves = log(to / from), seconds = (double)n / UNFOLD_VOICE_RATE;
    return 2 * M_PI * from * seconds / octaves *
           (exp(octaves * (double)t / (double)n) - 1);
}

void unfold_probe_marker(UnfoldRandom *random, float *x, size_t n)
{
    (void)random;
    const size_t click = samples(CLICK_SECONDS), chirp = samples(CHIRP_SECONDS);
    const size_t at_click = samples(UNFOLD_MARKER_CLICK) - click / 2;
    const size_t at_chirp = samples(UNFOLD_MARKER_CHIRP) - chirp / 2;
    for (size_t t = 0; t < click && at_click + t < n; ++t)
        x[at_click + t] = (float)sin(2 * M_PI * (double)t / (double)click);
    for (size_t t = 0; t < chirp && at_chirp + t < n; ++t)
        x[at_chirp + t] = (float)(window(t, chirp, chirp / 4) *
                                  sin(sweep_phase(CHIRP_FROM, CHIRP_TO, t, chirp)));
}

void unfold_probe_sweep(UnfoldRandom *random, float *x, size_t n)
{
    (void)random;
    for (size_t t = 0; t < n; ++t) {
        const double hz =
            SWEEP_FROM * pow(SWEEP_TO / SWEEP_FROM, (double)t / (double)n);
        const double tilt = 1 / sqrt(1 + hz * hz / (SWEEP_TILT * SWEEP_TILT));
        x[t] = (float)(window(t, n, samples(SWEEP_FADE)) * tilt *
                       sin(sweep_phase(SWEEP_FROM, SWEEP_TO, t, n)));
    }
}

void unfold_probe_noise(UnfoldRandom *random, float *x, size_t n)
{
    const double rest = pole(NOISE_LOWEST);
    for (size_t begin = samples(RAMP); begin < n;) {
        const size_t length = samples(exponential(random, 0.005, 0.2));
        const double level = exponential(random, 0.03, 1);
        const double dark = pole(exponential(random, 150, 6000));
        const double gain = level * sqrt((1 - dark) * (1 + dark)); /* keeps the RMS */
        double low = 0, lowest = 0;
        for (size_t t = 0; t < length && begin + t < n; ++t) {
            low = dark * low + gain * unfold_random_between(random, -1, 1);
            lowest += (1 - rest) * (low - lowest);
            x[begin + t] = (float)(window(t, length, samples(RAMP)) * (low - lowest));
        }
        begin += length + samples(exponential(random, 0.02, 0.4));
    }
}

void unfold_probe_steps(UnfoldRandom *random, float *x, size_t n)
{
    const double low = exponential(random, 60, 300);
    const double high = exponential(random, 300, 1200);
    const double inertia = exp(-1 / (RAMP * UNFOLD_VOICE_RATE));
    double level = 0, wanted = 0;
    size_t until = 0;
    for (size_t t = 0; t < n; ++t) {
        if (t == until) {
            wanted = wanted == 1 ? exponential(random, 0.03, 0.25) : 1;
            until = t + samples(exponential(random, 0.1, 0.5));
        }
        level = wanted + inertia * (level - wanted);
        const double time = (double)t / UNFOLD_VOICE_RATE;
        x[t] = (float)(level * (0.6 * sin(2 * M_PI * low * time) +
                                0.4 * sin(2 * M_PI * high * time)));
    }
}
