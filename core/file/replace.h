/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_REPLACE_H
#define UNFOLD_FILE_REPLACE_H

#include "net/status.h"

#include <stdio.h>

/** A file being written beside the one it will replace. */
typedef struct {
    FILE *file;        /**< write here; NULL when not open */
    char *path, *temp; /**< owned */
} UnfoldReplace;

/** Open a temporary file in the folder of `path` (with the mode that a plain new file
    would get, or the old file's). */
UnfoldStatus unfold_replace_begin(const char *path, UnfoldReplace *replace,
                                  UnfoldError *error);

/** Bring what was written so far to the disk, so that a commit after it has only to
    rename: of several files that belong together sync all first. Ends nothing. */
UnfoldStatus unfold_replace_sync(UnfoldReplace *replace, UnfoldError *error);

/** Flush, sync and rename over the path; on failure the old file is as it was and the
    temporary one is gone. Ends the replacement either way. */
UnfoldStatus unfold_replace_commit(UnfoldReplace *replace, UnfoldError *error);

/** Drop what was written. Fine after a failed begin. */
void unfold_replace_abort(UnfoldReplace *replace);

/** Remove the temporary files beside `path` that writers left which were killed; those
    of processes that live stay. Failures are passed over. */
void unfold_replace_tidy(const char *path);

#endif
