/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/kernel.h"

#include <stdlib.h>
#include <string.h>

#define KERNEL_OF(isa)                                                                 \
    {                                                                                  \
        .name = #isa,                                                                  \
        .forward = {unfold_rnn_forward_##isa, unfold_gru_forward_##isa,                \
                    unfold_lstm_forward_##isa},                                        \
        .backward = {unfold_rnn_backward_##isa, unfold_gru_backward_##isa,             \
                     unfold_lstm_backward_##isa},                                      \
        .head_forward = unfold_head_forward_##isa,                                     \
        .head_backward = unfold_head_backward_##isa,                                   \
    }

static const UnfoldKernel kernels[] = {
    KERNEL_OF(generic),
#if defined(__x86_64__)
    KERNEL_OF(avx2),
    KERNEL_OF(avx512),
#endif
};

static bool runs_here(size_t k)
{
#if defined(__x86_64__)
    if (k == 1)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (k == 2)
        return __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
    return k == 0;
}

const UnfoldKernel *unfold_kernel_at(size_t k)
{
    for (size_t n = 0; n < sizeof kernels / sizeof *kernels; ++n)
        if (runs_here(n) && k-- == 0)
            return &kernels[n];
    return NULL;
}

const UnfoldKernel *unfold_kernel(void)
{
    const char *forced = getenv("UNFOLD_KERNEL");
    const UnfoldKernel *best = NULL, *kernel;
    for (size_t k = 0; (kernel = unfold_kernel_at(k)); ++k) {
        if (forced && !strcmp(forced, kernel->name))
            return kernel;
        best = kernel;
    }
    return best;
}
