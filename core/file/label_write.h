/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_LABEL_WRITE_H
#define UNFOLD_FILE_LABEL_WRITE_H

#include "net/status.h"

#include <stddef.h>
#include <stdio.h>

/** A sound that was heard. All numbers are finite. */
typedef struct {
    const char *file;  /**< the recording's name */
    double start, end; /**< seconds in it */
    const char *label;
    double confidence; /**< 0..1 */
} UnfoldHeard;

/** How sounds that were heard are written. */
typedef enum {
    UNFOLD_HEARD_TRACK, /**< a label track for Audacity: START<tab>END<tab>LABEL,
                           without the file and confidence; 6 decimals */
    UNFOLD_HEARD_CSV,   /**< RFC 4180 with LF: file,start,end,label,confidence */
    UNFOLD_HEARD_JSON   /**< a list of objects with these members, one a line */
} UnfoldHeardFormat;

/** Write heard [count] in their order, rounded to a millionth, in the C locale. Control
    characters in a track are written as spaces, and bytes of a name that are not UTF-8
    in JSON as U+FFFD. UNFOLD_CANNOT_WRITE if the file does not take it. */
UnfoldStatus unfold_heard_write(FILE *file, UnfoldHeardFormat format,
                                const UnfoldHeard *heard, size_t count,
                                UnfoldError *error);

/** The same into the file `path`, which is replaced as a whole or left as it was. */
UnfoldStatus unfold_heard_save(const char *path, UnfoldHeardFormat format,
                               const UnfoldHeard *heard, size_t count,
                               UnfoldError *error);

/** Write values [count] over times [count] (seconds) as unfold_values_read reads them:
    time,value, with as few digits as bring the same numbers back. */
UnfoldStatus unfold_values_write(FILE *file, const double *times, const double *values,
                                 size_t count, UnfoldError *error);
UnfoldStatus unfold_values_save(const char *path, const double *times,
                                const double *values, size_t count, UnfoldError *error);

#endif
