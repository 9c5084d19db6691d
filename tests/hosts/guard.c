/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* Preloaded into a host that calls unfold_guard_enter and unfold_guard_leave around
   what must be real-time safe: aborts, with a name and a backtrace, where that thread
   calls one of these between the two. For glibc. */
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

/* In the block of each thread from its start on: what is made at first use takes
 * memory. */
static _Thread_local bool guarded __attribute__((tls_model("initial-exec")));

EXPORT void unfold_guard_enter(void);
EXPORT void unfold_guard_leave(void);

void unfold_guard_enter(void)
{
    guarded = true;
}

void unfold_guard_leave(void)
{
    guarded = false;
}

static void say(const char *text)
{
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        return;
}

static void refuse(const char *name)
{
    if (!guarded)
        return;
    guarded = false;
    say("guard: ");
    say(name);
    say("() is called where it must be real-time safe\n");
    void *frames[64];
    backtrace_symbols_fd(frames, backtrace(frames, 64), STDERR_FILENO);
    abort();
}

/* The first backtrace loads a library. */
__attribute__((constructor)) static void warm(void)
{
    void *frames[4];
    backtrace(frames, 4);
}

static void *next(const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);
    if (!symbol)
        abort();
    return symbol;
}

/* glibc's own names for them: dlsym allocates. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

EXPORT void *malloc(size_t size)
{
    refuse("malloc");
    return __libc_malloc(size);
}

EXPORT void *calloc(size_t count, size_t size)
{
    refuse("calloc");
    return __libc_calloc(count, size);
}

EXPORT void *realloc(void *block, size_t size)
{
    refuse("realloc");
    return __libc_realloc(block, size);
}

EXPORT void free(void *block)
{
    refuse("free");
    __libc_free(block);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size)
{
    refuse("aligned_alloc");
    return __libc_memalign(alignment, size);
}

EXPORT void *memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size)
{
    refuse("memalign");
    return __libc_memalign(alignment, size);
}

EXPORT int posix_memalign(void **block, size_t alignment, size_t size)
{
    refuse("posix_memalign");
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : 12; /* ENOMEM */
}

