/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_BLOCK_H
#define UNFOLD_NET_BLOCK_H

#include "net/real.h"

#include <stddef.h>

/** Alignment of blocks and their parts, in bytes: that of the longest vector. */
#define UNFOLD_ALIGNMENT 64

/** Zeroed numbers aligned for any vector; NULL for lack of memory. Release with free.
 */
UnfoldReal *unfold_block_new(size_t count);

/** Hands out aligned parts of one block, one after another. Run the same cuts twice:
    without a block, to count what it must hold, then with it. */
typedef struct {
    UnfoldReal *block; /**< NULL: only count */
    size_t count;      /**< numbers handed out so far */
} UnfoldCutter;

/** The next `count` numbers, or NULL where there is no block yet. */
UnfoldReal *unfold_cut(UnfoldCutter *cutter, size_t count);

#endif
