/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/steps.h"

#include "net/cpu.h"

#define STEPS_OF(isa) &unfold_steps_##isa,
static const UnfoldSteps *const table[] = {UNFOLD_EACH_ISA(STEPS_OF)};
#define ONE(isa) +1
enum { COUNT = 0 UNFOLD_EACH_ISA(ONE) };

/* Half-empty vectors of 64 bytes take longer than full ones of 32. */
static bool worth_its_width(const UnfoldSteps *steps, uint32_t hidden)
{
    const bool widest = steps->packing.width * sizeof(UnfoldReal) == 64;
    return !widest || hidden > steps->packing.width / 2;
}

const UnfoldSteps *unfold_steps(uint32_t hidden)
{
    const char *names[COUNT];
    for (size_t k = 0; k < COUNT; ++k)
        names[k] = table[k]->name;
    size_t best = unfold_cpu_choose(names, COUNT);
    if (!worth_its_width(table[best], hidden) && !unfold_cpu_forces(names[best]))
        --best; /* which any processor with the wider ones runs */
    return table[best];
}

const UnfoldSteps *unfold_steps_at(size_t k)
{
    for (size_t n = 0; n < COUNT; ++n)
        if (unfold_cpu_runs(table[n]->name) && k-- == 0)
            return table[n];
    return NULL;
}
