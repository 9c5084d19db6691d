/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/fuzz/mutate.h"

#include <string.h>

typedef struct {
    uint8_t *bytes;
    size_t size, room;
    uint64_t state;
} Work;

/* 0..limit - 1 */
static size_t pick(Work *work, size_t limit)
{
    work->state = work->state * 6364136223846793005u + 1442695040888963407u;
    return limit ? (size_t)(work->state >> 33) % limit : 0;
}

static void flip(Work *work)
{
    work->bytes[pick(work, work->size)] ^= (uint8_t)(1u << pick(work, 8));
}

static void replace(Work *work)
{
    static const uint8_t telling[] = {0,   1,   0x7f, 0x80, 0xff, '"', '[', ']',
                                      '{', '}', ',',  '-',  '0',  '9', 'e', '\\'};
    work->bytes[pick(work, work->size)] = telling[pick(work, sizeof telling)];
}

static void cut_off(Work *work)
{
    work->size = pick(work, work->size);
}

/* Short ones as often as long ones. */
static size_t pick_length(Work *work, size_t limit)
{
    size_t most = limit;
    for (size_t halvings = pick(work, 12); halvings && most > 1; --halvings)
        most /= 2;
    return 1 + pick(work, most);
}

static void take_out(Work *work)
{
    const size_t at = pick(work, work->size);
    const size_t length = pick_length(work, work->size - at);
    memmove(work->bytes + at, work->bytes + at + length, work->size - at - length);
    work->size -= length;
}

static void put_twice(Work *work)
{
    const size_t at = pick(work, work->size);
    const size_t length = pick_length(work, work->size - at);
    if (length > work->room - work->size)
        return;
    memmove(work->bytes + at + length, work->bytes + at, work->size - at);
    work->size += length;
}

static void put_elsewhere(Work *work)
{
    const size_t from = pick(work, work->size), to = pick(work, work->size);
    const size_t length = pick_length(work, work->size - (from > to ? from : to));
    memmove(work->bytes + to, work->bytes + from, length);
}

size_t fuzz_mutate(const uint8_t *from, size_t size, unsigned number, uint8_t *to)
{
    static void (*const ways[])(Work *) = {flip,     replace,   cut_off,
                                           take_out, put_twice, put_elsewhere};
    const size_t count = sizeof ways / sizeof *ways;
    Work work = {to, size, 2 * size + 1, number};
    if (size)
        memcpy(to, from, size);
    pick(&work, 1);
    for (size_t left = 1 + pick(&work, 3); left && work.size; --left)
        ways[pick(&work, count)](&work);
    return work.size;
}
