/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/periodogram.h"

#include "feature/fft_plan.h"

#include <math.h>
#include <stdlib.h>

struct UnfoldPeriodogram {
    size_t size;
    float *window, *windowed; /* [size] */
    kiss_fft_cpx *bins;       /* [size / 2 + 1] */
    kiss_fftr_cfg fft;
};

UnfoldPeriodogram *unfold_periodogram_new(size_t samples, bool hann)
{
    UnfoldPeriodogram *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    const int half = samples > 2 ? (int)((samples + 1) / 2) : 1;
    p->size = 2 * (size_t)kiss_fft_next_fast_size(half);
    p->window = malloc(p->size * sizeof *p->window);
    p->windowed = malloc(p->size * sizeof *p->windowed);
    p->bins = malloc((p->size / 2 + 1) * sizeof *p->bins);
    p->fft = unfold_fft_plan(p->size, false);
    if (!p->window || !p->windowed || !p->bins || !p->fft) {
        unfold_periodogram_free(p);
        return NULL;
    }
    /* Periodic: windows half over each other add up to 1. */
    for (size_t t = 0; t < p->size; ++t) {
        const double s = sin(M_PI * (double)t / (double)p->size);
        p->window[t] = hann ? (float)(s * s) : 1;
    }
    return p;
}

void unfold_periodogram_free(UnfoldPeriodogram *periodogram)
{
    if (!periodogram)
        return;
    free(periodogram->window);
    free(periodogram->windowed);
    free(periodogram->bins);
    free(periodogram->fft);
    free(periodogram);
}

size_t unfold_periodogram_size(const UnfoldPeriodogram *periodogram)
{
    return periodogram->size;
}

double unfold_periodogram_add(UnfoldPeriodogram *periodogram, const float *samples,
                              size_t n, double *power)
{
    const size_t size = periodogram->size;
    double energy = 0;
    for (size_t t = 0; t < size; ++t) {
        const float w = periodogram->window[t];
        periodogram->windowed[t] = t < n ? w * samples[t] : 0;
        energy += t < n ? (double)w * w : 0;
    }
    kiss_fftr(periodogram->fft, periodogram->windowed, periodogram->bins);
    for (size_t k = 0; k <= size / 2; ++k) {
        const double re = periodogram->bins[k].r, im = periodogram->bins[k].i;
        const double sides = k == 0 || k == size / 2 ? 1 : 2;
        power[k] += sides * (re * re + im * im);
    }
    return energy;
}
