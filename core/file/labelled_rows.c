/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled_rows.h"

#include <stdlib.h>
#include <string.h>

UnfoldStatus unfold_rows_add(UnfoldRows *rows, const UnfoldRow *row, UnfoldError *error)
{
    if (row->part ? rows->parts == UNFOLD_MAX_SPANS
                  : rows->count - rows->parts == UNFOLD_MAX_RECORDINGS)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "has more than %d %s",
                           row->part ? UNFOLD_MAX_SPANS : UNFOLD_MAX_RECORDINGS,
                           row->part ? "parts of recordings" : "recordings");
    if (rows->count == rows->room) {
        const size_t room = rows->room ? 2 * rows->room : 64;
        UnfoldRow *moved = realloc(rows->list, room * sizeof *moved);
        if (!moved)
            return unfold_no_memory(error);
        rows->list = moved;
        rows->room = room;
    }
    rows->parts += row->part;
    rows->list[rows->count++] = *row;
    return UNFOLD_OK;
}

void unfold_rows_clear(UnfoldRows *rows)
{
    free(rows->list);
    unfold_texts_free(rows->texts);
    *rows = (UnfoldRows){0};
}

static int by_path_and_line(const void *left, const void *right)
{
    const UnfoldRow *a = left, *b = right;
    const int order = strcmp(a->path, b->path);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

void unfold_rows_sort(UnfoldRows *rows)
{
    qsort(rows->list, rows->count, sizeof *rows->list, by_path_and_line);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

/* NULL, or what is wrong with two rows of one recording. */
static const char *contradiction(const UnfoldRow *a, const UnfoldRow *b)
{
    if (!a->part || !b->part)
        return "comes twice, and not both times with start and end";
    if (!same_text(a->group, b->group))
        return "comes twice, in two groups";
    return same_text(a->set, b->set) ? NULL : "comes twice, in two sets";
}

UnfoldStatus unfold_rows_check(UnfoldRows *rows, UnfoldError *error)
{
    const UnfoldRow *worst = NULL; /* the one that comes first in the list */
    unfold_rows_sort(rows);
    for (size_t k = 1; k < rows->count; ++k) {
        const UnfoldRow *row = &rows->list[k];
        if (!strcmp(row->path, row[-1].path) && contradiction(row - 1, row) &&
            (!worst || row->line < worst->line))
            worst = row;
    }
    if (!worst)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_FILE,
                       "line %u: '%.100s' %s: line %u has it too", worst->line,
                       worst->path, contradiction(worst - 1, worst), worst[-1].line);
}
