/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>

/* What the readers need of CUnit and tests/support/suite.h, where no test runs. */

/* A broken assertion is a crash. */
CU_BOOL CU_assertImplementation(CU_BOOL value, unsigned line, const char *condition,
                                const char *file, const char *function, CU_BOOL fatal)
{
    (void)function;
    (void)fatal;
    if (value)
        return CU_TRUE;
    fprintf(stdout, "%s:%u: %s\n", file, line, condition);
    fflush(stdout);
    abort();
}
