/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_READ_H
#define UNFOLD_FILE_READ_H

#include "net/status.h"

#include <stddef.h>

/** Open a regular file for reading and say how many bytes it has. Missing, unreadable,
    a folder, a pipe or another thing that is no file, and an empty file are refused
    with UNFOLD_CANNOT_READ or UNFOLD_BAD_FILE; never waits for a pipe's writer. */
UnfoldStatus unfold_read_open(const char *path, int *descriptor, size_t *size,
                              UnfoldError *error);

/** The bytes of a file of at most `limit` bytes; the size is checked before anything
    is allocated. Release with free(). */
UnfoldStatus unfold_read_bytes(const char *path, size_t limit, char **bytes,
                               size_t *size, UnfoldError *error);

#endif
