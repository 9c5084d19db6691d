/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled_columns.h"
#include "file/utf8.h"

#include <limits.h>
#include <string.h>

const char *unfold_label_fault(const char *label)
{
    const size_t length = strlen(label);
    if (!length)
        return "is empty";
    if (length >= UNFOLD_LABEL_NAME)
        return "is longer than 63 bytes";
    if (!unfold_utf8_valid(label, length))
        return "is not UTF-8";
    return unfold_utf8_has_control(label) ? "holds a control character" : NULL;
}

/* The same of a text that may be as long as `most`, which is valid UTF-8. */
static const char *fault_of(const char *text, size_t most)
{
    if (!*text)
        return "is empty";
    if (strlen(text) >= most)
        return "is too long";
    return unfold_utf8_has_control(text) ? "holds a control character" : NULL;
}

static UnfoldStatus check_fields(const UnfoldTable *table, const UnfoldColumns *columns,
                                 UnfoldError *error)
{
    bool more = false;
    for (size_t k = columns->count; k < table->count; ++k)
        more |= *table->fields[k] != '\0';
    if (table->count >= columns->needed && !more)
        return UNFOLD_OK;
    return unfold_fail(
        error, UNFOLD_BAD_FILE, "line %zu: has %zu field%s, but the first line has %zu",
        table->line, table->count, table->count == 1 ? "" : "s", columns->count);
}

static char *field_of(const UnfoldTable *table, const UnfoldColumns *columns, int kind)
{
    return columns->at[kind] < 0 ? NULL : table->fields[columns->at[kind]];
}

/* A name that may be missing. */
static UnfoldStatus take_name(const UnfoldTable *table, char *field, const char *kind,
                              const char **name, UnfoldError *error)
{
    const char *text = field ? unfold_trim(field) : "";
    const char *fault = *text ? fault_of(text, UNFOLD_GROUP_NAME) : NULL;
    *name = *text ? text : NULL;
    if (!fault)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: the %s %s", table->line, kind,
                       fault);
}

static UnfoldStatus take_part(const UnfoldTable *table, const char *start,
                              const char *end, UnfoldRow *row, UnfoldError *error)
{
    row->part = *start || *end;
    if (!row->part)
        return UNFOLD_OK;
    if (!*start || !*end)
        return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: has %s", table->line,
                           *start ? "a start, but no end" : "an end, but no start");
    return unfold_span_parse(start, end, table->line, &row->start, &row->end, error);
}

static UnfoldStatus take_row(const UnfoldTable *table, const UnfoldColumns *columns,
                             UnfoldRow *row, UnfoldError *error)
{
    char *fields[COLUMN_KINDS];
    UnfoldStatus status = check_fields(table, columns, error);
    if (status)
        return status;
    for (int kind = 0; kind < COLUMN_KINDS; ++kind)
        fields[kind] = field_of(table, columns, kind);
    *row = (UnfoldRow){.path = fields[COLUMN_PATH], .line = (uint32_t)table->line};
    const char *fault = fault_of(row->path, PATH_MAX);
    if (fault)
        return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: the path %s", table->line,
                           fault);
    if (fields[COLUMN_LABEL]) {
        row->label = unfold_trim(fields[COLUMN_LABEL]);
        fault = unfold_label_fault(row->label);
    }
    if (fault)
        return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: the label %s",
                           table->line, fault);
    status = take_name(table, fields[COLUMN_GROUP], "group", &row->group, error);
    if (!status)
        status = take_name(table, fields[COLUMN_SET], "set", &row->set, error);
    if (!status && fields[COLUMN_START])
        status = take_part(table, unfold_trim(fields[COLUMN_START]),
                           unfold_trim(fields[COLUMN_END]), row, error);
    return status;
}

UnfoldStatus unfold_rows_of_table(UnfoldTable *table,
                                  const UnfoldLabelledOptions *options,
                                  UnfoldRows *rows, UnfoldError *error)
{
    bool found;
    UnfoldColumns columns = {0};
    UnfoldStatus status = unfold_table_next(table, &found, error);
    if (!status && found)
        status = unfold_columns_find(table, options, &columns, error);
    if (!status && found && columns.named)
        status = unfold_table_next(table, &found, error);
    while (!status && found) {
        UnfoldRow row;
        status = take_row(table, &columns, &row, error);
        if (!status)
            status = unfold_rows_add(rows, &row, error);
        if (!status)
            status = unfold_table_next(table, &found, error);
    }
    if (!status && !rows->count)
        status = unfold_fail(error, UNFOLD_BAD_FILE, "names no recordings");
    return status ? status : unfold_rows_check(rows, error);
}
