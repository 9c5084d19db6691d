/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

UnfoldStatus unfold_read_open(const char *path, int *descriptor, size_t *size,
                              UnfoldError *error)
{
    /* Without O_NONBLOCK, opening a pipe would wait for its writer. */
    const int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (opened < 0)
        return unfold_fail(error, UNFOLD_CANNOT_READ, "cannot be opened: %s",
                           strerror(errno));
    struct stat info;
    UnfoldStatus status = UNFOLD_OK;
    if (fstat(opened, &info))
        status = unfold_fail(error, UNFOLD_CANNOT_READ, "cannot be read: %s",
                             strerror(errno));
    else if (S_ISDIR(info.st_mode))
        status = unfold_fail(error, UNFOLD_CANNOT_READ, "is a folder, not a file");
    else if (!S_ISREG(info.st_mode))
        status = unfold_fail(error, UNFOLD_CANNOT_READ,
                             "is a pipe or device, not a plain file");
    else if (info.st_size <= 0)
        status = unfold_fail(error, UNFOLD_BAD_FILE, "the file is empty");
    if (status) {
        close(opened);
        return status;
    }
    *descriptor = opened;
    *size = (size_t)info.st_size;
    return UNFOLD_OK;
}

static UnfoldStatus fill(int descriptor, char *bytes, size_t size, UnfoldError *error)
{
    for (size_t done = 0; done < size;) {
        const ssize_t got = read(descriptor, bytes + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return unfold_fail(error, UNFOLD_CANNOT_READ, "cannot be read: %s",
                               strerror(errno));
        if (got == 0)
            return unfold_fail(error, UNFOLD_CANNOT_READ,
                               "became shorter while it was read");
        done += (size_t)got;
    }
    return UNFOLD_OK;
}

UnfoldStatus unfold_read_bytes(const char *path, size_t limit, char **bytes,
                               size_t *size, UnfoldError *error)
{
    int descriptor = -1;
    UnfoldStatus status = unfold_read_open(path, &descriptor, size, error);
    if (status)
        return status;
    char *made = NULL;
    if (*size > limit)
        status = unfold_fail(error, UNFOLD_UNSUPPORTED,
                             "has %zu bytes, more than the limit of %zu", *size, limit);
    else if (!(made = malloc(*size)))
        status = unfold_no_memory(error);
    else
        status = fill(descriptor, made, *size, error);
    close(descriptor);
    if (status) {
        free(made);
        return status;
    }
    *bytes = made;
    return UNFOLD_OK;
}
