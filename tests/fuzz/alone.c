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

const char *test_folder(void)
{
    static char folder[64];
    if (folder[0])
        return folder;
    snprintf(folder, sizeof folder, "/dev/shm/unfold-fuzz-XXXXXX");
    if (mkdtemp(folder))
        return folder;
    snprintf(folder, sizeof folder, "/tmp/unfold-fuzz-XXXXXX");
    if (!mkdtemp(folder))
        abort();
    return folder;
}

const char *test_path(const char *name)
{
    static char paths[8][256];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", test_folder(), name);
    return path;
}