/* The others go on to the next library's function of that name. */
#define GUARD(type, name, parameters, arguments)                                       \
    EXPORT type name parameters                                                        \
    {                                                                                  \
        static type(*_Atomic real) parameters;                                         \
        refuse(#name);                                                                 \
        if (!real) {                                                                   \
            void *symbol = next(#name);                                                \
            type(*found) parameters;                                                   \
            memcpy(&found, &symbol, sizeof found);                                     \
            real = found;                                                              \
        }                                                                              \
        return real arguments;                                                         \
    }

typedef const struct timespec *Time;

/* clang-format off */
GUARD(int, pthread_mutex_lock, (pthread_mutex_t *m), (m))
GUARD(int, pthread_mutex_timedlock, (pthread_mutex_t *m, Time t), (m, t))
GUARD(int, pthread_cond_wait, (pthread_cond_t *c, pthread_mutex_t *m), (c, m))
GUARD(int, pthread_cond_timedwait, (pthread_cond_t *c, pthread_mutex_t *m, Time t), (c, m, t))
GUARD(int, pthread_rwlock_rdlock, (pthread_rwlock_t *l), (l))
GUARD(int, pthread_rwlock_wrlock, (pthread_rwlock_t *l), (l))
GUARD(int, pthread_rwlock_unlock, (pthread_rwlock_t *l), (l))
GUARD(int, pthread_spin_lock, (pthread_spinlock_t *l), (l))
GUARD(int, pthread_join, (pthread_t t, void **r), (t, r))
GUARD(int, sem_wait, (sem_t *s), (s))
GUARD(int, sem_timedwait, (sem_t *s, Time t), (s, t))
GUARD(FILE *, fopen, (const char *p, const char *m), (p, m))
GUARD(FILE *, fopen64, (const char *p, const char *m), (p, m))
GUARD(int, fclose, (FILE *f), (f))
GUARD(int, fflush, (FILE *f), (f))
GUARD(size_t, fwrite, (const void *p, size_t s, size_t n, FILE *f), (p, s, n, f))
GUARD(size_t, fread, (void *p, size_t s, size_t n, FILE *f), (p, s, n, f))
GUARD(int, fputs, (const char *s, FILE *f), (s, f))
GUARD(int, fputc, (int c, FILE *f), (c, f))
GUARD(int, puts, (const char *s), (s))
GUARD(int, putchar, (int c), (c))
GUARD(int, vprintf, (const char *s, va_list l), (s, l))
GUARD(int, vfprintf, (FILE *f, const char *s, va_list l), (f, s, l))
GUARD(int, vdprintf, (int f, const char *s, va_list l), (f, s, l))
GUARD(int, vsnprintf, (char *t, size_t n, const char *s, va_list l), (t, n, s, l))
GUARD(int, vsprintf, (char *t, const char *s, va_list l), (t, s, l))
GUARD(void, vsyslog, (int p, const char *s, va_list l), (p, s, l))
GUARD(ssize_t, read, (int f, void *p, size_t n), (f, p, n))
GUARD(ssize_t, write, (int f, const void *p, size_t n), (f, p, n))
GUARD(int, close, (int f), (f))
GUARD(int, stat, (const char *p, struct stat *s), (p, s))
GUARD(int, lstat, (const char *p, struct stat *s), (p, s))
GUARD(int, fstat, (int f, struct stat *s), (f, s))
GUARD(int, access, (const char *p, int m), (p, m))
GUARD(int, poll, (struct pollfd *p, nfds_t n, int t), (p, n, t))
GUARD(int, nanosleep, (Time t, struct timespec *r), (t, r))
GUARD(int, clock_nanosleep, (clockid_t c, int f, Time t, struct timespec *r), (c, f, t, r))
GUARD(int, usleep, (useconds_t t), (t))
GUARD(unsigned, sleep, (unsigned t), (t))
GUARD(int, sched_yield, (void), ())
GUARD(void *, mmap, (void *p, size_t n, int r, int f, int d, off_t o), (p, n, r, f, d, o))
GUARD(int, munmap, (void *p, size_t n), (p, n))
GUARD(int, mprotect, (void *p, size_t n, int r), (p, n, r))
GUARD(void *, dlopen, (const char *p, int f), (p, f))
GUARD(int, dlclose, (void *p), (p))
/* clang-format on */

/* Those with `...` become those with a list, or take what they may have at most. */
#define WITH_LIST(name, parameters, last, call)                                        \
    EXPORT int name parameters                                                         \
    {                                                                                  \
        refuse(#name);                                                                 \
        va_list l;                                                                     \
        va_start(l, last);                                                             \
        const int result = call;                                                       \
        va_end(l);                                                                     \
        return result;                                                                 \
    }

WITH_LIST(printf, (const char *s, ...), s, vprintf(s, l))
WITH_LIST(fprintf, (FILE * f, const char *s, ...), s, vfprintf(f, s, l))
WITH_LIST(dprintf, (int f, const char *s, ...), s, vdprintf(f, s, l))
WITH_LIST(sprintf, (char *t, const char *s, ...), s, vsprintf(t, s, l))
WITH_LIST(snprintf, (char *t, size_t n, const char *s, ...), s, vsnprintf(t, n, s, l))

EXPORT void syslog(int p, const char *s, ...)
{
    refuse("syslog");
    va_list l;
    va_start(l, s);
    vsyslog(p, s, l);
    va_end(l);
}

#define OPEN(name)                                                                     \
    EXPORT int name(const char *path, int flags, ...)                                  \
    {                                                                                  \
        refuse(#name);                                                                 \
        va_list l;                                                                     \
        va_start(l, flags);                                                            \
        const int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(l, int) : 0;           \
        va_end(l);                                                                     \
        return openat(AT_FDCWD, path, flags, mode);                                    \
    }

OPEN(open)
OPEN(open64)

EXPORT int openat(int folder, const char *path, int flags, ...)
{
    static int (*_Atomic real)(int, const char *, int, ...);
    refuse("openat");
    if (!real) {
        void *symbol = next("openat");
        int (*found)(int, const char *, int, ...);
        memcpy(&found, &symbol, sizeof found);
        real = found;
    }
    va_list l;
    va_start(l, flags);
    const int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(l, int) : 0;
    va_end(l);
    return real(folder, path, flags, mode);
}

EXPORT long syscall(long number, ...)
{
    static long (*_Atomic real)(long, ...);
    refuse("syscall");
    if (!real) {
        void *symbol = next("syscall");
        long (*found)(long, ...);
        memcpy(&found, &symbol, sizeof found);
        real = found;
    }
    long more[6];
    va_list l;
    va_start(l, number);
    for (int k = 0; k < 6; ++k)
        more[k] = va_arg(l, long);
    va_end(l);
    return real(number, more[0], more[1], more[2], more[3], more[4], more[5]);
}
