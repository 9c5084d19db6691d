/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMP_EXTRA 48 /* bytes that a temporary name adds */
#define TEMP_TRIES 100

static char *copy_text(const char *text, size_t extra)
{
    const size_t size = strlen(text) + 1;
    char *copy = malloc(size + extra);
    if (copy)
        memcpy(copy, text, size);
    return copy;
}

/* Whether the path may be replaced, and with which mode (0: a new file's). */
static UnfoldStatus check_target(const char *path, mode_t *mode, UnfoldError *error)
{
    struct stat info;
    *mode = 0;
    if (!*path)
        return unfold_fail(error, UNFOLD_CANNOT_WRITE, "a file needs a name");
    if (stat(path, &info)) {
        if (errno == ENOENT)
            return UNFOLD_OK;
        return unfold_fail(error, UNFOLD_CANNOT_WRITE, "cannot be written: %s",
                           strerror(errno));
    }
    if (S_ISDIR(info.st_mode))
        return unfold_fail(error, UNFOLD_CANNOT_WRITE, "is a folder, not a file");
    if (!S_ISREG(info.st_mode))
        return unfold_fail(error, UNFOLD_CANNOT_WRITE,
                           "is a pipe or device, not a plain file");
    if (access(path, W_OK))
        return unfold_fail(error, UNFOLD_CANNOT_WRITE, "cannot be written: %s",
                           strerror(errno));
    *mode = info.st_mode & 0777;
    return UNFOLD_OK;
}

/* A new file beside the path; open() applies the umask, which mkstemp() would not. */
static int open_temp(const char *path, char *temp)
{
    static atomic_uint counter;
    for (int k = 0; k < TEMP_TRIES; ++k) {
        snprintf(temp, strlen(path) + TEMP_EXTRA, "%s.%ld-%u.tmp", path, (long)getpid(),
                 atomic_fetch_add(&counter, 1));
        const int opened = open(temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (opened >= 0 || errno != EEXIST)
            return opened;
    }
    return -1;
}

static void forget(UnfoldReplace *replace)
{
    free(replace->path);
    free(replace->temp);
    *replace = (UnfoldReplace){0};
}

UnfoldStatus unfold_replace_begin(const char *path, UnfoldReplace *replace,
                                  UnfoldError *error)
{
    *replace = (UnfoldReplace){0};
    mode_t mode;
    const UnfoldStatus status = check_target(path, &mode, error);
    if (status)
        return status;
    /* Write what a symbolic link points to, rather than put a file in its place. */
    char real[PATH_MAX];
    if (realpath(path, real))
        path = real;
    replace->path = copy_text(path, 0);
    replace->temp = copy_text(path, TEMP_EXTRA);
    if (!replace->path || !replace->temp) {
        forget(replace);
        return unfold_no_memory(error);
    }
    const int opened = open_temp(path, replace->temp);
    if (opened >= 0) {
        if (!mode || !fchmod(opened, mode))
            replace->file = fdopen(opened, "w+b");
        if (replace->file)
            return UNFOLD_OK;
    }
    const int reason = errno;
    if (opened >= 0) {
        close(opened);
        unlink(replace->temp);
    }
    forget(replace);
    return unfold_fail(error, UNFOLD_CANNOT_WRITE, "cannot be written: %s",
                       strerror(reason));
}

/* Make the new name last through a power cut; where a file system cannot, it is as good
   as it gets. */
static void sync_folder(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        slash[slash == path] = '\0';
    const int folder = open(slash ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    (void)!fsync(folder);
    close(folder);
}

/* Bring what was written to the disk; 0, or errno's reason. */
static int sync_file(FILE *file)
{
    /* An earlier write's reason is lost by now; the disk being full is the usual one.
     */
    const int earlier = ferror(file) ? ENOSPC : 0;
    if (fflush(file) || fsync(fileno(file)))
        return earlier ? earlier : errno;
    return earlier;
}

UnfoldStatus unfold_replace_sync(UnfoldReplace *replace, UnfoldError *error)
{
    const int reason = sync_file(replace->file);
    if (!reason)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_CANNOT_WRITE, "cannot be written: %s",
                       strerror(reason));
}

UnfoldStatus unfold_replace_commit(UnfoldReplace *replace, UnfoldError *error)
{
    int reason = sync_file(replace->file);
    if (fclose(replace->file) && !reason)
        reason = errno;
    if (!reason && rename(replace->temp, replace->path))
        reason = errno;
    if (reason)
        unlink(replace->temp);
    else
        sync_folder(replace->path);
    forget(replace);
    if (!reason)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_CANNOT_WRITE, "cannot be written: %s",
                       strerror(reason));
}

void unfold_replace_abort(UnfoldReplace *replace)
{
    if (!replace->file)
        return;
    fclose(replace->file);
    unlink(replace->temp);
    forget(replace);
}

/* The process that a temporary file of this path belongs to, or 0 if it is none. */
static long owner_of(const char *name, const char *base)
{
    const size_t length = strlen(base);
    long owner;
    unsigned number;
    int end = 0;
    if (strncmp(name, base, length) ||
        sscanf(name + length, ".%ld-%u.tmp%n", &owner, &number, &end) != 2 || !end ||
        name[length + (size_t)end])
        return 0;
    return owner;
}

void unfold_replace_tidy(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    char *folder = slash ? copy_text(path, 0) : copy_text(".", 0);
    if (folder && slash)
        folder[slash - path + 1] = '\0';
    DIR *entries = folder ? opendir(folder) : NULL;
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        const long owner = owner_of(entry->d_name, base);
        if (owner > 0 && kill((pid_t)owner, 0) && errno == ESRCH)
            unlinkat(dirfd(entries), entry->d_name, 0);
    }
    if (entries)
        closedir(entries);
    free(folder);
}
