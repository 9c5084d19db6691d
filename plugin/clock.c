/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/clock.h"

#include <pthread.h>
#include <time.h>

#if !defined __aarch64__

static uint64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

#endif

#if defined __x86_64__

uint64_t unfold_clock(void)
{
    return __builtin_ia32_rdtsc();
}

static double rate;

static void measure(void)
{
    const uint64_t from = nanoseconds(), first = unfold_clock();
    uint64_t to;
    do
        to = nanoseconds();
    while (to - from < 10000000);
    rate = (double)(unfold_clock() - first) * 1e9 / (double)(to - from);
}

double unfold_clock_rate(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, measure);
    return rate;
}

#elif defined __aarch64__

uint64_t unfold_clock(void)
{
    uint64_t count;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
    return count;
}

double unfold_clock_rate(void)
{
    uint64_t rate;
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(rate));
    return (double)rate;
}

#else

uint64_t unfold_clock(void)
{
    return nanoseconds();
}

double unfold_clock_rate(void)
{
    return 1e9;
}

#endif
