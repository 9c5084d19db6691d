/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/optimiser.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

UnfoldOptimiser *unfold_optimiser_new(UnfoldOptimiserKind kind, size_t count)
{
    UnfoldOptimiser *optimiser = calloc(1, sizeof *optimiser);
    if (!optimiser)
        return NULL;
    optimiser->kind = kind;
    optimiser->beta1 = 0.9;
    optimiser->beta2 = 0.999;
    optimiser->epsilon = 1e-8;
    optimiser->count = count;
    if (kind == UNFOLD_ADAM) {
        optimiser->first = calloc(count, sizeof *optimiser->first);
        optimiser->second = calloc(count, sizeof *optimiser->second);
        if (!optimiser->first || !optimiser->second) {
            unfold_optimiser_free(optimiser);
            return NULL;
        }
    }
    return optimiser;
}

void unfold_optimiser_free(UnfoldOptimiser *optimiser)
{
    if (!optimiser)
        return;
    free(optimiser->first);
    free(optimiser->second);
    free(optimiser);
}

static void adam(UnfoldOptimiser *optimiser, double rate, const UnfoldReal *gradients,
                 UnfoldReal *weights)
{
    const double b1 = optimiser->beta1, b2 = optimiser->beta2;
    const double n = (double)optimiser->updates;
    const double scale1 = rate / (1 - pow(b1, n)), scale2 = 1 / (1 - pow(b2, n));
    for (size_t k = 0; k < optimiser->count; ++k) {
        const double g = gradients[k];
        const double m = b1 * optimiser->first[k] + (1 - b1) * g;
        const double v = b2 * optimiser->second[k] + (1 - b2) * g * g;
        optimiser->first[k] = (UnfoldReal)m;
        optimiser->second[k] = (UnfoldReal)v;
        weights[k] -=
            (UnfoldReal)(scale1 * m / (sqrt(v * scale2) + optimiser->epsilon));
    }
}

void unfold_optimiser_step(UnfoldOptimiser *optimiser, double rate,
                           const UnfoldReal *gradients, UnfoldReal *weights)
{
    ++optimiser->updates;
    for (size_t k = 0; optimiser->decay > 0 && k < optimiser->count; ++k)
        weights[k] -= (UnfoldReal)(rate * optimiser->decay * weights[k]);
    switch (optimiser->kind) {
    case UNFOLD_SGD:
        for (size_t k = 0; k < optimiser->count; ++k)
            weights[k] -= (UnfoldReal)(rate * gradients[k]);
        break;
    case UNFOLD_ADAM:
        adam(optimiser, rate, gradients, weights);
        break;
    }
}

void unfold_optimiser_forget(UnfoldOptimiser *optimiser)
{
    optimiser->updates = 0;
    if (optimiser->first)
        memset(optimiser->first, 0, optimiser->count * sizeof *optimiser->first);
    if (optimiser->second)
        memset(optimiser->second, 0, optimiser->count * sizeof *optimiser->second);
}

void unfold_optimiser_visit_state(UnfoldOptimiser *optimiser, UnfoldStateVisitor visit,
                                  void *context)
{
    visit(context, &optimiser->updates, sizeof optimiser->updates);
    if (!optimiser->first)
        return;
    visit(context, optimiser->first, optimiser->count * sizeof *optimiser->first);
    visit(context, optimiser->second, optimiser->count * sizeof *optimiser->second);
}

double unfold_clip_norm(UnfoldReal *gradients, size_t count, double limit)
{
    double squares = 0;
    for (size_t k = 0; k < count; ++k)
        squares += (double)gradients[k] * gradients[k];
    const double norm = sqrt(squares);
    if (!isfinite(norm))
        memset(gradients, 0, count * sizeof *gradients);
    else if (norm > limit)
        for (size_t k = 0; k < count; ++k)
            gradients[k] = (UnfoldReal)(gradients[k] * (limit / norm));
    return norm;
}
