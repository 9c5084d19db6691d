/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_FUZZ_CHECKPOINT_H
#define UNFOLD_TESTS_FUZZ_CHECKPOINT_H

#include <stdbool.h>

/** Write a checkpoint that fuzz_checkpoint can go on with. */
void fuzz_checkpoint_seed(const char *path, bool with_best);

#endif
