/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FEATURE_FFT_PLAN_H
#define UNFOLD_FEATURE_FFT_PLAN_H

#include <kiss_fftr.h>
#include <stdbool.h>
#include <stddef.h>

/** A plan for a real FFT of `size` samples (even), like kiss_fftr_alloc but in memory
   of ours: release with free(). NULL for lack of memory. */
kiss_fftr_cfg unfold_fft_plan(size_t size, bool backward);

#endif
