/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_PLAYER_H
#define UNFOLD_TOOL_BENCH_PLAYER_H

#include "net/stream.h"
#include "tool/bench_times.h"

#define BENCH_CHANNELS 2
#define BENCH_SIGNAL 2048 /* samples, played again and again */
#define BENCH_TRIAL_NS 2000000
#define BENCH_BLOCK 64

/** A stream, what it is fed, and how long that took. All zero but for these is a new
    one; release with bench_player_clear. */
typedef struct {
    UnfoldStream *stream;                /**< owned */
    const UnfoldReal *x[BENCH_CHANNELS]; /**< each [BENCH_SIGNAL] */
    size_t call;                         /**< samples in a call, <= BENCH_SIGNAL */
    size_t at;                           /**< in x */
    size_t calls;                        /**< in a trial; 0: not yet known */
    BenchTimes times;                    /**< of each trial: ns per sample */
} BenchPlayer;

void bench_player_clear(BenchPlayer *player);

/** Noise in -0.5..0.5, the same for the same seed. */
void bench_noise(UnfoldReal *samples, size_t count, unsigned seed);

/** Play for about BENCH_TRIAL_NS, after a little to warm up, and add what a sample
   took. False for lack of memory. */
bool bench_player_trial(BenchPlayer *player);

/** Go on in blocks of BENCH_BLOCK, up to BENCH_MOST_BLOCKS or BENCH_TRIAL_NS, and add
    what each block took. False for lack of memory. */
bool bench_player_blocks(BenchPlayer *player, BenchTimes *blocks);

#define BENCH_MOST_BLOCKS 250

/** Play `samples`, but not much longer than `ns`, untimed. */
void bench_player_ahead(BenchPlayer *player, size_t samples, uint64_t ns);

#endif
