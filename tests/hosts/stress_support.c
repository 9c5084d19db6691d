/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

Stress stress;

void count(Act act)
{
    atomic_fetch_add(&stress.acts[act], 1);
}

/* SplitMix64 (Steele, Lea and Flood 2014). */
uint64_t random_bits(Random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint32_t below(Random *random, uint32_t n)
{
    return n ? (uint32_t)(random_bits(random) >> 32) % n : 0;
}

float unit(Random *random)
{
    return (float)(random_bits(random) >> 40) / 16777216.0f;
}

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void say_where(void)
{
    fprintf(
        stderr, "stress: with SEED=%u, %.1f s and %lu runs after the start, in %s\n",
        stress.seed, seconds_now() - stress.started,
        atomic_load(&stress.acts[ACT_runs]), stress.plugin ? stress.plugin : "none");
}

void fail(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fputs("stress: ", stderr);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    va_end(list);
    say_where();
    _exit(1);
}

static void die(int number)
{
    if (number == SIGALRM) {
        fputs("stress: it hangs\n", stderr);
        say_where();
        _exit(1);
    }
    say_where();
    signal(number, SIG_DFL);
    raise(number);
}

/* Sanitizers have it, and end without a signal. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*)(void));

void report_deaths(void)
{
    signal(SIGABRT, die);
    signal(SIGALRM, die);
    if (__sanitizer_set_death_callback) {
        __sanitizer_set_death_callback(say_where);
    } else {
        signal(SIGSEGV, die);
        signal(SIGBUS, die);
        signal(SIGFPE, die);
        signal(SIGILL, die);
    }
}

static pthread_mutex_t uris_lock = PTHREAD_MUTEX_INITIALIZER;
static char *uris[1024];
static uint32_t uri_count;

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char *uri)
{
    (void)handle;
    if (in_audio())
        fail("run() maps <%s>, which may wait for a lock", uri);
    return urid(uri);
}

static const char *unmap_uri(LV2_URID_Unmap_Handle handle, LV2_URID id)
{
    (void)handle;
    if (in_audio())
        fail("run() unmaps a number, which may wait for a lock");
    return uri_of(id);
}

LV2_URID urid(const char *uri)
{
    stress.map = (LV2_URID_Map){NULL, map_uri};
    stress.unmap = (LV2_URID_Unmap){NULL, unmap_uri};
    pthread_mutex_lock(&uris_lock);
    uint32_t id = 0;
    while (id < uri_count && strcmp(uris[id], uri) != 0)
        ++id;
    if (id == sizeof uris / sizeof *uris)
        fail("more than %u URIs are mapped", id);
    if (id == uri_count)
        uris[uri_count++] = strdup(uri);
    pthread_mutex_unlock(&uris_lock);
    return id + 1;
}

const char *uri_of(LV2_URID id)
{
    pthread_mutex_lock(&uris_lock);
    const char *uri = id > 0 && id <= uri_count ? uris[id - 1] : NULL;
    pthread_mutex_unlock(&uris_lock);
    return uri;
}
