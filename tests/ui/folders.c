/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/ui/folders.h"

#include "tests/support/suite.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *really(const char *path)
{
    static char paths[64][PATH_MAX];
    static unsigned turn;
    char *kept = paths[turn++ % 64];
    if (!realpath(path, kept))
        snprintf(kept, PATH_MAX, "%s", path);
    return kept;
}

const char *made_file(const char *name)
{
    const char *path = test_path(name);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL(file);
    if (file)
        fclose(file);
    return really(path);
}

const char *made_folder(const char *name)
{
    const char *path = test_path(name);
    mkdir(path, 0777);
    return really(path);
}
