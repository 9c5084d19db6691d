/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_KAISER_H
#define UNFOLD_RATE_KAISER_H

#include <math.h>

/** The modified Bessel function of the first kind, order 0, by its power series. */
static inline double unfold_bessel_i0(double x)
{
    double term = 1, sum = 1;
    for (int k = 1; term > 1e-12 * sum; ++k) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

/** A sinc, of 1 at u = 0 and 0 at other whole u, under a Kaiser window (Kaiser 1974) up
    to `side` to either side, not divided by I0(beta). */
static inline double unfold_kaiser_sinc(double u, double side, double beta)
{
    const double v = u / side;
    const double window = fabs(v) < 1 ? unfold_bessel_i0(beta * sqrt(1 - v * v)) : 1;
    return window * (fabs(u) < 1e-12 ? 1 : sin(M_PI * u) / (M_PI * u));
}

#endif
