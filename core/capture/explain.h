/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_EXPLAIN_H
#define UNFOLD_CAPTURE_EXPLAIN_H

#include <stddef.h>

/** Take from y [n] what a weighted sum of the causes [count][n] explains: least squares
    with a weight for each of the n, by Gram and Schmidt's orthogonalisation (modified).
    Overwrites the causes. Causes that the earlier ones explain are left out. */
void unfold_take_explained(double *causes, size_t count, const double *weights,
                           double *y, size_t n);

#endif
