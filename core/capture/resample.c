/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/resample.h"

#include <math.h>
#include <stdlib.h>

#define PERIODS 32 /* to each side of the kernel */
#define STEPS 512  /* of the table in a period; between them it is linear */
#define TABLE (PERIODS * STEPS)
#define PASSED 0.92 /* of the new Nyquist frequency, where that is the lower one */

static void fill_kernel(float kernel[TABLE + 2])
{
    for (size_t k = 0; k <= TABLE; ++k) {
        const double u = (double)k / STEPS, w = M_PI * u / PERIODS;
        const double window = 0.42 + 0.5 * cos(w) + 0.08 * cos(2 * w);
        kernel[k] = (float)(k % STEPS ? window * sin(M_PI * u) / (M_PI * u) : k == 0);
    }
    kernel[TABLE + 1] = 0;
}

static float sample_at(const float *x, size_t n, double t, double scale,
                       const float *kernel)
{
    const double first = fmax(ceil(t - PERIODS / scale), 0);
    const double last = fmin(floor(t + PERIODS / scale), (double)n - 1);
    double sum = 0;
    for (double k = first; k <= last; ++k) {
        const double u = fabs(k - t) * scale * STEPS;
        const size_t at = (size_t)u;
        const double part = u - (double)at;
        const double h = kernel[at] + part * (kernel[at + 1] - kernel[at]);
        sum += h * x[(size_t)k];
    }
    return (float)(sum * scale);
}

bool unfold_resample(const float *x, size_t n, double from, float *y, size_t m,
                     double to)
{
    if (to == from) { /* what the kernel gives too, but slowly */
        for (size_t t = 0; t < m; ++t)
            y[t] = t < n ? x[t] : 0;
        return true;
    }
    float *kernel = malloc((TABLE + 2) * sizeof *kernel);
    if (!kernel)
        return false;
    fill_kernel(kernel);
    const double scale = to < from ? PASSED * to / from : 1;
    for (size_t t = 0; t < m; ++t)
        y[t] = sample_at(x, n, (double)t * from / to, scale, kernel);
    free(kernel);
    return true;
}
