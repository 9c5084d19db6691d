/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_LABELLED_ROWS_H
#define UNFOLD_FILE_LABELLED_ROWS_H

#include "file/labelled.h"
#include "file/table.h"

/* What the readers of lists share: rows, from which recordings are made. */

/** A recording or a part of one; its texts are borrowed. */
typedef struct {
    const char *path;        /**< as the list has it */
    const char *label;       /**< NULL: none */
    const char *group, *set; /**< NULL: none */
    double start, end;       /**< seconds */
    bool part;               /**< or the whole recording, without start and end */
    uint32_t line;           /**< of the list; 0: a folder */
} UnfoldRow;
typedef struct {
    UnfoldRow *list;
    size_t count, room, parts;
    UnfoldTexts *texts; /**< where the rows' texts are kept, if not in the table */
} UnfoldRows;

/** Append a row. */
UnfoldStatus unfold_rows_add(UnfoldRows *rows, const UnfoldRow *row,
                             UnfoldError *error);

/** Bring those of each recording together, in the order of their lines. */
void unfold_rows_sort(UnfoldRows *rows);

/** UNFOLD_BAD_FILE if a recording has more than one row and one is of the whole, or
    they differ in group or set; sorts them. */
UnfoldStatus unfold_rows_check(UnfoldRows *rows, UnfoldError *error);

/** Make recordings of them; `labelled` is all zero, and to be cleared on failure. */
UnfoldStatus unfold_rows_finish(UnfoldRows *rows, const char *folder,
                                UnfoldLabelled *labelled, UnfoldError *error);
void unfold_rows_clear(UnfoldRows *rows);

/** Those of a table, which must outlive them. */
UnfoldStatus unfold_rows_of_table(UnfoldTable *table,
                                  const UnfoldLabelledOptions *options,
                                  UnfoldRows *rows, UnfoldError *error);

/** Those of a folder (its path ends in '/'): labelled by the folders in it or not. */
UnfoldStatus unfold_rows_of_folder(const char *folder,
                                   const UnfoldLabelledOptions *options,
                                   UnfoldRows *rows, UnfoldError *error);

/** Start and end of a part as two fields say them. */
UnfoldStatus unfold_span_parse(const char *start, const char *end, size_t line,
                               double *from, double *to, UnfoldError *error);

#endif
