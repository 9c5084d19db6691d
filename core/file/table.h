/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_TABLE_H
#define UNFOLD_FILE_TABLE_H

#include "net/status.h"

#include <stdbool.h>
#include <stddef.h>

#define UNFOLD_TABLE_MAX_FIELDS 256

/** A table in memory, read row by row: fields between tabs, commas or semicolons, in
    quotes or not (RFC 4180); lines end with LF, CRLF or CR; a byte order mark may
    stand before them. */
typedef struct {
    char *bytes, *next, *end; /**< a copy of the table's text, owned */
    char separator;
    bool quotes;
    size_t line; /**< of the row, from 1 */
    size_t lines;
    size_t count;                          /**< fields of the row, 1.. */
    char *fields[UNFOLD_TABLE_MAX_FIELDS]; /**< valid until the table ends; without the
                                                spaces around them if not quoted */
} UnfoldTable;

/** Begin with a table of `size` bytes. Tells the separator from the first line: a tab,
    else a comma, else a semicolon. UNFOLD_BAD_FILE with the line that is not UTF-8. */
UnfoldStatus unfold_table_begin(UnfoldTable *table, const char *bytes, size_t size,
                                UnfoldError *error);

/** The next row; those without anything are passed over. *found is false after the
    last. UNFOLD_BAD_FILE with the line whose quotes are wrong, UNFOLD_UNSUPPORTED where
    there are too many fields. */
UnfoldStatus unfold_table_next(UnfoldTable *table, bool *found, UnfoldError *error);

/** Release it. Fine after a failed begin, and twice. */
void unfold_table_end(UnfoldTable *table);

/** The text without the spaces and tabs around it, in place. */
char *unfold_trim(char *text);

#endif
