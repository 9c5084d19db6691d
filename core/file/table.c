/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/table.h"

#include "file/utf8.h"

#include <stdlib.h>
#include <string.h>

static UnfoldStatus check_utf8(const char *bytes, size_t size, UnfoldError *error)
{
    if (unfold_utf8_valid(bytes, size))
        return UNFOLD_OK;
    size_t line = 1;
    for (size_t k = 0, begin = 0; k < size; ++k) {
        const bool ends = bytes[k] == '\n' ||
                          (bytes[k] == '\r' && !(k + 1 < size && bytes[k + 1] == '\n'));
        if (!ends)
            continue;
        if (!unfold_utf8_valid(bytes + begin, k - begin))
            break;
        begin = k + 1;
        ++line;
    }
    return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: is not UTF-8", line);
}

/* What the first line has outside of quotes. */
static char separator_of(const char *text)
{
    bool quoted = false, comma = false, semicolon = false;
    for (; *text && (quoted || (*text != '\n' && *text != '\r')); ++text) {
        quoted ^= *text == '"';
        if (quoted)
            continue;
        if (*text == '\t')
            return '\t';
        comma |= *text == ',';
        semicolon |= *text == ';';
    }
    return semicolon && !comma ? ';' : ',';
}

UnfoldStatus unfold_table_begin(UnfoldTable *table, const char *bytes, size_t size,
                                UnfoldError *error)
{
    *table = (UnfoldTable){.quotes = true, .lines = 1};
    if (size >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3)) {
        bytes += 3;
        size -= 3;
    }
    const UnfoldStatus status = check_utf8(bytes, size, error);
    if (status)
        return status;
    table->bytes = table->next = malloc(size + 1);
    if (!table->bytes)
        return unfold_no_memory(error);
    if (size)
        memcpy(table->bytes, bytes, size);
    table->bytes[size] = '\0';
    table->end = table->bytes + size;
    table->separator = separator_of(table->bytes);
    return UNFOLD_OK;
}

char *unfold_trim(char *text)
{
    text += strspn(text, " \t");
    size_t size = strlen(text);
    while (size && (text[size - 1] == ' ' || text[size - 1] == '\t'))
        --size;
    text[size] = '\0';
    return text;
}

/* The field in quotes that begins at `next`: moves there what it says, and `next`
   behind the last quote. */
static UnfoldStatus take_quoted(UnfoldTable *table, char **field, UnfoldError *error)
{
    const size_t line = table->lines;
    char *from = table->next + 1, *to = from;
    *field = from;
    for (; from < table->end; ++from) {
        if (*from == '"' && from[1] == '"')
            ++from;
        else if (*from == '"')
            break;
        table->lines += *from == '\n' || (*from == '\r' && from[1] != '\n');
        *to++ = *from;
    }
    if (from >= table->end)
        return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: a quote is never closed",
                           line);
    table->next = from + 1;
    *to = '\0';
    const char after = *table->next;
    if (after && after != table->separator && after != '\n' && after != '\r')
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "line %zu: text follows the quote that closes a field",
                           table->lines);
    return UNFOLD_OK;
}

static void take_plain(UnfoldTable *table, char **field)
{
    const char ends[] = {table->separator, '\n', '\r', '\0'};
    *field = table->next;
    table->next += strcspn(table->next, ends);
}

/* Whether another field of this row follows; ends the one that was taken. */
static bool step_over(UnfoldTable *table)
{
    const char end = *table->next;
    if (table->next == table->end)
        return false;
    *table->next++ = '\0';
    if (end == table->separator)
        return true;
    if (end == '\r' && *table->next == '\n')
        ++table->next;
    ++table->lines;
    return false;
}

static UnfoldStatus take_row(UnfoldTable *table, UnfoldError *error)
{
    UnfoldStatus status = UNFOLD_OK;
    table->line = table->lines;
    table->count = 0;
    for (bool more = true; !status && more;) {
        if (table->count == UNFOLD_TABLE_MAX_FIELDS)
            return unfold_fail(error, UNFOLD_UNSUPPORTED,
                               "line %zu: has more than %d fields", table->line,
                               UNFOLD_TABLE_MAX_FIELDS);
        char **field = &table->fields[table->count++];
        const bool quoted = table->quotes && *table->next == '"';
        if (quoted)
            status = take_quoted(table, field, error);
        else
            take_plain(table, field);
        more = !status && step_over(table);
        if (!quoted && !status)
            *field = unfold_trim(*field);
    }
    return status;
}

UnfoldStatus unfold_table_next(UnfoldTable *table, bool *found, UnfoldError *error)
{
    *found = false;
    while (!*found && table->next < table->end) {
        const UnfoldStatus status = take_row(table, error);
        if (status)
            return status;
        for (size_t k = 0; k < table->count; ++k)
            *found |= *table->fields[k] != '\0';
    }
    return UNFOLD_OK;
}

void unfold_table_end(UnfoldTable *table)
{
    free(table->bytes);
    *table = (UnfoldTable){0};
}
