/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/lanes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

UnfoldReal *unfold_lanes_new(size_t count)
{
    const size_t row = UNFOLD_LANES * sizeof(UnfoldReal);
    if (count > SIZE_MAX / 2 / row)
        return NULL;
    const size_t bytes = (count ? count : 1) * row;
    UnfoldReal *lanes = aligned_alloc(UNFOLD_LANE_ALIGNMENT, bytes);
    if (lanes)
        memset(lanes, 0, bytes);
    return lanes;
}

void unfold_lanes_free(UnfoldReal *lanes)
{
    free(lanes);
}
