/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/steps.h"

#include "net/cpu.h"

#define BYTES_generic 16
#define BYTES_sse2 16
#define BYTES_neon 16
#define BYTES_avx2 32
#define BYTES_avx512 64
#define STEPS_OF(isa)                                                                  \
    {                                                                                  \
        .name = #isa,                                                                  \
        .width = BYTES_##isa / sizeof(UnfoldReal),                                     \
        .run = {unfold_rnn_steps_##isa, unfold_gru_steps_##isa,                        \
                unfold_lstm_steps_##isa},                                              \
        .head = unfold_head_steps_##isa,                                               \
    },

static const UnfoldSteps table[] = {UNFOLD_EACH_ISA(STEPS_OF)};
#define COUNT (sizeof table / sizeof *table)

const UnfoldSteps *unfold_steps(void)
{
    const char *names[COUNT];
    for (size_t k = 0; k < COUNT; ++k)
        names[k] = table[k].name;
    return &table[unfold_cpu_choose(names, COUNT)];
}

const UnfoldSteps *unfold_steps_at(size_t k)
{
    for (size_t n = 0; n < COUNT; ++n)
        if (unfold_cpu_runs(table[n].name) && k-- == 0)
            return &table[n];
    return NULL;
}
