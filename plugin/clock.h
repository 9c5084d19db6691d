/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_CLOCK_H
#define UNFOLD_PLUGIN_CLOCK_H

#include <stdint.h>

/** A count that goes on evenly, read from the processor without a system call where
    there is one (x86-64, AArch64). Real-time safe. */
uint64_t unfold_clock(void);

/** Counts per second. The first call may take 10 ms. Not real-time safe. */
double unfold_clock_rate(void);

#endif
