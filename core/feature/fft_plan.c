/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/fft_plan.h"

#include <stdlib.h>

kiss_fftr_cfg unfold_fft_plan(size_t size, bool backward)
{
    size_t bytes = 0;
    kiss_fftr_alloc((int)size, backward, NULL, &bytes);
    void *memory = malloc(bytes);
    return memory ? kiss_fftr_alloc((int)size, backward, memory, &bytes) : NULL;
}
