/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_peak.h"

#include "net/vector.h"

/* As many as fit into 16 registers beside the factor and the addend: enough to hide the
   latency of a multiplication and an addition where the two are not fused. */
#define CHAINS 14

size_t KERNEL(unfold_peak)(size_t times, UnfoldReal *values)
{
    const Vector factor = splat(values[0]), addend = splat(values[1]);
    Vector chains[CHAINS];
    for (size_t k = 0; k < CHAINS; ++k)
        chains[k] = splat((UnfoldReal)k);
    for (size_t n = 0; n < times; ++n)
        for (size_t k = 0; k < CHAINS; ++k)
            chains[k] = chains[k] * factor + addend;
    values[2] = 0;
    for (size_t k = 0; k < CHAINS; ++k)
        values[2] += sum_of(chains[k]);
    return times * CHAINS * WIDTH;
}
