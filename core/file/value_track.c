/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/label_track.h"
#include "file/number.h"
#include "file/read.h"
#include "file/table.h"

#include <stdlib.h>

static bool has_names(const UnfoldTable *table)
{
    double number;
    return table->count == 2 && !unfold_number_parse(table->fields[0], &number) &&
           !unfold_number_parse(table->fields[1], &number);
}

static UnfoldStatus make_room(UnfoldValues *values, size_t *room, UnfoldError *error)
{
    if (values->count < *room)
        return UNFOLD_OK;
    const size_t more = *room ? 2 * *room : 64;
    double *times = realloc(values->times, more * sizeof *times);
    if (!times)
        return unfold_no_memory(error);
    values->times = times;
    double *numbers = realloc(values->values, more * sizeof *numbers);
    if (!numbers)
        return unfold_no_memory(error);
    values->values = numbers;
    *room = more;
    return UNFOLD_OK;
}

static UnfoldStatus take_value(const UnfoldTable *table, UnfoldValues *values,
                               UnfoldError *error)
{
    double number[2];
    if (table->count != 2)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "line %zu: has %zu fields, not a time and a value",
                           table->line, table->count);
    for (int k = 0; k < 2; ++k)
        if (!unfold_number_parse(table->fields[k], &number[k]))
            return unfold_fail(error, UNFOLD_BAD_FILE,
                               "line %zu: '%.60s' is no finite number", table->line,
                               table->fields[k]);
    if (values->count && !(number[0] > values->times[values->count - 1]))
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "line %zu: the time %g does not come after %g", table->line,
                           number[0], values->times[values->count - 1]);
    values->times[values->count] = number[0];
    values->values[values->count++] = number[1];
    return UNFOLD_OK;
}

UnfoldStatus unfold_values_parse(const char *bytes, size_t size, UnfoldValues *values,
                                 UnfoldError *error)
{
    UnfoldTable table;
    size_t room = 0;
    *values = (UnfoldValues){0};
    UnfoldStatus status = unfold_table_begin(&table, bytes, size, error);
    bool found = true;
    for (bool first = true; !status && found; first = false) {
        status = unfold_table_next(&table, &found, error);
        if (status || !found || (first && has_names(&table)))
            continue;
        status = make_room(values, &room, error);
        if (!status)
            status = take_value(&table, values, error);
    }
    if (!status && !values->count)
        status = unfold_fail(error, UNFOLD_BAD_FILE, "has no values");
    unfold_table_end(&table);
    if (status)
        unfold_values_clear(values);
    return status;
}

UnfoldStatus unfold_values_read(const char *path, UnfoldValues *values,
                                UnfoldError *error)
{
    char *bytes;
    size_t size;
    *values = (UnfoldValues){0};
    UnfoldStatus status =
        unfold_read_bytes(path, UNFOLD_MAX_TRACK_BYTES, &bytes, &size, error);
    if (status)
        return status;
    status = unfold_values_parse(bytes, size, values, error);
    free(bytes);
    return status;
}

void unfold_values_clear(UnfoldValues *values)
{
    free(values->times);
    free(values->values);
    *values = (UnfoldValues){0};
}
