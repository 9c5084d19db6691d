/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/resample.h"

#include <samplerate.h>
#include <string.h>

bool unfold_resample(const float *x, size_t n, double from, float *y, size_t m,
                     double to)
{
    size_t made = n < m ? n : m;
    if (to == from) {
        memcpy(y, x, made * sizeof *y);
    } else {
        SRC_DATA data = {.data_in = x,
                         .data_out = y,
                         .input_frames = (long)n,
                         .output_frames = (long)m,
                         .src_ratio = to / from};
        if (src_simple(&data, SRC_SINC_BEST_QUALITY, 1))
            return false;
        made = (size_t)data.output_frames_gen;
    }
    memset(y + made, 0, (m - made) * sizeof *y);
    return true;
}
