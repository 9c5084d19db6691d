/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/spectral.h"

#include "net/block.h"

#include <assert.h>
#include <kiss_fftr.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Each of the lengths is twice the one before; HOPS frames begin within one length. */
enum { SHORTEST = 32, LENGTHS = 7, RESOLUTIONS = 3, HOPS = 4 };

/* Added to each power. */
#define FLOOR 1e-8f

/* How many ratios of magnitudes are multiplied before the logarithm of all is taken:
   between sqrt(FLOOR) and sqrt(FLT_MAX) each is below 1e24, so that a double holds
   them. */
#define RATIOS 8

typedef struct {
    size_t length, bins;
    kiss_fftr_cfg forward, inverse;
    float *window; /* [length] */
} Plan;

struct UnfoldSpectral {
    size_t max_steps;
    Plan plans[LENGTHS]; /* the shortest first, as many as fit max_steps */
    /* one signal [max_steps] */
    float *y, *target, *dy;
    /* one resolution [frames][bins] */
    float *y_magnitudes, *target_magnitudes;
    kiss_fft_cpx *y_bins;
    /* one frame */
    float *frame;
    kiss_fft_cpx *frame_bins;
    UnfoldReal *block; /* all of the above, one allocation */
};

/* Lengths of which two fit. */
static size_t fitting(size_t steps)
{
    size_t count = 0;
    while (count < LENGTHS && ((size_t)SHORTEST << count) * 2 <= steps)
        ++count;
    return count;
}

static size_t frames_of(size_t length, size_t steps)
{
    return (steps - length) / (length / HOPS) + 1;
}

static void *cut(UnfoldCutter *cutter, size_t bytes)
{
    return unfold_cut(cutter, (bytes + sizeof(UnfoldReal) - 1) / sizeof(UnfoldReal));
}

/* KissFFT tells the size of a plan, or makes it in the room that it gets. */
static kiss_fftr_cfg cut_plan(UnfoldCutter *cutter, size_t length, int inverse)
{
    size_t bytes = 0;
    kiss_fftr_alloc((int)length, inverse, NULL, &bytes);
    void *room = cut(cutter, bytes);
    return room ? kiss_fftr_alloc((int)length, inverse, room, &bytes) : NULL;
}

static void lay_out(UnfoldSpectral *spectral, UnfoldCutter *cutter)
{
    const size_t steps = spectral->max_steps, fit = fitting(steps);
    size_t longest = 0, most = 0; /* bins of all frames */
    for (size_t k = 0; k < fit; ++k) {
        const size_t length = (size_t)SHORTEST << k, bins = length / 2 + 1;
        const size_t all = frames_of(length, steps) * bins;
        spectral->plans[k] = (Plan){.length = length,
                                    .bins = bins,
                                    .forward = cut_plan(cutter, length, 0),
                                    .inverse = cut_plan(cutter, length, 1),
                                    .window = cut(cutter, length * sizeof(float))};
        longest = length;
        most = all > most ? all : most;
    }
    spectral->y = cut(cutter, steps * sizeof(float));
    spectral->target = cut(cutter, steps * sizeof(float));
    spectral->dy = cut(cutter, steps * sizeof(float));
    spectral->y_magnitudes = cut(cutter, most * sizeof(float));
    spectral->target_magnitudes = cut(cutter, most * sizeof(float));
    spectral->y_bins = cut(cutter, most * sizeof(kiss_fft_cpx));
    spectral->frame = cut(cutter, longest * sizeof(float));
    spectral->frame_bins = cut(cutter, (longest / 2 + 1) * sizeof(kiss_fft_cpx));
}

static size_t numbers_of(size_t max_steps)
{
    UnfoldSpectral spectral = {.max_steps = max_steps};
    UnfoldCutter counter = {0};
    lay_out(&spectral, &counter);
    return counter.count;
}

size_t unfold_spectral_bytes(size_t max_steps)
{
    return sizeof(UnfoldSpectral) + numbers_of(max_steps) * sizeof(UnfoldReal);
}

static void fill_window(const Plan *plan)
{
    const double turn = 6.283185307179586 / (double)plan->length;
    for (size_t n = 0; n < plan->length; ++n)
        plan->window[n] = (float)(0.5 - 0.5 * cos(turn * (double)n));
}

UnfoldSpectral *unfold_spectral_new(size_t max_steps)
{
    if (max_steps > SIZE_MAX >> 8) /* far beyond memory; the sizes could overflow */
        return NULL;
    UnfoldSpectral *spectral = calloc(1, sizeof *spectral);
    if (!spectral)
        return NULL;
    spectral->max_steps = max_steps;
    spectral->block = unfold_block_new(numbers_of(max_steps));
    if (!spectral->block) {
        unfold_spectral_free(spectral);
        return NULL;
    }
    UnfoldCutter cutter = {.block = spectral->block};
    lay_out(spectral, &cutter);
    for (size_t k = 0; k < fitting(max_steps); ++k)
        fill_window(&spectral->plans[k]);
    return spectral;
}

