/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_PRODUCT_H
#define UNFOLD_LEARN_PRODUCT_H

/* The two products of backpropagation through time over lanes, blocked so that the sums
   stay in registers. Included by the kernels, compiled once for each instruction set.
 */

#include "learn/lanes.h"
#include "net/vector.h"

#include <stdbool.h>
#include <string.h>

#define VECTORS (UNFOLD_LANES / WIDTH) /* that one row of lanes takes */

/* Rows of results in flight: what the registers hold beside a row and a broadcast. */
#define ROWS_THAT_FIT ((REGISTERS - VECTORS - 1) / VECTORS)
#define SUM_TILE (ROWS_THAT_FIT > 16 ? 16 : ROWS_THAT_FIT < 1 ? 1 : ROWS_THAT_FIT)

INLINE Vector *vectors(UnfoldReal *row)
{
    return (Vector *)row;
}

INLINE const Vector *vectors_const(const UnfoldReal *row)
{
    return (const Vector *)row;
}

/* y [n][LANES] (+)= sum over j of w[j * in_stride + k * out_stride] * x[j] */
INLINE void sum_tile(size_t n, const UnfoldReal *w, size_t rows, size_t in_stride,
                     size_t out_stride, const UnfoldReal *x, UnfoldReal *y)
{
    Vector sums[SUM_TILE][VECTORS];
    for (size_t k = 0; k < n; ++k)
        for (size_t v = 0; v < VECTORS; ++v)
            sums[k][v] = vectors(y + k * UNFOLD_LANES)[v];
    for (size_t j = 0; j < rows; ++j) {
        const Vector *row = vectors_const(x + j * UNFOLD_LANES);
        const UnfoldReal *column = w + j * in_stride;
        for (size_t k = 0; k < n; ++k)
            for (size_t v = 0; v < VECTORS; ++v)
                sums[k][v] += column[k * out_stride] * row[v];
    }
    for (size_t k = 0; k < n; ++k)
        for (size_t v = 0; v < VECTORS; ++v)
            vectors(y + k * UNFOLD_LANES)[v] = sums[k][v];
}

/* y [cols][LANES] += x [rows][LANES] times w, where w[j * in_stride + k * out_stride]
   joins input j to result k. */
static void add_product(const UnfoldReal *w, size_t rows, size_t in_stride, size_t cols,
                        size_t out_stride, const UnfoldReal *x, UnfoldReal *y)
{
    size_t k = 0;
    for (; k + SUM_TILE <= cols; k += SUM_TILE)
        sum_tile(SUM_TILE, w + k * out_stride, rows, in_stride, out_stride, x,
                 y + k * UNFOLD_LANES);
    for (; k < cols; ++k)
        sum_tile(1, w + k * out_stride, rows, in_stride, out_stride, x,
                 y + k * UNFOLD_LANES);
}

#define OUTER_ROWS 4
#define OUTER_COLS (REGISTERS >= 32 ? 4 : 3)

/* w [n] += the sums of n vectors each */
INLINE void add_sums(size_t n, const Vector *sums, UnfoldReal *w)
{
    size_t k = 0;
    for (; k + PART_WIDTH <= n; k += PART_WIDTH) {
        Part parts[PART_WIDTH], row;
        for (size_t p = 0; p < PART_WIDTH; ++p)
            parts[p] = fold(sums[k + p]);
        memcpy(&row, w + k, sizeof row);
        row += sums_of_parts(parts);
        memcpy(w + k, &row, sizeof row);
    }
    for (; k < n; ++k)
        w[k] += sum_of(sums[k]);
}

/* w [m x n] += sum over t and lanes of a_t[j] * b_t[k] */
INLINE void outer_tile(size_t m, size_t n, size_t steps, const UnfoldReal *a,
                       size_t a_step, const UnfoldReal *b, size_t b_step,
                       size_t w_stride, UnfoldReal *w)
{
    Vector sums[OUTER_ROWS][OUTER_COLS];
    for (size_t j = 0; j < m; ++j)
        for (size_t k = 0; k < n; ++k)
            sums[j][k] = (Vector){0};
    for (size_t t = 0; t < steps; ++t)
        for (size_t v = 0; v < VECTORS; ++v)
            for (size_t j = 0; j < m; ++j)
                for (size_t k = 0; k < n; ++k)
                    sums[j][k] += vectors_const(a + t * a_step + j * UNFOLD_LANES)[v] *
                                  vectors_const(b + t * b_step + k * UNFOLD_LANES)[v];
    for (size_t j = 0; j < m; ++j)
        add_sums(n, sums[j], w + j * w_stride);
}

/* Steps of an outer product taken together: what a first-level cache holds. */
#define OUTER_STEPS 16

/* How many of them there are from step t on. */
INLINE size_t outer_steps(size_t steps, size_t t)
{
    return steps - t < OUTER_STEPS ? steps - t : OUTER_STEPS;
}

/* w [rows x cols] += sum over t and lanes of a_t [rows] times b_t [cols]; a_step and
   b_step are the distances from one step to the next, w_stride from one row of w to the
   next. */
static void add_outer(size_t steps, const UnfoldReal *a, size_t a_step, size_t rows,
                      const UnfoldReal *b, size_t b_step, size_t cols, size_t w_stride,
                      UnfoldReal *w)
{
    for (size_t t = 0; t < steps; t += OUTER_STEPS) {
        const size_t some = outer_steps(steps, t);
        const UnfoldReal *at = a + t * a_step, *bt = b + t * b_step;
        for (size_t j = 0; j < rows; j += OUTER_ROWS) {
            const UnfoldReal *aj = at + j * UNFOLD_LANES;
            const size_t m = rows - j < OUTER_ROWS ? rows - j : OUTER_ROWS;
            for (size_t k = 0; k < cols; k += OUTER_COLS) {
                const UnfoldReal *bk = bt + k * UNFOLD_LANES;
                UnfoldReal *to = w + j * w_stride + k;
                const size_t n = cols - k < OUTER_COLS ? cols - k : OUTER_COLS;
                if (m == OUTER_ROWS && n == OUTER_COLS)
                    outer_tile(OUTER_ROWS, OUTER_COLS, some, aj, a_step, bk, b_step,
                               w_stride, to);
                else
                    for (size_t p = 0; p < m; ++p)
                        for (size_t q = 0; q < n; ++q)
                            outer_tile(1, 1, some, aj + p * UNFOLD_LANES, a_step,
                                       bk + q * UNFOLD_LANES, b_step, w_stride,
                                       to + p * w_stride + q);
            }
        }
    }
}

/* bias [rows] += sum over t and lanes of a_t */
static void add_rows(size_t steps, const UnfoldReal *a, size_t a_step, size_t rows,
                     UnfoldReal *bias)
{
    for (size_t j = 0; j < rows; ++j) {
        Vector sum = {0};
        for (size_t t = 0; t < steps; ++t)
            for (size_t v = 0; v < VECTORS; ++v)
                sum += vectors_const(a + t * a_step + j * UNFOLD_LANES)[v];
        bias[j] += sum_of(sum);
    }
}

/* y [rows][LANES] = values [rows], the same in every lane */
INLINE void spread(const UnfoldReal *values, size_t rows, UnfoldReal *y)
{
    for (size_t j = 0; j < rows; ++j)
        for (size_t b = 0; b < UNFOLD_LANES; ++b)
            y[j * UNFOLD_LANES + b] = values[j];
}

#endif
