/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_FUZZ_CHECKPOINT_H
#define UNFOLD_TESTS_FUZZ_CHECKPOINT_H

#include "tool/checkpoint.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A file of the same bytes, with the fingerprint and checksum that they should have.
 */
const char *fuzz_checkpoint_right(const uint8_t *data, size_t size,
                                  const CheckpointKind *kind);

/** Write a checkpoint that fuzz_checkpoint can go on with. */
void fuzz_checkpoint_seed(const char *path, bool with_best);

/** Write one that fuzz_learning can. */
void fuzz_learning_seed(const char *path);

#endif
