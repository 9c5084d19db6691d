/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/clips.h"

#include "net/random.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BEFORE 0.05 /* seconds */
#define LENGTH 0.2
#define AFTER 0.05
#define FADE 0.003

const char *clip_name(ClipKind kind)
{
    static const char *const names[CLIP_KINDS] = {"low", "hiss", "high"};
    return names[kind];
}

void clip_add(float *x, size_t frames, double rate, ClipKind kind, unsigned number,
              double start, double end)
{
    UnfoldRandom random = {7919u * number + kind};
    const double pitch = (kind == CLIP_LOW ? 250 : 2400) * exp2(0.02 * (number % 8));
    const double level = 0.3 * exp2(-0.2 * (number % 5));
    for (size_t t = 0; t < frames; ++t) {
        const double time = (double)t / rate;
        if (time < start || time >= end)
            continue;
        const double fade = fmin(1, fmin(time - start, end - time) / FADE);
        const double wave = kind == CLIP_HISS ? 0.5 * unfold_random_normal(&random)
                                              : sin(2 * M_PI * pitch * (time - start));
        x[t] += (float)(level * fade * wave);
    }
}

void clip_put(const char *path, ClipKind kind, unsigned number, unsigned channels,
              double rate)
{
    const size_t frames = (size_t)((BEFORE + LENGTH + AFTER) * rate);
    float *x = calloc(frames, sizeof *x);
    float *all = calloc(frames * channels, sizeof *all);
    clip_add(x, frames, rate, kind, number, BEFORE, BEFORE + LENGTH);
    for (size_t k = 0; k < frames * channels; ++k)
        all[k] = x[k / channels];
    clip_make_folders(path);
    put_wav(path, all, frames, channels, rate);
    free(x);
    free(all);
}

void clip_make_folders(const char *path)
{
    char folder[512];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = folder + strlen(test_folder());
         (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        mkdir(folder, 0700);
        *slash = '/';
    }
}

void clip_put_text(const char *name, const char *text)
{
    clip_make_folders(test_path(name));
    FILE *file = fopen(test_path(name), "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

void clip_put_folder(const char *folder, unsigned kinds, unsigned count)
{
    for (unsigned kind = 0; kind < kinds; ++kind)
        for (unsigned k = 0; k < count; ++k) {
            char name[256];
            snprintf(name, sizeof name, "%s/%s/%02u.wav", folder, clip_name(kind), k);
            clip_put(test_path(name), kind, k, 1, 16000);
        }
}

bool clip_same_bytes(const char *one, const char *other)
{
    size_t size = 0, other_size = 1;
    char *a = get_bytes(one, &size), *b = get_bytes(other, &other_size);
    const bool same = a && b && size == other_size && !memcmp(a, b, size);
    free(a);
    free(b);
    return same;
}
