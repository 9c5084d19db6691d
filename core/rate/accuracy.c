/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/accuracy.h"

#include "net/delayed.h"
#include "net/denormal.h"
#include "rate/resample.h"

#include <math.h>
#include <stdlib.h>

#define SECONDS 0.25
#define EDGE 0.01 /* seconds at either end that the resampler does not see whole */
#define STABLE 1e4

/* Strings struck at three levels, as loud as people play, then silence: as functions of
   time, so that any rate has the same. Below 5 kHz. */
static double sound_at(double seconds)
{
    static const double strikes[] = {0.01, 0.05, 0.1, 0.15};
    static const double levels[] = {0.03, 0.15, 0.5, 0};
    size_t k = 0;
    while (k < 3 && seconds >= strikes[k + 1])
        ++k;
    const double t = seconds - strikes[k];
    if (t < 0)
        return 0;
    double sum = 0;
    for (int n = 1; n <= 12; ++n)
        sum += exp(-(10 + 4 * n) * t) * sin(2 * M_PI * 97 * (k + 1) * n * t) / n;
    const double rise = t < 0.002 ? t / 0.002 : 1;
    return levels[k] * rise * sum;
}

/* y [n] of the model whose own rate is 1 / `delay` of `rate`. */
static bool play(const UnfoldModel *model, double delay, unsigned order, double rate,
                 size_t n, float *y)
{
    const uint32_t inputs = unfold_model_shape(model)->inputs;
    UnfoldDelayed *delayed = unfold_delayed_new(model, 1, delay, order);
    float *x = malloc(n * inputs * sizeof *x);
    const bool ready = delayed && x;
    if (ready) {
        for (size_t t = 0; t < n; ++t)
            for (uint32_t k = 0; k < inputs; ++k)
                x[t * inputs + k] = k ? 0.5f : (float)sound_at((double)t / rate);
        const uint64_t mode = unfold_denormals_off();
        const float *from = x;
        unfold_delayed_settle(delayed);
        unfold_delayed_process(delayed, &from, n, &y);
        unfold_denormals_restore(mode);
    }
    unfold_delayed_free(delayed);
    free(x);
    return ready;
}

static double compare(const float *y, const float *own, size_t n, double rate)
{
    const size_t edge = (size_t)(EDGE * rate);
    double error = 0, energy = 1e-12 * (double)n;
    for (size_t t = edge; t + edge < n; ++t) {
        const double e = (double)y[t] - (double)own[t];
        error += e * e;
        energy += (double)own[t] * (double)own[t];
    }
    const double esr = error / energy;
    return esr < STABLE ? esr : INFINITY; /* NaN too */
}

/* The same, brought to the model's own rate: own [n]. */
static bool play_back(const UnfoldModel *model, double delay, unsigned order, size_t n,
                      float *own)
{
    const double own_rate = unfold_model_sample_rate(model), rate = own_rate * delay;
    const size_t m = (size_t)(SECONDS * rate);
    float *y = malloc(m * sizeof *y);
    const bool played = y && play(model, delay, order, rate, m, y);
    for (size_t t = 0; played && t < m; ++t)
        y[t] = fabsf(y[t]) < 1e6f ? y[t] : 1e6f;
    const bool done = played && unfold_resample(y, m, rate, own, n, own_rate);
    free(y);
    return done;
}

bool unfold_delay_accuracy(const UnfoldModel *model, double delay, unsigned *order,
                           double *esr)
{
    const double rate = unfold_model_sample_rate(model);
    const size_t n = (size_t)(SECONDS * rate);
    const unsigned least = delay < 2 ? 1 : UNFOLD_MAX_ORDER;
    float *own = malloc(n * sizeof *own), *y = malloc(n * sizeof *y);
    /* The whole delay next to it is exact, and aliases about as much. */
    bool done = own && y && play_back(model, round(delay), 0, n, own);
    *esr = INFINITY;
    for (unsigned tried = UNFOLD_MAX_ORDER; done && tried >= least; --tried) {
        done = play_back(model, delay, tried, n, y);
        const double found = done ? compare(y, own, n, rate) : INFINITY;
        if (found < *esr) {
            *esr = found;
            *order = tried;
        }
    }
    free(own);
    free(y);
    return done;
}
