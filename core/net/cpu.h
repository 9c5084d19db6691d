/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_CPU_H
#define UNFOLD_NET_CPU_H

#include <stdbool.h>
#include <stddef.h>

/** Whether this processor runs the code compiled for an instruction set: "generic",
    "sse2", "avx2" (with FMA), "avx512" (F, DQ, VL) or "neon". */
bool unfold_cpu_runs(const char *isa);

/** Whether the environment variable UNFOLD_KERNEL names it. */
bool unfold_cpu_forces(const char *isa);

/** The index, of `count` names ordered from the plainest, of the one to use: the last
    that runs here, or the one that the environment variable UNFOLD_KERNEL names if it
    runs. names[0] must run everywhere. */
size_t unfold_cpu_choose(const char *const *names, size_t count);

#endif
