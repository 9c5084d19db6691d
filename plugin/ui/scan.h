/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_SCAN_H
#define UNFOLD_UI_SCAN_H

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define UNFOLD_SCAN_DEPTH 3      /* folders below the first */
#define UNFOLD_SCAN_FOLDERS 1000 /* read at most */
#define UNFOLD_SCAN_ENTRIES 100000

/** A folder that is read bit by bit, and then what lies below it. */
typedef struct {
    DIR *open;          /**< or NULL */
    char **folders;     /**< [count]: to be read, or read */
    uint8_t *depths;    /**< [count] */
    dev_t *devices;     /**< [count]: where each really lies, once it is read, */
    ino_t *inodes;      /**< [count]: so that links in a ring end */
    uint32_t count, at; /**< at: the one that is read */
    uint32_t entries;
    int error;   /**< errno: why the first could not be read; or 0 */
    double rest; /**< seconds to wait since something was slow */
    /** Files that may be models, and folders; `name` is the end of `path`. */
    void (*found)(void *owner, const char *path, const char *name, unsigned depth,
                  bool is_folder);
    void *owner;
} UnfoldScan;

/** Begin with this folder; `found` and `owner` are kept. */
void unfold_scan_begin(UnfoldScan *scan, const char *folder);
void unfold_scan_end(UnfoldScan *scan);

/** Whether there is something to do: in the folder itself, or (`deep`) also below. */
bool unfold_scan_is_busy(const UnfoldScan *scan, bool deep);

/** Read on for at most `budget` seconds, `seconds` after the last time. One call of the
    system may take longer, of a drive far away: then rest, so that most of the time is
    the window's. */
void unfold_scan_step(UnfoldScan *scan, bool deep, double seconds, double budget);

#endif
