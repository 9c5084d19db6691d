/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_PROBE_H
#define UNFOLD_CAPTURE_PROBE_H

#include "net/random.h"

#include <stddef.h>

/* Signals that ask one question each of the gear, into x [n] at UNFOLD_VOICE_RATE, at
   any peak; x must be 0. */

/** A click and a chirp with silence around both: where they come back tells the delay,
    and two markers tell how the clocks drift apart. The click, half a millisecond, is
    for the eye; the chirp, 60 ms from 100 Hz to 12 kHz, for correlation. */
void unfold_probe_marker(UnfoldRandom *random, float *x, size_t n);

/** Seconds from a marker's begin to the middle of its click and of its chirp. */
#define UNFOLD_MARKER_CLICK 0.4
#define UNFOLD_MARKER_CHIRP 0.8

/** One sweep from 20 Hz to 20 kHz, the frequency growing exponentially, 6 dB an octave
    softer from 1.5 kHz on: as strings are, and lest its end outweighs them. */
void unfold_probe_sweep(UnfoldRandom *random, float *x, size_t n);

/** Bursts of bright and dark noise of 5 to 200 ms, over a range of 30 dB, with gaps:
    attack and release of compressors, recovery of a shifted bias. */
void unfold_probe_noise(UnfoldRandom *random, float *x, size_t n);

/** Two tones that step up and down by 12 to 30 dB, between holds of 0.1 to 0.5 s: slow
    memory, as of a sagging supply. */
void unfold_probe_steps(UnfoldRandom *random, float *x, size_t n);

#endif