void unfold_spectral_free(UnfoldSpectral *spectral)
{
    if (!spectral)
        return;
    free(spectral->block);
    free(spectral);
}

static void transform(UnfoldSpectral *spectral, const Plan *plan, const float *signal,
                      kiss_fft_cpx *bins, float *magnitudes)
{
    float *frame = spectral->frame;
    for (size_t n = 0; n < plan->length; ++n)
        frame[n] = signal[n] * plan->window[n];
    kiss_fftr(plan->forward, frame, bins);
    for (size_t k = 0; k < plan->bins; ++k)
        magnitudes[k] = sqrtf(bins[k].r * bins[k].r + bins[k].i * bins[k].i + FLOOR);
}

typedef struct {
    double error, target; /* squares of the magnitudes' differences; of the target's */
    double logs;          /* |log My - log Mt| */
} Sums;

/* y and target [count] are magnitudes. */
static Sums compare(const float *y, const float *target, size_t count)
{
    Sums sums = {0};
    double product = 1;
    for (size_t k = 0; k < count; ++k) {
        const double a = y[k], b = target[k];
        sums.error += (a - b) * (a - b);
        sums.target += b * b;
        product *= a > b ? a / b : b / a;
        if (k % RATIOS == RATIOS - 1) {
            sums.logs += log(product);
            product = 1;
        }
    }
    sums.logs += log(product);
    return sums;
}

/* Frame `frame` of y's share of the gradient. My has the slopes X / My by the parts of
   X; the adjoint of a real FFT is the inverse one, unscaled, but that counts each bin
   twice, except the first and the last. */
static void transform_back(UnfoldSpectral *spectral, const Plan *plan, size_t frame,
                           double convergence, double logs)
{
    const kiss_fft_cpx *x = spectral->y_bins + frame * plan->bins;
    const float *y = spectral->y_magnitudes + frame * plan->bins;
    const float *target = spectral->target_magnitudes + frame * plan->bins;
    const float a = (float)(convergence / 2), b = (float)(logs / 2);
    kiss_fft_cpx *dx = spectral->frame_bins;
    for (size_t k = 0; k < plan->bins; ++k) {
        const float sign = (float)((y[k] > target[k]) - (y[k] < target[k]));
        const float slope = (a * (y[k] - target[k]) + b * sign / y[k]) / y[k];
        dx[k].r = slope * x[k].r;
        dx[k].i = slope * x[k].i;
    }
    dx[0].r *= 2;
    dx[plan->bins - 1].r *= 2;
    kiss_fftri(plan->inverse, dx, spectral->frame);
    float *dy = spectral->dy + frame * plan->length / HOPS;
    for (size_t n = 0; n < plan->length; ++n)
        dy[n] += spectral->frame[n] * plan->window[n];
}

static double resolution(UnfoldSpectral *spectral, const Plan *plan, double weight,
                         size_t steps)
{
    const size_t frames = frames_of(plan->length, steps), count = frames * plan->bins;
    for (size_t f = 0; f < frames; ++f) {
        const size_t from = f * plan->length / HOPS, row = f * plan->bins;
        transform(spectral, plan, spectral->y + from, spectral->y_bins + row,
                  spectral->y_magnitudes + row);
        transform(spectral, plan, spectral->target + from, spectral->frame_bins,
                  spectral->target_magnitudes + row);
    }
    const Sums sums =
        compare(spectral->y_magnitudes, spectral->target_magnitudes, count);
    const double norms = sqrt(sums.error) * sqrt(sums.target);
    const double convergence = norms > 0 ? weight / norms : 0;
    const double logs = weight / (double)count;
    for (size_t f = 0; f < frames; ++f)
        transform_back(spectral, plan, f, convergence, logs);
    return convergence * sums.error + logs * sums.logs;
}

double unfold_spectral_loss(UnfoldSpectral *spectral, double weight, size_t steps,
                            size_t stride, const UnfoldReal *y,
                            const UnfoldReal *target, UnfoldReal *dy)
{
    assert(spectral && steps <= spectral->max_steps);
    for (size_t t = 0; t < steps; ++t) {
        spectral->y[t] = (float)y[t * stride];
        spectral->target[t] = (float)target[t * stride];
    }
    memset(spectral->dy, 0, steps * sizeof *spectral->dy);
    const size_t fit = fitting(steps), count = fit < RESOLUTIONS ? fit : RESOLUTIONS;
    double sum = 0;
    for (size_t k = fit - count; k < fit; ++k)
        sum += resolution(spectral, &spectral->plans[k], weight / (double)count, steps);
    for (size_t t = 0; t < steps; ++t)
        dy[t * stride] += (UnfoldReal)spectral->dy[t];
    return sum;
}
