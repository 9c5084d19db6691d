/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

#include <CUnit/Basic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned skipped;

void skip_test(const char *reason)
{
    ++skipped;
    const CU_pTest test = CU_get_current_test();
    printf("skipped: %s: %s\n", test ? test->pName : "?", reason);
}

const char *shared_data(void)
{
    static const char path[] = "../shared/data";
    return access(path, R_OK) == 0 ? path : NULL;
}

double worst_difference(const float *a, const float *b, size_t n, size_t *at)
{
    double worst = 0;
    size_t index = 0;
    for (size_t k = 0; k < n; ++k) {
        double difference = fabs((double)a[k] - (double)b[k]);
        if (isnan(difference))
            difference = HUGE_VAL;
        if (difference > worst) {
            worst = difference;
            index = k;
        }
    }
    if (at)
        *at = index;
    return worst;
}

static bool wanted(const Suite *suite, int argc, char **argv)
{
    for (int k = 1; k < argc; ++k)
        if (!strcmp(argv[k], suite->name))
            return true;
    return argc < 2;
}

int run_suites(const char *title, const Suite *const *suites, int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 2;
    for (; *suites; ++suites) {
        if (!wanted(*suites, argc, argv))
            continue;
        const CU_pSuite suite = CU_add_suite((*suites)->name, NULL, NULL);
        for (const Test *test = (*suites)->tests; suite && test->name; ++test)
            CU_add_test(suite, test->name, test->run);
    }
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    const unsigned run = CU_get_number_of_tests_run();
    const unsigned failed = CU_get_number_of_tests_failed();
    const bool clean = CU_get_number_of_failures() == 0 && run > 0;
    CU_cleanup_registry();
    printf("%s: %u passed, %u failed, %u skipped\n", title, run - failed - skipped,
           failed, skipped);
    return clean ? 0 : 1;
}
