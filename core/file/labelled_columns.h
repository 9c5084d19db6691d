/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_LABELLED_COLUMNS_H
#define UNFOLD_FILE_LABELLED_COLUMNS_H

#include "file/labelled_rows.h"

/* What the columns of a list mean. */

enum {
    COLUMN_PATH,
    COLUMN_LABEL,
    COLUMN_GROUP,
    COLUMN_START,
    COLUMN_END,
    COLUMN_SET,
    COLUMN_KINDS
};

typedef struct {
    int at[COLUMN_KINDS]; /**< index of the field; -1: none */
    size_t count;         /**< fields of the first line */
    size_t needed;        /**< at least so many fields has a row */
    bool named;           /**< the first line names them */
} UnfoldColumns;

/** Tell them from the first row, which the table holds. UNFOLD_BAD_FILE if a column is
    missing or there twice. */
UnfoldStatus unfold_columns_find(const UnfoldTable *table,
                                 const UnfoldLabelledOptions *options,
                                 UnfoldColumns *columns, UnfoldError *error);

#endif
