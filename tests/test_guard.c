/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define BUILD UNFOLD_BUNDLE "/.."

/* What the host of tests/hosts/stress.c comes to when it does `what` between the marks:
   its exit status, or 1000 + signal, and what it says. */
static int misbehave(const char *preload, const char *what, char *said, size_t room)
{
    char command[4096];
    snprintf(command, sizeof command,
             "%s exec '" BUILD "/stress' --misbehave %s 2>&1 >/dev/null", preload,
             what);
    FILE *pipe = popen(command, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(pipe);
    said[fread(said, 1, room - 1, pipe)] = '\0';
    const int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

#define GUARDED "LD_PRELOAD='" BUILD "/guard.so'"

static bool can_preload(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return false;
#else
    return !strstr(UNFOLD_TOOL, "emulated");
#endif
}

static void test_catches(void)
{
    static const char *const names[] = {
        "malloc",
        "free",
        "realloc",
        "pthread_mutex_lock",
        "pthread_rwlock_rdlock",
        "printf",
        "fopen",
        "write",
        "access",
        "usleep",
        "mmap",
        "dlopen",
        "syscall",
    };
    if (!can_preload())
        SKIP("AddressSanitizer and emulators want to be the first");
    for (size_t k = 0; k < sizeof names / sizeof *names; ++k) {
        char said[8192], sentence[128];
        const int status = misbehave(GUARDED, names[k], said, sizeof said);
        snprintf(sentence, sizeof sentence,
                 "guard: %s() is called where it must be real-time safe\n", names[k]);
        CU_ASSERT_EQUAL(status, 1000 + SIGABRT);
        CU_ASSERT_TRUE(!strncmp(said, sentence, strlen(sentence)));
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "/stress(")); /* the backtrace */
    }
}

static void test_lets_pass(void)
{
    char said[8192];
    if (!can_preload())
        SKIP("AddressSanitizer and emulators want to be the first");
    CU_ASSERT_EQUAL(misbehave(GUARDED, "nothing", said, sizeof said), 0);
    CU_ASSERT_EQUAL(misbehave(GUARDED, "pthread_mutex_trylock", said, sizeof said), 0);
    CU_ASSERT_EQUAL(misbehave("", "malloc", said, sizeof said), 0);
}

static const Test tests[] = {
    {"what waits or allocates between the marks is caught by name", test_catches},
    {"what does neither passes, and all does without the guard", test_lets_pass},
    {NULL, NULL},
};

const Suite guard_suite = {"guard", tests};
