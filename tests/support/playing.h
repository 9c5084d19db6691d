/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_PLAYING_H
#define UNFOLD_TESTS_PLAYING_H

#include <stddef.h>

/** Something like playing into x [n]: plucked tones of changing pitch and level over
    soft noise, below full scale; the same for the same seed. */
void fill_playing(float *x, size_t n, double rate, unsigned seed);

#endif
