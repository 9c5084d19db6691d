/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_LABEL_TRACK_H
#define UNFOLD_FILE_LABEL_TRACK_H

#include "net/status.h"

#include <stdbool.h>
#include <stddef.h>

#define UNFOLD_MAX_TRACK_BYTES ((size_t)64 << 20)

/** A label of a track, of a part of a recording or (start is end) a moment. */
typedef struct {
    double start, end; /**< seconds; 0 <= start <= end */
    const char *label;
    size_t line; /**< of the file, from 1 */
} UnfoldMark;

/** A label track as Audacity exports it, in the file's order. */
typedef struct {
    size_t count;
    UnfoldMark *marks; /**< [count], owned */
    char *text;        /**< that holds the labels, owned */
} UnfoldTrack;

/** Read the lines START<tab>END<tab>LABEL of a track's bytes; size may be 0. Lines of
    frequencies, which begin with a backslash, and those with an empty label are passed
    over. UNFOLD_BAD_FILE with the line: no number, a negative start, an end before the
    start, a label that is none (unfold_label_fault), not UTF-8. UNFOLD_UNSUPPORTED:
    more than UNFOLD_MAX_SPANS. */
UnfoldStatus unfold_track_parse(const char *bytes, size_t size, UnfoldTrack *track,
                                UnfoldError *error);

/** The same of a file of at most UNFOLD_MAX_TRACK_BYTES, which may be empty. */
UnfoldStatus unfold_track_read(const char *path, UnfoldTrack *track,
                               UnfoldError *error);

/** Release it; it has no marks then. */
void unfold_track_clear(UnfoldTrack *track);

/** Values over time that belong to a recording. */
typedef struct {
    size_t count;
    double *times;  /**< [count] seconds, ascending; owned */
    double *values; /**< [count] owned */
} UnfoldValues;

/** Read a table of two columns, time and value; a line of names may stand before them.
    UNFOLD_BAD_FILE with the line: other than two fields, no finite number, a time that
    is not above the one before, not UTF-8; nothing at all. */
UnfoldStatus unfold_values_parse(const char *bytes, size_t size, UnfoldValues *values,
                                 UnfoldError *error);

/** The same of a file of at most UNFOLD_MAX_TRACK_BYTES. */
UnfoldStatus unfold_values_read(const char *path, UnfoldValues *values,
                                UnfoldError *error);

void unfold_values_clear(UnfoldValues *values);

/** The path of what lies beside a recording: its name with another ending (".txt" of a
    label track, ".csv" of values). Release with free(); NULL for lack of memory. */
char *unfold_path_beside(const char *recording, const char *ending);

#endif
