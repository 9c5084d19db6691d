/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_PAIR_H
#define UNFOLD_CAPTURE_PAIR_H

#include <stddef.h>

/** What was played into the gear and what came out, not yet aligned: their lengths may
    differ. Owns nothing. All samples are finite; full scale is 1. */
typedef struct {
    const float *dry, *wet;
    size_t dry_frames, wet_frames;
    double rate; /**< Hz, of both */
} UnfoldPairView;

#endif
