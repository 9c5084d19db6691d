/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Thread_local bool marked;
static void (*guard_enter)(void), (*guard_leave)(void);

static void find(const char *name, void (**function)(void))
{
    void *symbol = dlsym(RTLD_DEFAULT, name);
    memcpy(function, &symbol, sizeof symbol);
}

void find_guard(void)
{
    find("unfold_guard_enter", &guard_enter);
    find("unfold_guard_leave", &guard_leave);
}

void enter_audio(void)
{
    marked = true;
    if (guard_enter)
        guard_enter();
}

void leave_audio(void)
{
    if (guard_leave)
        guard_leave();
    marked = false;
}

bool in_audio(void)
{
    return marked;
}

/* RealtimeSanitizer has them. */
__attribute__((weak)) void __rtsan_disable(void);
__attribute__((weak)) void __rtsan_enable(void);

void pause_audio(void)
{
    leave_audio();
    if (__rtsan_disable)
        __rtsan_disable();
}

void resume_audio(void)
{
    if (__rtsan_enable)
        __rtsan_enable();
    enter_audio();
}

static void *volatile kept;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;

static void do_nothing(void)
{
}

static void do_malloc(void)
{
    kept = malloc(100);
}

static void do_free(void)
{
    free(kept);
}

static void do_realloc(void)
{
    kept = realloc(kept, 10);
}

static void do_lock(void)
{
    pthread_mutex_lock(&lock);
}

/* This one does not wait. */
static void do_trylock(void)
{
    if (pthread_mutex_trylock(&lock) == 0)
        marked = true;
}

static void do_rwlock(void)
{
    pthread_rwlock_rdlock(&shared);
}

static void do_printf(void)
{
    printf("%p\n", kept);
}

static void do_fopen(void)
{
    kept = fopen("/dev/null", "r");
}

static void do_write(void)
{
    if (write(2, "", 0) != 0)
        kept = NULL;
}

static void do_access(void)
{
    if (access("/", R_OK) != 0)
        kept = NULL;
}

static void do_usleep(void)
{
    usleep(1);
}

static void do_mmap(void)
{
    kept = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void do_dlopen(void)
{
    kept = dlopen(NULL, RTLD_NOW);
}

static void do_syscall(void)
{
    syscall(SYS_gettid);
}

static const struct {
    const char *name;
    void (*act)(void);
} acts[] = {
    {"nothing", do_nothing},
    {"malloc", do_malloc},
    {"free", do_free},
    {"realloc", do_realloc},
    {"pthread_mutex_lock", do_lock},
    {"pthread_mutex_trylock", do_trylock},
    {"pthread_rwlock_rdlock", do_rwlock},
    {"printf", do_printf},
    {"fopen", do_fopen},
    {"write", do_write},
    {"access", do_access},
    {"usleep", do_usleep},
    {"mmap", do_mmap},
    {"dlopen", do_dlopen},
    {"syscall", do_syscall},
};

static void between_marks(void (*act)(void)) REALTIME
{
    act();
}

bool misbehave(const char *name)
{
    for (size_t k = 0; k < sizeof acts / sizeof *acts; ++k) {
        if (strcmp(acts[k].name, name) != 0)
            continue;
        enter_audio();
        between_marks(acts[k].act);
        leave_audio();
        return true;
    }
    return false;
}
