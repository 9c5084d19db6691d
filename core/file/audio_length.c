/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio_length.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define MAX_CHUNKS 1000

typedef struct {
    int descriptor;
    uint64_t at, size;
    bool big_endian;
    uint64_t long_data; /* size of "data" from an RF64's "ds64" chunk */
} Walk;

static bool get(const Walk *walk, uint64_t at, void *bytes, size_t count)
{
    return at <= walk->size && count <= walk->size - at &&
           pread(walk->descriptor, bytes, count, (off_t)at) == (ssize_t)count;
}

static uint64_t number(const unsigned char *bytes, size_t count, bool big_endian)
{
    uint64_t value = 0;
    for (size_t k = 0; k < count; ++k)
        value = value << 8 | bytes[big_endian ? k : count - 1 - k];
    return value;
}

/* Lengths that programs write when they cannot go back to fill in the right one. */
static bool is_unknown(uint64_t length)
{
    return length == 0xffffffff || (length >= 0x7ffff000 && length <= 0x7fffffff);
}

static UnfoldStatus check_samples(const Walk *walk, uint64_t length, UnfoldError *error)
{
    if (walk->long_data && length == 0xffffffff)
        length = walk->long_data;
    else if (is_unknown(length))
        return UNFOLD_OK;
    const uint64_t there = walk->size - walk->at;
    if (length <= there)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_FILE,
                       "is cut short: %llu bytes of samples instead of %llu",
                       (unsigned long long)there, (unsigned long long)length);
}

UnfoldStatus unfold_audio_check_length(int descriptor, size_t size, UnfoldError *error)
{
    Walk walk = {.descriptor = descriptor, .at = 12, .size = size};
    unsigned char head[12];
    if (!get(&walk, 0, head, sizeof head))
        return UNFOLD_OK;
    const bool wave = !memcmp(head + 8, "WAVE", 4);
    const bool aiff = !memcmp(head, "FORM", 4) && !memcmp(head + 8, "AIF", 3);
    walk.big_endian = aiff || !memcmp(head, "RIFX", 4);
    if (!aiff && !(wave && (!memcmp(head, "RIFF", 4) || !memcmp(head, "RIFX", 4) ||
                            !memcmp(head, "RF64", 4))))
        return UNFOLD_OK;
    for (int chunk = 0; chunk < MAX_CHUNKS; ++chunk) {
        if (!get(&walk, walk.at, head, 8))
            break;
        walk.at += 8;
        const uint64_t length = number(head + 4, 4, walk.big_endian);
        if (!memcmp(head, aiff ? "SSND" : "data", 4))
            return check_samples(&walk, length, error);
        unsigned char sizes[16];
        if (!memcmp(head, "ds64", 4) && get(&walk, walk.at, sizes, sizeof sizes))
            walk.long_data = number(sizes + 8, 8, false);
        walk.at += length + (length & 1);
    }
    return UNFOLD_OK;
}
