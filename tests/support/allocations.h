/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_ALLOCATIONS_H
#define UNFOLD_TESTS_ALLOCATIONS_H

#include <stddef.h>

/* Allocations of the code linked into the test program (malloc and its kin are wrapped
   by the linker) and, after watch_jansson, of jansson. One thread at a time. */

void watch_jansson(void);

/** Count from 0 again and let all succeed. */
void allocations_reset(void);

/** Let the allocation number `n` from now (0 is the next) fail, and all after it too if
    `all_after`. */
void allocations_fail_at(size_t n, int all_after);

/** Allocations tried since the reset. */
size_t allocations_made(void);

/** Bytes of the largest of them. */
size_t allocations_largest(void);

/** Blocks allocated since the reset and not yet freed. */
long allocations_live(void);

#endif
