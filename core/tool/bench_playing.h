/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_PLAYING_H
#define UNFOLD_TOOL_BENCH_PLAYING_H

#include "tool/bench_network.h"
#include "tool/bench_peak.h"
#include "tool/bench_player.h"
#include "tool/bench_reference.h"

#define BENCH_MOST_KERNELS 8

/** A network with one kernel: one channel, and two. */
typedef struct {
    const BenchNetwork *network;
    size_t kernel; /**< in BenchPlaying.peaks */
    UnfoldModel *model;
    BenchPlayer players[BENCH_CHANNELS]; /**< of 1 and 2 channels */
    BenchTimes blocks[BENCH_CHANNELS];   /**< ns of each block */
} BenchRow;

/** What playing costs. Release with bench_playing_clear. */
typedef struct {
    UnfoldReal noise[BENCH_CHANNELS][BENCH_SIGNAL];
    BenchPeak peaks[BENCH_MOST_KERNELS];
    size_t kernels;
    BenchRow *rows; /**< kernels for each network */
    size_t count;
    BenchReference *reference; /**< NULL: none */
} BenchPlaying;

/** Measure for about `seconds`, everything in turn, at least once. `reference` is the
    program to compare with, or NULL. Returns the exit status; the error is printed. */
int bench_playing_run(BenchPlaying *playing, const BenchNetworks *networks,
                      const char *const *kernels, size_t count, const char *reference,
                      double seconds);
void bench_playing_clear(BenchPlaying *playing);

/** The outcome of one row and number of channels. NaN is not known. */
typedef struct {
    double ns, ns_median; /**< per sample, all channels together */
    double multiply_adds; /**< per ns */
    double share_of_peak;
    double percent;                 /**< of a core at 48 kHz */
    double median, p99, p999, most; /**< ns of a block */
    double reference, ratio;
    double second_share; /**< what the second channel adds to the first */
    bool quiet, reference_quiet;
} BenchCost;
BenchCost bench_playing_cost(BenchPlaying *playing, BenchRow *row, uint32_t channels);

#endif
