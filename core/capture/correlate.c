/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/correlate.h"

#include "feature/fft_plan.h"

#include <stdlib.h>
#include <string.h>

struct UnfoldCorrelator {
    size_t lags, size; /* of the FFT */
    kiss_fftr_cfg forward, backward;
    float *x, *y, *r;            /* [size] each; x and y end in zeros */
    kiss_fft_cpx *fx, *fy, *sum; /* [size / 2 + 1] each */
};

UnfoldCorrelator *unfold_correlator_new(size_t block, size_t lags)
{
    UnfoldCorrelator *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->lags = lags;
    c->size = 16;
    while (c->size < block + 2 * lags)
        c->size *= 2;
    const size_t bins = c->size / 2 + 1;
    c->forward = unfold_fft_plan(c->size, false);
    c->backward = unfold_fft_plan(c->size, true);
    c->x = calloc(c->size, sizeof *c->x);
    c->y = calloc(c->size, sizeof *c->y);
    c->r = calloc(c->size, sizeof *c->r);
    c->fx = calloc(bins, sizeof *c->fx);
    c->fy = calloc(bins, sizeof *c->fy);
    c->sum = calloc(bins, sizeof *c->sum);
    if (!c->forward || !c->backward || !c->x || !c->y || !c->r || !c->fx || !c->fy ||
        !c->sum) {
        unfold_correlator_free(c);
        return NULL;
    }
    return c;
}

void unfold_correlator_free(UnfoldCorrelator *c)
{
    if (!c)
        return;
    free(c->forward);
    free(c->backward);
    free(c->x);
    free(c->y);
    free(c->r);
    free(c->fx);
    free(c->fy);
    free(c->sum);
    free(c);
}

float *unfold_correlator_x(UnfoldCorrelator *c)
{
    return c->x;
}

float *unfold_correlator_y(UnfoldCorrelator *c)
{
    return c->y;
}

void unfold_correlator_add(UnfoldCorrelator *c, double weight)
{
    const float w = (float)(weight / (double)c->size);
    kiss_fftr(c->forward, c->x, c->fx);
    kiss_fftr(c->forward, c->y, c->fy);
    for (size_t k = 0; k <= c->size / 2; ++k) { /* w conj(X) Y */
        const kiss_fft_cpx x = c->fx[k], y = c->fy[k];
        c->sum[k].r += w * (x.r * y.r + x.i * y.i);
        c->sum[k].i += w * (x.r * y.i - x.i * y.r);
    }
}

void unfold_correlator_take(UnfoldCorrelator *c, float *r)
{
    kiss_fftri(c->backward, c->sum, c->r);
    memcpy(r, c->r, (2 * c->lags + 1) * sizeof *r);
    memset(c->sum, 0, (c->size / 2 + 1) * sizeof *c->sum);
}
