/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/lanes.h"

#include "net/block.h"

#include <stdint.h>
#include <stdlib.h>

UnfoldReal *unfold_lanes_new(size_t count)
{
    return count > SIZE_MAX / UNFOLD_LANES ? NULL
                                           : unfold_block_new(count * UNFOLD_LANES);
}

void unfold_lanes_free(UnfoldReal *lanes)
{
    free(lanes);
}
