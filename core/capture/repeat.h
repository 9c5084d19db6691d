/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_REPEAT_H
#define UNFOLD_CAPTURE_REPEAT_H

#include <stdbool.h>
#include <stddef.h>

/** A passage that occurs twice, sample by sample the same: at `first` and `second`,
    which lie at least `frames` apart. No frames: there is none. */
typedef struct {
    size_t first, second, frames;
} UnfoldRepeat;

/** Find the repeated passage of x [n] with the most samples that are not silent, at
   least `least` of them. Tones that repeat within `least` samples do not count. Places
   to compare are chosen by a hash of what is there (content-defined chunking,
   Muthitacharoen et al. 2001), so that it takes about as long as reading x. False for
   lack of memory. */
bool unfold_find_repeat(const float *x, size_t n, size_t least, UnfoldRepeat *repeat);

#endif
