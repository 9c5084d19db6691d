/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* compare EXPECTED HEARD LIMIT [SKIP]: whether two mono recordings are the same within
   LIMIT. HEARD may begin later than EXPECTED (a host's delay, found by itself) and go
   on longer; the first SKIP seconds do not count. */
#include "file/audio.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_DELAY 96000

static double worst_at(const UnfoldAudio *a, const UnfoldAudio *b, size_t from,
                       size_t to, size_t delay)
{
    double worst = 0;
    for (size_t t = from; t < to; ++t) {
        const double difference =
            fabs((double)a->samples[t] - (double)b->samples[t + delay]);
        if (!(difference <= worst))
            worst = difference;
    }
    return worst;
}

/* The delay at which a tenth of a second in the middle agrees best, whatever the gain.
 */
static size_t find_delay(const UnfoldAudio *a, const UnfoldAudio *b)
{
    const size_t from = a->frames / 2, to = from + (size_t)(a->rate / 10);
    size_t best = 0;
    double largest = 0;
    for (size_t delay = 0; delay < MAX_DELAY && to + delay <= b->frames; ++delay) {
        double ab = 0, bb = 1e-12;
        for (size_t t = from; t < to; ++t) {
            ab += (double)a->samples[t] * (double)b->samples[t + delay];
            bb += (double)b->samples[t + delay] * (double)b->samples[t + delay];
        }
        if (ab > 0 && ab * ab / bb > largest) {
            largest = ab * ab / bb;
            best = delay;
        }
    }
    return best;
}

/* Least squares. */
static void fit_gain(const UnfoldAudio *a, UnfoldAudio *b, size_t from, size_t delay)
{
    double ab = 0, bb = 0;
    for (size_t t = from; t < a->frames && t + delay < b->frames; ++t) {
        ab += (double)a->samples[t] * (double)b->samples[t + delay];
        bb += (double)b->samples[t + delay] * (double)b->samples[t + delay];
    }
    const double gain = bb > 0 ? ab / bb : 1;
    printf("gain %.6f, ", gain);
    for (size_t t = 0; t < b->frames; ++t)
        b->samples[t] = (float)(gain * (double)b->samples[t]);
}

int main(int argc, char **argv)
{
    UnfoldAudio a, b;
    UnfoldError error;
    if (argc < 4) {
        fprintf(stderr, "usage: compare EXPECTED HEARD LIMIT [SKIP [gain]]\n");
        return 2;
    }
    if (unfold_audio_read(argv[1], &a, &error) ||
        unfold_audio_read(argv[2], &b, &error)) {
        printf("%s\n", error.text);
        return 2;
    }
    const double limit = strtod(argv[3], NULL);
    const size_t skip = (size_t)(a.rate * (argc > 4 ? strtod(argv[4], NULL) : 0));
    const size_t delay = find_delay(&a, &b);
    if (argc > 5)
        fit_gain(&a, &b, skip, delay);
    size_t end = a.frames;
    if (end + delay > b.frames)
        end = b.frames > delay ? b.frames - delay : 0;
    if (a.channels != 1 || b.channels != 1 || a.rate != b.rate || end <= skip) {
        printf("not comparable: %u and %u channels, %g and %g Hz, %zu and %zu frames\n",
               a.channels, b.channels, a.rate, b.rate, a.frames, b.frames);
        return 1;
    }
    double peak = 0;
    for (size_t t = skip; t < end; ++t)
        peak = fmax(peak, fabs(a.samples[t]));
    const double worst = worst_at(&a, &b, skip, end, delay);
    printf("%.2g apart at most over %zu of %zu samples, delay %zu, peak %.3f\n", worst,
           end - skip, a.frames, delay, peak);
    unfold_audio_clear(&a);
    unfold_audio_clear(&b);
    return worst <= limit && peak > 0.01 ? 0 : 1;
}
