/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/loudness.h"

#include "capture/playing.h"
#include "capture/pluck.h"
#include "capture/signal.h"
#include "net/play.h"
#include "rate/resample.h"

#include <math.h>
#include <stdlib.h>

#define SEED 5 /* its peaks stay below full scale */
#define LEAD_IN                                                                        \
    0.5 /* seconds of silence, for the state to rest with the extra inputs */

static size_t samples(double seconds, double rate)
{
    return (size_t)floor(seconds * rate);
}

static double decibels(double linear)
{
    return linear > 0 ? 20 * log10(linear) : -INFINITY;
}

static UnfoldLoudness measure(const float *y, size_t count)
{
    double sum = 0, peak = 0;
    for (size_t k = 0; k < count; ++k) {
        sum += (double)y[k] * y[k];
        peak = fmax(peak, fabs((double)y[k]));
    }
    return (UnfoldLoudness){decibels(sqrt(sum / (double)count)), decibels(peak)};
}

bool unfold_standard_input(double rate, float *x)
{
    const size_t n = samples(UNFOLD_STANDARD_SECONDS, UNFOLD_VOICE_RATE);
    float *strings = calloc(n, sizeof *strings);
    if (!strings)
        return false;
    UnfoldRandom random = {SEED};
    unfold_play_strings(UNFOLD_MIXED, &random, strings, n);
    const double gain = pow(10, (UNFOLD_STANDARD_RMS - measure(strings, n).rms) / 20);
    for (size_t t = 0; t < n; ++t)
        strings[t] *= (float)gain;
    const bool done = unfold_resample(strings, n, UNFOLD_VOICE_RATE, x,
                                      samples(UNFOLD_STANDARD_SECONDS, rate), rate);
    free(strings);
    return done;
}

static UnfoldStatus check(const UnfoldModel *model, UnfoldError *error)
{
    const double rate = unfold_model_sample_rate(model);
    if (unfold_model_shape(model)->output_at != UNFOLD_EVERY_STEP || rate <= 0)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "is no effect: it has no loudness");
    if (rate < UNFOLD_SIGNAL_MIN_RATE || rate > UNFOLD_SIGNAL_MAX_RATE)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "has a rate of %g Hz, not %g to %g: loudness is not known",
                           rate, UNFOLD_SIGNAL_MIN_RATE, UNFOLD_SIGNAL_MAX_RATE);
    return UNFOLD_OK;
}

/* x [lead + n][inputs]: silence, then `mono` [n], with the extra inputs beside. */
static void lay_out(const float *mono, size_t n, const UnfoldReal *extra, size_t inputs,
                    size_t lead, UnfoldReal *x)
{
    for (size_t t = 0; t < lead + n; ++t) {
        x[t * inputs] = t < lead ? 0 : mono[t - lead];
        for (size_t k = 1; k < inputs; ++k)
            x[t * inputs + k] = extra[k - 1];
    }
}

UnfoldStatus unfold_output_loudness(const UnfoldModel *model, const UnfoldReal *extra,
                                    UnfoldLoudness *loudness, UnfoldError *error)
{
    const UnfoldStatus status = check(model, error);
    if (status)
        return status;
    const double rate = unfold_model_sample_rate(model);
    const size_t inputs = unfold_model_shape(model)->inputs;
    const size_t outputs = unfold_model_shape(model)->outputs;
    const size_t n = samples(UNFOLD_STANDARD_SECONDS, rate);
    const size_t lead = samples(LEAD_IN, rate);
    float *mono = malloc(n * sizeof *mono);
    UnfoldReal *x = malloc((lead + n) * inputs * sizeof *x);
    UnfoldReal *y = malloc((lead + n) * outputs * sizeof *y);
    bool done = mono && x && y && unfold_standard_input(rate, mono);
    if (done) {
        lay_out(mono, n, extra, inputs, lead, x);
        done = unfold_play(model, x, lead + n, y);
    }
    if (done)
        *loudness = measure(y + lead * outputs, n * outputs);
    free(mono);
    free(x);
    free(y);
    return done ? UNFOLD_OK : unfold_no_memory(error);
}
