/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/cpu.h"

#include <stdlib.h>
#include <string.h>

bool unfold_cpu_runs(const char *isa)
{
    if (!strcmp(isa, "generic"))
        return true;
#if defined(__x86_64__)
    if (!strcmp(isa, "sse2"))
        return true;
    if (!strcmp(isa, "avx2"))
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (!strcmp(isa, "avx512"))
        return __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#elif defined(__aarch64__)
    if (!strcmp(isa, "neon"))
        return true;
#endif
    return false;
}

bool unfold_cpu_forces(const char *isa)
{
    const char *forced = getenv("UNFOLD_KERNEL");
    return forced && !strcmp(forced, isa);
}

size_t unfold_cpu_choose(const char *const *names, size_t count)
{
    size_t best = 0;
    for (size_t k = 0; k < count; ++k) {
        if (!unfold_cpu_runs(names[k]))
            continue;
        if (unfold_cpu_forces(names[k]))
            return k;
        best = k;
    }
    return best;
}
