/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/loss.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Keeps the ratio of a silent target finite: -100 dB below full scale, per sample. */
#define FLOOR 1e-10

static size_t at(const UnfoldSpan *span, size_t t, size_t row)
{
    return t * span->outputs * UNFOLD_LANES + row;
}

/* The weights of the steps, or the targets that are there. */
static double count_scored(const UnfoldLoss *loss, const UnfoldSpan *span,
                           const UnfoldReal *target)
{
    const size_t end = at(span, span->steps, 0);
    double count = 0;
    for (size_t k = at(span, span->from, 0); k < end; ++k)
        count += loss->cross_entropy ? (double)target[k] : !isnan(target[k]);
    return count;
}

void unfold_loss_measure(const UnfoldLoss *loss, const UnfoldSpan *span,
                         const UnfoldReal *target, UnfoldLossScale *scale)
{
    const size_t rows = span->outputs * UNFOLD_LANES;
    const size_t scored = span->steps - span->from;
    scale->signals += (double)rows;
    if (loss->cross_entropy || loss->gaps) {
        scale->count += count_scored(loss, span, target);
        return;
    }
    scale->count += (double)(scored * rows);
    if (loss->esr <= 0 && loss->dc <= 0)
        return;
    for (size_t row = 0; row < rows; ++row) {
        double energy = 0, emphasised = 0;
        for (size_t t = span->from; t < span->steps; ++t) {
            const double now = target[at(span, t, row)];
            energy += now * now;
            if (t == 0)
                continue;
            const double p = now - loss->preemphasis * target[at(span, t - 1, row)];
            emphasised += p * p;
        }
        scale->energy += energy;
        scale->emphasised += emphasised;
    }
}

/* d/ds_k of -sum over j of t_j log y_j is y_k sum of t - t_k. */
static double cross_entropy(const UnfoldSpan *span, double share, const UnfoldReal *y,
                            const UnfoldReal *target, UnfoldReal *dy)
{
    double sum = 0;
    for (size_t t = span->from; t < span->steps; ++t) {
        double weights[UNFOLD_LANES] = {0};
        const size_t first = at(span, t, 0), end = at(span, t + 1, 0);
        for (size_t k = first; k < end; ++k)
            weights[k % UNFOLD_LANES] += target[k];
        for (size_t k = first; k < end; ++k) {
            if (target[k] > 0)
                sum -= target[k] * log(y[k] > FLT_MIN ? y[k] : FLT_MIN);
            dy[k] =
                (UnfoldReal)((weights[k % UNFOLD_LANES] * y[k] - target[k]) * share);
        }
    }
    return sum * share;
}

static double squares(const UnfoldSpan *span, double share, const UnfoldReal *y,
                      const UnfoldReal *target, UnfoldReal *dy)
{
    double sum = 0;
    const size_t end = at(span, span->steps, 0);
    for (size_t k = at(span, span->from, 0); k < end; ++k) {
        const double error = isnan(target[k]) ? 0 : (double)y[k] - target[k];
        sum += error * error;
        dy[k] = (UnfoldReal)(2 * error * share);
    }
    return sum * share;
}

/* e_t = y_t - t_t; p_t = e_t - a e_{t-1};
   esr * sum of p^2 / E + mse * sum of e^2 / N + dc * T * mean(e)^2 / S.
   The very first step has no p: what came before it is not known. */
static double waveform(const UnfoldLoss *loss, const UnfoldSpan *span,
                       const UnfoldLossScale *scale, size_t row, const UnfoldReal *y,
                       const UnfoldReal *target, UnfoldReal *dy)
{
    const double a = loss->preemphasis, scored = (double)(span->steps - span->from);
    const double esr = loss->esr / (scale->emphasised + FLOOR * scale->count);
    const double dc = loss->dc / (scale->energy + FLOOR * scale->count);
    const double mse = loss->mse / scale->count;
    double emphasised = 0, squares = 0, sum = 0, before = 0;
    if (span->from) {
        const size_t k = at(span, span->from - 1, row);
        before = (double)y[k] - target[k];
    }
    for (size_t t = span->from; t < span->steps; ++t) {
        const size_t k = at(span, t, row);
        const double error = (double)y[k] - target[k];
        const double p = t ? error - a * before : 0;
        emphasised += p * p;
        squares += error * error;
        sum += error;
        dy[k] = (UnfoldReal)(2 * (p * esr + error * mse));
        if (t)
            dy[at(span, t - 1, row)] -= (UnfoldReal)(2 * a * p * esr);
        before = error;
    }
    const double mean = sum / scored;
    for (size_t t = span->from; loss->dc > 0 && t < span->steps; ++t)
        dy[at(span, t, row)] += (UnfoldReal)(2 * mean * dc);
    return emphasised * esr + squares * mse + scored * mean * mean * dc;
}

double unfold_loss(const UnfoldLoss *loss, const UnfoldSpan *span,
                   const UnfoldLossScale *scale, UnfoldSpectral *spectral,
                   const UnfoldReal *y, const UnfoldReal *target, UnfoldReal *dy)
{
    const size_t rows = span->outputs * UNFOLD_LANES;
    memset(dy, 0, at(span, span->from, 0) * sizeof *dy);
    const double share = scale->count > 0 ? 1 / scale->count : 0;
    if (loss->cross_entropy)
        return cross_entropy(span, share, y, target, dy);
    if (loss->gaps)
        return squares(span, loss->mse * share, y, target, dy);
    double sum = 0;
    for (size_t row = 0; row < rows; ++row) {
        sum += waveform(loss, span, scale, row, y, target, dy);
        if (loss->mrstft > 0) {
            const size_t first = at(span, span->from, row);
            sum += unfold_spectral_loss(spectral, loss->mrstft / scale->signals,
                                        span->steps - span->from, rows, y + first,
                                        target + first, dy + first);
        }
    }
    return sum;
}
