/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled_rows.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char *text_at(const UnfoldRow *row, size_t offset)
{
    return *(const char *const *)((const char *)row + offset);
}

/* The names that the rows' members at `offset` have; those stay the rows'. */
static UnfoldStatus gather(const UnfoldRows *rows, size_t offset, UnfoldNames *names,
                           UnfoldError *error)
{
    size_t count = 0, kept = 0;
    for (size_t k = 0; k < rows->count; ++k)
        count += text_at(&rows->list[k], offset) != NULL;
    if (!count)
        return UNFOLD_OK;
    names->list = malloc(count * sizeof *names->list);
    if (!names->list)
        return unfold_no_memory(error);
    count = 0;
    for (size_t k = 0; k < rows->count; ++k)
        if (text_at(&rows->list[k], offset))
            names->list[count++] = text_at(&rows->list[k], offset);
    qsort(names->list, count, sizeof *names->list, by_text);
    for (size_t k = 0; k < count; ++k)
        if (!k || strcmp(names->list[k], names->list[kept - 1]) != 0)
            names->list[kept++] = names->list[k];
    names->count = kept;
    return UNFOLD_OK;
}

static UnfoldStatus keep(UnfoldLabelled *labelled, UnfoldNames *names,
                         UnfoldError *error)
{
    for (size_t k = 0; k < names->count; ++k) {
        const char *text = names->list[k];
        names->list[k] = unfold_texts_add(&labelled->texts, text, "", 0);
        if (!names->list[k])
            return unfold_no_memory(error);
    }
    return UNFOLD_OK;
}

static UnfoldStatus name_all(const UnfoldRows *rows, UnfoldLabelled *labelled,
                             UnfoldError *error)
{
    static const size_t offsets[] = {offsetof(UnfoldRow, label),
                                     offsetof(UnfoldRow, group),
                                     offsetof(UnfoldRow, set)};
    UnfoldNames *const names[] = {&labelled->labels, &labelled->groups,
                                  &labelled->sets};
    UnfoldStatus status = UNFOLD_OK;
    for (size_t k = 0; !status && k < 3; ++k) {
        status = gather(rows, offsets[k], names[k], error);
        if (!status && labelled->labels.count > UNFOLD_MAX_LABELS)
            return unfold_fail(error, UNFOLD_UNSUPPORTED,
                               "has %zu labels, more than %d ('%s', '%s', ...)",
                               labelled->labels.count, UNFOLD_MAX_LABELS,
                               labelled->labels.list[0], labelled->labels.list[1]);
        if (!status)
            status = keep(labelled, names[k], error);
    }
    return status;
}

static int index_of(const UnfoldNames *names, const char *name)
{
    if (!name)
        return -1;
    const char **found =
        bsearch(&name, names->list, names->count, sizeof *names->list, by_text);
    return (int)(found - names->list);
}

static int by_start(const void *left, const void *right)
{
    const UnfoldSpan *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return a->label - b->label;
}

/* One recording of rows [count] that have its path. */
static UnfoldStatus add_recording(UnfoldLabelled *labelled, const UnfoldRow *rows,
                                  size_t count, const char *folder, UnfoldError *error)
{
    UnfoldRecording *added = &labelled->recordings[labelled->count];
    UnfoldSpan *spans = labelled->spans + labelled->span_count;
    *added = (UnfoldRecording){.label = -1,
                               .group = index_of(&labelled->groups, rows->group),
                               .set = index_of(&labelled->sets, rows->set),
                               .line = rows->line,
                               .spans = spans};
    added->path = unfold_texts_add(&labelled->texts, *rows->path == '/' ? "" : folder,
                                   rows->path, strlen(rows->path));
    if (!added->path)
        return unfold_no_memory(error);
    for (size_t k = 0; k < count; ++k) {
        const int label = index_of(&labelled->labels, rows[k].label);
        if (!rows[k].part)
            added->label = label;
        else if (label >= 0)
            spans[added->span_count++] =
                (UnfoldSpan){rows[k].start, rows[k].end, label};
    }
    qsort(spans, added->span_count, sizeof *spans, by_start);
    labelled->span_count += added->span_count;
    ++labelled->count;
    return UNFOLD_OK;
}

static int by_line_and_path(const void *left, const void *right)
{
    const UnfoldRecording *a = left, *b = right;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return strcmp(a->path, b->path);
}

UnfoldStatus unfold_rows_finish(UnfoldRows *rows, const char *folder,
                                UnfoldLabelled *labelled, UnfoldError *error)
{
    size_t recordings = 0, length;
    UnfoldStatus status = name_all(rows, labelled, error);
    if (status)
        return status;
    unfold_rows_sort(rows);
    for (size_t k = 0; k < rows->count; ++k)
        recordings += !k || strcmp(rows->list[k].path, rows->list[k - 1].path) != 0;
    labelled->recordings = malloc(recordings * sizeof *labelled->recordings);
    labelled->spans = malloc((rows->parts + 1) * sizeof *labelled->spans);
    if (!labelled->recordings || !labelled->spans)
        return unfold_no_memory(error);
    for (size_t k = 0; !status && k < rows->count; k += length) {
        const UnfoldRow *row = &rows->list[k];
        for (length = 1; k + length < rows->count; ++length)
            if (strcmp(row[length].path, row->path) != 0)
                break;
        status = add_recording(labelled, row, length, folder, error);
    }
    if (!status)
        qsort(labelled->recordings, labelled->count, sizeof *labelled->recordings,
              by_line_and_path);
    return status;
}

void unfold_labelled_clear(UnfoldLabelled *labelled)
{
    free(labelled->recordings);
    free(labelled->spans);
    free(labelled->labels.list);
    free(labelled->groups.list);
    free(labelled->sets.list);
    unfold_texts_free(labelled->texts);
    *labelled = (UnfoldLabelled){0};
}
