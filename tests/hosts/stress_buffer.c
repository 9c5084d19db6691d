/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONED 1
#endif
#endif
#if defined(POISONED)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

#define CANARY 1024 /* bytes on each side */
#define SLACK 64    /* by which a buffer can move */
#define PATTERN 0xc5

static size_t whole(const Buffer *buffer)
{
    return CANARY + SLACK + buffer->room + CANARY;
}

void buffer_open(Buffer *buffer, size_t room)
{
    *buffer = (Buffer){.room = room};
    buffer->arena = aligned_alloc(64, (whole(buffer) + 63) / 64 * 64);
    if (!buffer->arena)
        fail("there is no memory for a buffer of %zu bytes", room);
    buffer_place(buffer, 0, 0);
}

void *buffer_data(const Buffer *buffer)
{
    return buffer->arena + CANARY + buffer->offset;
}

void *buffer_place(Buffer *buffer, size_t offset, size_t size)
{
    ASAN_UNPOISON_MEMORY_REGION(buffer->arena, whole(buffer));
    buffer->offset = offset;
    buffer->size = size;
    uint8_t *data = buffer_data(buffer);
    memset(data - CANARY, PATTERN, CANARY);
    memset(data + size, PATTERN, CANARY);
    ASAN_POISON_MEMORY_REGION(data - CANARY, CANARY);
    ASAN_POISON_MEMORY_REGION(data + size, CANARY);
    return data;
}

static bool is_whole(const uint8_t *canary)
{
    uint8_t seen = 0;
    for (size_t k = 0; k < CANARY; ++k)
        seen |= canary[k] ^ PATTERN;
    return !seen;
}

void buffer_check(Buffer *buffer, const char *symbol, const char *edge)
{
    uint8_t *data = buffer_data(buffer);
    ASAN_UNPOISON_MEMORY_REGION(buffer->arena, whole(buffer));
    if (!is_whole(data - CANARY))
        fail("something was written before the %s of port %s", edge, symbol);
    if (!is_whole(data + buffer->size))
        fail("something was written behind the %s of port %s, which has %zu bytes",
             edge, symbol, buffer->size);
    ASAN_POISON_MEMORY_REGION(data - CANARY, CANARY);
    ASAN_POISON_MEMORY_REGION(data + buffer->size, CANARY);
}

void buffer_close(Buffer *buffer)
{
    if (!buffer->arena)
        return;
    ASAN_UNPOISON_MEMORY_REGION(buffer->arena, whole(buffer));
    free(buffer->arena);
    buffer->arena = NULL;
}
