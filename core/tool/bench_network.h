/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_NETWORK_H
#define UNFOLD_TOOL_BENCH_NETWORK_H

#include "net/stream.h"

/* Functions that return int return the exit status and have printed the error. */

/** What is measured: a network, before a kernel is chosen for it. */
typedef struct {
    UnfoldShape shape;
    UnfoldReal *weights;
} BenchNetwork;

/** All zero is none; release with bench_networks_clear. */
typedef struct {
    BenchNetwork *list;
    size_t count;
} BenchNetworks;

/** One-layer effects with weights as training starts from: `cell`, or every cell if it
    is negative; `hidden` units, or every usual size if 0. */
int bench_networks_of(int cell, uint32_t hidden, BenchNetworks *networks);

/** The one in a model file. */
int bench_networks_load(const char *path, BenchNetworks *networks);
void bench_networks_clear(BenchNetworks *networks);

/** A model of it for the kernel of that name; NULL for lack of memory. */
UnfoldModel *bench_network_model(const BenchNetwork *network, const char *kernel);

/** A stream of it, its knobs half turned: where they stand costs nothing. NULL for lack
    of memory. */
UnfoldStream *bench_network_stream(const UnfoldModel *model, uint32_t channels);

#define BENCH_RATE 48000

#endif
