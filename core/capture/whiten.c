/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/whiten.h"

#include <math.h>
#include <string.h>

#define ORDER UNFOLD_WHITEN_ORDER
#define BLOCK 4096
#define PART 64        /* samples summed in single precision, which is faster */
#define MAX_BLOCKS 512 /* are read: enough to know a spectrum */

/* Adds r_j = sum over t of x_t x_{t+j} of x [n <= BLOCK] under a Hann window, whose
   cosine is made by recursion. */
static void add_autocorrelation(const float *x, size_t n, double r[ORDER + 1])
{
    float windowed[BLOCK + ORDER] = {0};
    const double step = 2 * M_PI / (double)n;
    double now = cos(0.5 * step), before = now;
    for (size_t t = 0; t < n; ++t) {
        windowed[t] = x[t] * (float)(0.5 - 0.5 * now);
        const double next = 2 * cos(step) * now - before;
        before = now;
        now = next;
    }
    for (size_t begin = 0; begin < n; begin += PART) {
        float sum[ORDER + 1] = {0};
        for (size_t t = begin; t < begin + PART && t < n; ++t)
            for (size_t j = 0; j <= ORDER; ++j)
                sum[j] += windowed[t] * windowed[t + j];
        for (size_t j = 0; j <= ORDER; ++j)
            r[j] += (double)sum[j];
    }
}

/* Levinson's and Durbin's recursion. */
static void solve(const double r[ORDER + 1], double a[ORDER + 1])
{
    double error = r[0];
    for (size_t m = 1; m <= ORDER && error > 0; ++m) {
        double sum = r[m];
        for (size_t j = 1; j < m; ++j)
            sum += a[j] * r[m - j];
        const double k = -sum / error;
        for (size_t j = 1, i = m - 1; j <= i; ++j, --i) {
            const double low = a[j], high = a[i];
            a[j] = low + k * high;
            a[i] = high + k * low;
        }
        a[m] = k;
        error *= 1 - k * k;
    }
}

UnfoldWhitener unfold_whitener_fit(const float *x, size_t n, double floor)
{
    double r[ORDER + 1] = {0}, a[ORDER + 1] = {1};
    const size_t blocks = (n + BLOCK - 1) / BLOCK;
    const size_t step = (blocks + MAX_BLOCKS - 1) / MAX_BLOCKS;
    for (size_t k = 0; k < blocks; k += step) {
        const size_t begin = k * BLOCK, left = n - begin;
        add_autocorrelation(x + begin, left < BLOCK ? left : BLOCK, r);
    }
    r[0] *= 1 + floor;
    solve(r, a);
    UnfoldWhitener whitener;
    for (size_t j = 0; j <= ORDER; ++j)
        whitener.a[j] = (float)a[j];
    return whitener;
}

void unfold_whiten(const UnfoldWhitener *whitener, const float *x, size_t n,
                   ptrdiff_t begin, float *y, size_t count)
{
    memset(y, 0, count * sizeof *y);
    for (ptrdiff_t j = 0; j <= ORDER; ++j) {
        /* y[t] += a_j x[begin + t - j] where that lies in 0..n - 1 */
        const ptrdiff_t shift = begin - j, end = (ptrdiff_t)n - shift;
        const size_t from = shift < 0 ? (size_t)-shift : 0;
        const size_t to = end < 0 ? 0 : (size_t)end < count ? (size_t)end : count;
        const float a = whitener->a[j];
        for (size_t t = from; t < to; ++t)
            y[t] += a * x[(ptrdiff_t)t + shift];
    }
}
