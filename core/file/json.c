/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/json.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static UnfoldStatus missing(const char *key, UnfoldError *error)
{
    return unfold_fail(error, UNFOLD_BAD_FILE, "the key '%s' is missing", key);
}

static UnfoldStatus wrong_type(const char *key, const char *type, UnfoldError *error)
{
    return unfold_fail(error, UNFOLD_BAD_FILE, "'%s' is not %s", key, type);
}

UnfoldStatus unfold_json_text(const json_t *object, const char *key, const char **text,
                              UnfoldError *error)
{
    const json_t *value = json_object_get(object, key);
    if (!value)
        return missing(key, error);
    if (!json_is_string(value))
        return wrong_type(key, "a text", error);
    *text = json_string_value(value);
    return UNFOLD_OK;
}

UnfoldStatus unfold_json_count(const json_t *object, const char *key, uint32_t *count,
                               UnfoldError *error)
{
    const json_t *value = json_object_get(object, key);
    if (!value)
        return missing(key, error);
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) > UINT32_MAX)
        return wrong_type(key, "a whole number from 0 to 4294967295", error);
    *count = (uint32_t)json_integer_value(value);
    return UNFOLD_OK;
}

UnfoldStatus unfold_json_count_in(const json_t *object, const char *key, uint32_t least,
                                  uint32_t most, uint32_t *count, UnfoldError *error)
{
    const UnfoldStatus status = unfold_json_count(object, key, count, error);
    if (status || (*count >= least && *count <= most))
        return status;
    return unfold_fail(error, UNFOLD_UNSUPPORTED, "'%s' is %u, not %u to %u", key,
                       *count, least, most);
}

UnfoldStatus unfold_json_number(const json_t *object, const char *key, double *number,
                                UnfoldError *error)
{
    const json_t *value = json_object_get(object, key);
    if (!value)
        return missing(key, error);
    if (!json_is_number(value))
        return wrong_type(key, "a number", error);
    *number = json_number_value(value);
    return UNFOLD_OK;
}

UnfoldStatus unfold_json_object(const json_t *object, const char *key,
                                const json_t **member, UnfoldError *error)
{
    const json_t *value = json_object_get(object, key);
    if (!value)
        return missing(key, error);
    if (!json_is_object(value))
        return wrong_type(key, "an object", error);
    *member = value;
    return UNFOLD_OK;
}

UnfoldStatus unfold_json_check_keys(const json_t *object, const char *const *known,
                                    const char *where, UnfoldError *error)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        size_t k = 0;
        while (known[k] && strcmp(known[k], key) != 0)
            ++k;
        if (!known[k])
            return unfold_fail(error, UNFOLD_UNSUPPORTED,
                               "the key '%.64s'%s is unknown", key, where);
    }
    return UNFOLD_OK;
}

/* One number; `row` from 1, or 0 where there is only one. */
static UnfoldStatus read_number(const json_t *value, const char *name, size_t row,
                                size_t col, UnfoldReal *number, UnfoldError *error)
{
    char place[64] = "";
    UnfoldReal read = 0;
    const bool is_number = json_is_number(value);
    if (is_number)
        read = (UnfoldReal)json_number_value(value);
    if (is_number && isfinite(read)) {
        *number = read;
        return UNFOLD_OK;
    }
    if (row)
        snprintf(place, sizeof place, "row %zu, column %zu", row, col);
    else
        snprintf(place, sizeof place, "number %zu", col);
    if (!is_number)
        return unfold_fail(error, UNFOLD_BAD_FILE, "'%s', %s: not a number", name,
                           place);
    return unfold_fail(error, UNFOLD_NOT_FINITE, "'%s', %s: %g is too large", name,
                       place, json_number_value(value));
}

static UnfoldStatus read_row(const json_t *array, const char *name, size_t row,
                             size_t cols, UnfoldReal *numbers, UnfoldError *error)
{
    for (size_t col = 0; col < cols; ++col) {
        const UnfoldStatus status = read_number(json_array_get(array, col), name, row,
                                                col + 1, &numbers[col], error);
        if (status)
            return status;
    }
    return UNFOLD_OK;
}

UnfoldStatus unfold_json_numbers(const json_t *array, const char *name, size_t count,
                                 UnfoldReal *numbers, UnfoldError *error)
{
    if (!json_is_array(array))
        return wrong_type(name, "an array", error);
    if (json_array_size(array) != count)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'%s' has %zu numbers instead of %zu", name,
                           json_array_size(array), count);
    return read_row(array, name, 0, count, numbers, error);
}

UnfoldStatus unfold_json_check_rows(const json_t *array, const char *name, size_t rows,
                                    size_t cols, UnfoldError *error)
{
    if (!json_is_array(array))
        return wrong_type(name, "an array", error);
    if (json_array_size(array) != rows)
        return unfold_fail(error, UNFOLD_BAD_FILE, "'%s' has %zu rows instead of %zu",
                           name, json_array_size(array), rows);
    for (size_t row = 0; row < rows; ++row) {
        const json_t *columns = json_array_get(array, row);
        if (!json_is_array(columns))
            return unfold_fail(error, UNFOLD_BAD_FILE, "'%s', row %zu: not an array",
                               name, row + 1);
        if (json_array_size(columns) != cols)
            return unfold_fail(error, UNFOLD_BAD_FILE,
                               "'%s', row %zu: %zu columns instead of %zu", name,
                               row + 1, json_array_size(columns), cols);
    }
    return UNFOLD_OK;
}

UnfoldStatus unfold_json_rows(const json_t *array, const char *name, size_t rows,
                              size_t cols, UnfoldReal *numbers, UnfoldError *error)
{
    UnfoldStatus status = unfold_json_check_rows(array, name, rows, cols, error);
    for (size_t row = 0; !status && row < rows; ++row)
        status = read_row(json_array_get(array, row), name, row + 1, cols,
                          numbers + row * cols, error);
    return status;
}
