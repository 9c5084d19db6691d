/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/plugin.h"
#include "tests/fuzz/readers.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The readers without libFuzzer, as one of the tests: every file of the corpus, and
   some hundred damaged forms of each. */

#define FOLDER "tests/fuzz/corpus"
#define MUTATIONS 300
#define MOST_BYTES 1500000 /* of one file's damaged forms: large ones have fewer */

static char now[1024]; /* what is being read, for whoever must look into a crash */

static void tell_and_die(int number)
{
    (void)!write(STDOUT_FILENO, now, strlen(now));
    (void)!write(STDOUT_FILENO, "\n", 1);
    raise(number); /* the handler is gone by now */
}

/* So that the sanitizer's crashes are signals too, where there is one. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "abort_on_error=1";
}

static void watch_signals(void)
{
    const struct sigaction action = {.sa_handler = tell_and_die,
                                     .sa_flags = (int)SA_RESETHAND};
    static const int signals[] = {SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGILL, SIGSEGV};
    for (size_t k = 0; k < sizeof signals / sizeof *signals; ++k)
        sigaction(signals[k], &action, NULL);
}

static void feed(FuzzReader *reader, const uint8_t *bytes, size_t size)
{
    const unsigned before = CU_get_number_of_failures();
    uint8_t *exact = malloc(size);
    if (!exact && size)
        abort();
    if (size)
        memcpy(exact, bytes, size);
    allocations_reset();
    alarm(300); /* an emulator is slow */
    reader(exact, size);
    alarm(0);
    CU_ASSERT(allocations_largest() <= FUZZ_MOST_ALLOCATED);
    if (reader != fuzz_plugin) /* which keeps its instance */
        CU_ASSERT_EQUAL(allocations_live(), 0);
    free(exact);
    if (CU_get_number_of_failures() > before)
        printf("%s\n", now);
}

static uint8_t *get(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    uint8_t *bytes = malloc((1 << 20) + 1);
    *size = bytes ? fread(bytes, 1, (1 << 20) + 1, file) : 0;
    fclose(file);
    CU_ASSERT_FATAL(bytes && *size <= 1 << 20);
    return bytes;
}

static void feed_file(FuzzReader *reader, const char *path)
{
    size_t size;
    uint8_t *bytes = get(path, &size), *damaged = malloc(2 * size + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(damaged);
    snprintf(now, sizeof now, "%s", path);
    feed(reader, bytes, size);
    const size_t most = MOST_BYTES / (size + 1);
    for (unsigned k = 0; k < MUTATIONS && k < most; ++k) {
        snprintf(now, sizeof now, "%s, damage %u", path, k);
        feed(reader, damaged, fuzz_mutate(bytes, size, k, damaged));
    }
    free(bytes);
    free(damaged);
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void feed_folder(const char *name, FuzzReader *reader)
{
    char folder[256], path[512];
    struct dirent **entries;
    snprintf(folder, sizeof folder, FOLDER "/%s", name);
    const int count = scandir(folder, &entries, is_seed, alphasort);
    CU_ASSERT(count > 0);
    watch_jansson();
    for (int k = 0; k < count; ++k) {
        snprintf(path, sizeof path, "%s/%s", folder, entries[k]->d_name);
        feed_file(reader, path);
        free(entries[k]);
    }
    if (count >= 0)
        free(entries);
    fuzz_plugin_close();
}

#define TEST(name, reader, bytes)                                                      \
    static void test_##name(void)                                                      \
    {                                                                                  \
        feed_folder(#name, reader);                                                    \
    }
FUZZ_RUNS(TEST)

static const Test tests[] = {
#define ROW(name, reader, bytes)                                                       \
    {"no damage to a seed of " #name " does harm", test_##name},
    FUZZ_RUNS(ROW)
#undef ROW
        {NULL, NULL}};

static const Suite fuzz_suite = {"fuzz", tests};

int main(int argc, char **argv)
{
    const Suite *const suites[] = {&fuzz_suite, NULL};
    watch_signals();
    return run_suites("fuzz", suites, argc, argv);
}
