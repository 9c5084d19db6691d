/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_SUITE_H
#define UNFOLD_TESTS_SUITE_H

#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stddef.h>

/** One test: its name is a sentence. */
typedef struct {
    const char *name;
    void (*run)(void);
} Test;

/** One unit's tests; ends with {NULL, NULL}. */
typedef struct {
    const char *name;
    const Test *tests;
} Suite;

/** Run the suites (those whose names argv lists, or all), print CUnit's report and the
    closing line "TITLE: N passed, N failed, N skipped". Returns the exit status. */
int run_suites(const char *title, const Suite *const *suites, int argc, char **argv);

/** Leave the running test as skipped, with a reason. */
#define SKIP(reason)                                                                   \
    do {                                                                               \
        skip_test(reason);                                                             \
        return;                                                                        \
    } while (0)
void skip_test(const char *reason);

/** The recordings beside the project, or NULL (then tests that need them skip). */
const char *shared_data(void);

/** A fresh empty folder for the running test's files, removed after the run. */
const char *test_folder(void);

/** test_folder()/name, valid until the next 8 calls. */
const char *test_path(const char *name);

/** Largest |a - b| over n numbers, its index in *at (may be NULL); NaN counts as
    infinite. */
double worst_difference(const float *a, const float *b, size_t n, size_t *at);

#endif
