/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define STEP (UNFOLD_ALIGNMENT / sizeof(UnfoldReal))

static size_t rounded_up(size_t count)
{
    return (count + STEP - 1) / STEP * STEP;
}

UnfoldReal *unfold_block_new(size_t count)
{
    if (count > SIZE_MAX / 2 / sizeof(UnfoldReal))
        return NULL;
    const size_t bytes = rounded_up(count ? count : 1) * sizeof(UnfoldReal);
    UnfoldReal *block = aligned_alloc(UNFOLD_ALIGNMENT, bytes);
    if (block)
        memset(block, 0, bytes);
    return block;
}

UnfoldReal *unfold_cut(UnfoldCutter *cutter, size_t count)
{
    UnfoldReal *part = cutter->block ? cutter->block + cutter->count : NULL;
    cutter->count += rounded_up(count);
    return part;
}
