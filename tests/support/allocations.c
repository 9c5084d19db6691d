/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/allocations.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>

#ifndef UNFOLD_DOUBLE
#include <jansson.h>
#endif

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *block);

static atomic_long made, live, fail_first = LONG_MAX, fail_last = LONG_MAX;
static atomic_size_t largest;

static int refused(size_t size)
{
    if (size > atomic_load(&largest)) /* one thread at a time */
        atomic_store(&largest, size);
    const long n = atomic_fetch_add(&made, 1);
    return n >= atomic_load(&fail_first) && n <= atomic_load(&fail_last);
}

static void *counted(void *block)
{
    if (block)
        atomic_fetch_add(&live, 1);
    return block;
}

void *__wrap_malloc(size_t size)
{
    return refused(size) ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refused(count * size) ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (refused(size))
        return NULL;
    void *moved = __real_realloc(block, size);
    if (!block)
        counted(moved);
    return moved;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return refused(size) ? NULL : counted(__real_aligned_alloc(alignment, size));
}

void __wrap_free(void *block)
{
    if (block)
        atomic_fetch_sub(&live, 1);
    __real_free(block);
}

void watch_jansson(void)
{
#ifndef UNFOLD_DOUBLE
    json_set_alloc_funcs(__wrap_malloc, __wrap_free);
#endif
}

void allocations_reset(void)
{
    atomic_store(&made, 0);
    atomic_store(&live, 0);
    atomic_store(&largest, 0);
    atomic_store(&fail_first, LONG_MAX);
    atomic_store(&fail_last, LONG_MAX);
}

void allocations_fail_at(size_t n, int all_after)
{
    const long at = atomic_load(&made) + (long)n;
    atomic_store(&fail_first, at);
    atomic_store(&fail_last, all_after ? LONG_MAX : at);
}

size_t allocations_made(void)
{
    return (size_t)atomic_load(&made);
}

size_t allocations_largest(void)
{
    return atomic_load(&largest);
}

long allocations_live(void)
{
    return atomic_load(&live);
}
