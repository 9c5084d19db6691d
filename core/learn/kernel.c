/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/kernel.h"

#include "net/cpu.h"

#define KERNEL_OF(isa)                                                                 \
    {                                                                                  \
        .name = #isa,                                                                  \
        .forward = {unfold_rnn_forward_##isa, unfold_gru_forward_##isa,                \
                    unfold_lstm_forward_##isa},                                        \
        .backward = {unfold_rnn_backward_##isa, unfold_gru_backward_##isa,             \
                     unfold_lstm_backward_##isa},                                      \
        .head_forward = unfold_head_forward_##isa,                                     \
        .head_backward = unfold_head_backward_##isa,                                   \
    },

static const UnfoldKernel kernels[] = {UNFOLD_EACH_ISA(KERNEL_OF)};
#define COUNT (sizeof kernels / sizeof *kernels)

const UnfoldKernel *unfold_kernel_at(size_t k)
{
    for (size_t n = 0; n < COUNT; ++n)
        if (unfold_cpu_runs(kernels[n].name) && k-- == 0)
            return &kernels[n];
    return NULL;
}

const UnfoldKernel *unfold_kernel(void)
{
    const char *names[COUNT];
    for (size_t k = 0; k < COUNT; ++k)
        names[k] = kernels[k].name;
    return &kernels[unfold_cpu_choose(names, COUNT)];
}
