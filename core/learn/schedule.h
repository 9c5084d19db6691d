/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_SCHEDULE_H
#define UNFOLD_LEARN_SCHEDULE_H

#include <math.h>
#include <stddef.h>

/* What changes as a training goes on; `done` is how much of it is behind, 0..1. */

/** The rise of the learning rate at the start, as a factor: from a tenth to 1 over the
    first fiftieth. */
static inline double unfold_rate_rise(double done)
{
    return done < 0.02 ? 0.1 + 0.9 * done / 0.02 : 1;
}

/** Longer trainings have the time to go slower, and fall off fewer cliffs: the rate for
    so many steps in each lane, as a factor. */
static inline double unfold_rate_for(double steps)
{
    const double few = 4e7;
    return steps > few ? sqrt(few / steps) : 1;
}

/** Its fall after that: half a cosine from 1 to a hundredth (Loshchilov & Hutter 2017).
 */
static inline double unfold_rate_fall(double done)
{
    const double fall = done < 0.02 ? 0 : (done - 0.02) / 0.98, last = 0.01;
    return last + (1 - last) * 0.5 * (1 + cos(3.141592653589793 * fall));
}

/** Steps between updates, at most `longest`: short windows learn fast what is near;
    long ones, later, what is far. */
static inline size_t unfold_window_at(size_t longest, double done)
{
    const size_t part = done < 1.0 / 3 ? 4 : done < 2.0 / 3 ? 2 : 1;
    return longest / part > 0 ? longest / part : 1;
}

#endif
