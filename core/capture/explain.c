/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/explain.h"

#define DEPENDENT 1e-9 /* of a cause's energy: nothing of its own is left */

static double dot(const double *weights, const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; ++k)
        sum += weights[k] * a[k] * b[k];
    return sum;
}

/* Take from y its part along `cause`, whose energy is given. */
static void take(const double *weights, const double *cause, double energy, double *y,
                 size_t n)
{
    const double gain = dot(weights, cause, y, n) / energy;
    for (size_t k = 0; k < n; ++k)
        y[k] -= gain * cause[k];
}

void unfold_take_explained(double *causes, size_t count, const double *weights,
                           double *y, size_t n)
{
    for (size_t c = 0; c < count; ++c) {
        double *cause = causes + c * n;
        const double whole = dot(weights, cause, cause, n);
        for (size_t before = 0; before < c; ++before) {
            const double *other = causes + before * n;
            const double energy = dot(weights, other, other, n);
            if (energy > 0)
                take(weights, other, energy, cause, n);
        }
        const double left = dot(weights, cause, cause, n);
        if (left > DEPENDENT * whole)
            take(weights, cause, left, y, n);
        else
            for (size_t k = 0; k < n; ++k)
                cause[k] = 0;
    }
}
