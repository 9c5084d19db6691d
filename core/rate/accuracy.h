/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_ACCURACY_H
#define UNFOLD_RATE_ACCURACY_H

#include "net/model.h"

/** Which order of interpolation lets a model of one output come nearest to itself when
    its recurrence is delayed by so much (net/delayed.h), and how near: the ESR over a
    test signal of a quarter of a second, at several levels and then silence, inputs
    beside the first at 0.5, against the nearest whole delay. Infinite where no order is
    stable. False for lack of memory. */
bool unfold_delay_accuracy(const UnfoldModel *model, double delay, unsigned *order,
                           double *esr);

#endif
