/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/playing.h"

#include "net/random.h"

#include <math.h>

#define NOTES_PER_SECOND 4.0
#define PARTIALS 8

static void add_note(float *x, size_t n, double rate, UnfoldRandom *random)
{
    const double pitch = 80 * pow(2, 2.5 * unfold_random_uniform(random));
    const double level = 0.02 + 0.1 * unfold_random_uniform(random);
    for (int k = 1; k <= PARTIALS && k * pitch < 0.45 * rate; ++k) {
        const double w = 2 * M_PI * k * pitch / rate;
        const double phase = 2 * M_PI * unfold_random_uniform(random);
        const double decay = exp(-(2.0 + k) / rate);
        double loud = level / sqrt(k);
        for (size_t t = 0; t < n; ++t, loud *= decay)
            x[t] += (float)(loud * sin(w * (double)t + phase));
    }
}

void fill_playing(float *x, size_t n, double rate, unsigned seed)
{
    UnfoldRandom random = {seed};
    for (size_t t = 0; t < n; ++t)
        x[t] = (float)(2e-4 * (unfold_random_uniform(&random) - 0.5));
    const size_t length = (size_t)(rate * 0.8);
    for (double at = 0; at < (double)n; at += rate / NOTES_PER_SECOND) {
        const size_t begin = (size_t)(at + 0.1 * rate * unfold_random_uniform(&random));
        if (begin < n)
            add_note(x + begin, n - begin < length ? n - begin : length, rate, &random);
    }
}
