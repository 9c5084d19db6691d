/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_FUZZ_MUTATE_H
#define UNFOLD_TESTS_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/** Damage number `number` of some bytes: bits flipped, bytes replaced, the end cut off,
    stretches removed, doubled or copied elsewhere, one to three of these. `to` has room
    for 2 size + 1 bytes; returns how many it holds. The same number, the same damage.
 */
size_t fuzz_mutate(const uint8_t *from, size_t size, unsigned number, uint8_t *to);

#endif
