/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/scan.h"

#include "plugin/model_names.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define MOST_REST 1.0 /* seconds */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* What finds no memory is left out. */
static void queue(UnfoldScan *scan, const char *folder, unsigned depth)
{
    if (!scan->folders || scan->count == UNFOLD_SCAN_FOLDERS ||
        depth > UNFOLD_SCAN_DEPTH)
        return;
    scan->folders[scan->count] = strdup(folder);
    scan->depths[scan->count] = (uint8_t)depth;
    scan->count += scan->folders[scan->count] != NULL;
}

static bool make_room(UnfoldScan *scan)
{
    if (!scan->folders)
        scan->folders = calloc(UNFOLD_SCAN_FOLDERS, sizeof *scan->folders);
    if (!scan->depths)
        scan->depths = calloc(UNFOLD_SCAN_FOLDERS, sizeof *scan->depths);
    if (!scan->devices)
        scan->devices = calloc(UNFOLD_SCAN_FOLDERS, sizeof *scan->devices);
    if (!scan->inodes)
        scan->inodes = calloc(UNFOLD_SCAN_FOLDERS, sizeof *scan->inodes);
    return scan->folders && scan->depths && scan->devices && scan->inodes;
}

static void forget(UnfoldScan *scan)
{
    if (scan->open)
        closedir(scan->open);
    for (uint32_t k = 0; k < scan->count; ++k)
        free(scan->folders[k]);
    scan->open = NULL;
    scan->count = scan->at = scan->entries = 0;
    scan->error = 0;
    scan->rest = 0;
}

void unfold_scan_end(UnfoldScan *scan)
{
    forget(scan);
    free(scan->folders);
    free(scan->depths);
    free(scan->devices);
    free(scan->inodes);
    scan->folders = NULL;
    scan->depths = NULL;
    scan->devices = NULL;
    scan->inodes = NULL;
}

void unfold_scan_begin(UnfoldScan *scan, const char *folder)
{
    forget(scan);
    if (!make_room(scan))
        unfold_scan_end(scan);
    queue(scan, folder, 0);
    if (!scan->count)
        scan->error = ENOMEM;
}

bool unfold_scan_is_busy(const UnfoldScan *scan, bool deep)
{
    return scan->at < scan->count && (deep || scan->depths[scan->at] == 0);
}

static void close_folder(UnfoldScan *scan)
{
    if (scan->open)
        closedir(scan->open);
    scan->open = NULL;
    ++scan->at;
}

/* False: it cannot be read, or was already, by another name. */
static bool open_folder(UnfoldScan *scan)
{
    struct stat info;
    const uint32_t at = scan->at;
    scan->open = opendir(scan->folders[at]);
    if (!scan->open && at == 0)
        scan->error = errno;
    if (!scan->open || fstat(dirfd(scan->open), &info) != 0)
        return false;
    for (uint32_t k = 0; k < at; ++k)
        if (scan->inodes[k] == info.st_ino && scan->devices[k] == info.st_dev)
            return false;
    scan->inodes[at] = info.st_ino;
    scan->devices[at] = info.st_dev;
    return true;
}

/* DT_DIR or DT_REG, links followed; DT_UNKNOWN for all else. */
static int kind_of(const UnfoldScan *scan, const struct dirent *entry)
{
    struct stat info;
    if (entry->d_type == DT_DIR || entry->d_type == DT_REG)
        return entry->d_type;
    if ((entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN) ||
        fstatat(dirfd(scan->open), entry->d_name, &info, 0) != 0)
        return DT_UNKNOWN;
    return S_ISDIR(info.st_mode) ? DT_DIR : S_ISREG(info.st_mode) ? DT_REG : DT_UNKNOWN;
}

static void take(UnfoldScan *scan, const struct dirent *entry)
{
    char path[PATH_MAX];
    const unsigned depth = scan->depths[scan->at];
    const char *folder = scan->folders[scan->at];
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    if (entry->d_name[0] == '.')
        return;
    const int length =
        snprintf(path, sizeof path, "%s%s%s", folder, slash, entry->d_name);
    const int kind = kind_of(scan, entry);
    if (length < 0 || (size_t)length >= sizeof path)
        return;
    const char *name = path + length - strlen(entry->d_name);
    if (kind == DT_DIR)
        queue(scan, path, depth + 1);
    if (kind == DT_DIR || (kind == DT_REG && unfold_is_named_like_a_model(name)))
        scan->found(scan->owner, path, name, depth, kind == DT_DIR);
}

static void read_one(UnfoldScan *scan)
{
    if (!scan->open && !open_folder(scan)) {
        close_folder(scan);
        return;
    }
    errno = 0;
    const struct dirent *entry = readdir(scan->open);
    if (!entry && errno && scan->at == 0)
        scan->error = errno;
    if (entry && ++scan->entries <= UNFOLD_SCAN_ENTRIES)
        take(scan, entry);
    else
        close_folder(scan);
}

void unfold_scan_step(UnfoldScan *scan, bool deep, double seconds, double budget)
{
    scan->rest -= seconds;
    if (scan->rest > 0 || !unfold_scan_is_busy(scan, deep))
        return;
    const double begin = now();
    double taken = 0;
    while (taken < budget && unfold_scan_is_busy(scan, deep)) {
        read_one(scan);
        taken = now() - begin;
    }
    scan->rest = taken > 4 * budget ? fmin(3 * taken, MOST_REST) : 0;
}
