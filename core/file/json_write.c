/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/json_write.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* 9 digits bring every float back. */
#define ROW_FLAGS (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9))
#define MAX_WHOLE 9007199254740992.0 /* 2^53: all whole numbers below are exact */

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* How few digits bring every number inside back. */
static size_t digits_needed(const json_t *value)
{
    size_t digits = 9, index;
    const char *key;
    json_t *member;
    if (json_is_real(value)) {
        const double real = json_real_value(value);
        char text[64];
        for (digits = 9; digits < 17; digits = digits < 15 ? 15 : 17) {
            snprintf(text, sizeof text, "%.*g", (int)digits, real);
            if (strtod(text, NULL) == real)
                break;
        }
    } else if (json_is_array(value)) {
        json_array_foreach((json_t *)value, index, member) digits =
            larger(digits, digits_needed(member));
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)value, key, member) digits =
            larger(digits, digits_needed(member));
    }
    return digits;
}

UnfoldStatus unfold_write_value(FILE *file, const json_t *value)
{
    const size_t flags = JSON_ENCODE_ANY | JSON_REAL_PRECISION(digits_needed(value));
    return json_dumpf(value, file, flags) ? UNFOLD_NO_MEMORY : UNFOLD_OK;
}

json_t *unfold_json_of_number(double number)
{
    const bool whole = fabs(number) < MAX_WHOLE && number == floor(number);
    return whole ? json_integer((json_int_t)number) : json_real(number);
}

UnfoldStatus unfold_write_number(FILE *file, double number)
{
    json_t *value = unfold_json_of_number(number);
    const UnfoldStatus status =
        value ? unfold_write_value(file, value) : UNFOLD_NO_MEMORY;
    json_decref(value);
    return status;
}

UnfoldStatus unfold_write_real(FILE *file, UnfoldReal number)
{
    json_t *value = json_real((double)number);
    const int failed = !value || json_dumpf(value, file, ROW_FLAGS);
    json_decref(value);
    return failed ? UNFOLD_NO_MEMORY : UNFOLD_OK;
}

UnfoldStatus unfold_write_row(FILE *file, const UnfoldReal *numbers, size_t count)
{
    UnfoldStatus status = UNFOLD_OK;
    fputc('[', file);
    for (size_t k = 0; !status && k < count; ++k) {
        if (k)
            fputs(", ", file);
        status = unfold_write_real(file, numbers[k]);
    }
    fputc(']', file);
    return status;
}

UnfoldStatus unfold_write_members(FILE *file, const json_t *object, int indent)
{
    const char *key, *between = "\n";
    json_t *value;
    fputc('{', file);
    json_object_foreach((json_t *)object, key, value)
    {
        json_t *name = json_string_nocheck(key);
        fprintf(file, "%s%*s", between, indent, "");
        const int failed = !name || json_dumpf(name, file, ROW_FLAGS);
        json_decref(name);
        fputs(": ", file);
        if (failed || unfold_write_value(file, value))
            return UNFOLD_NO_MEMORY;
        between = ",\n";
    }
    if (*between == ',')
        fprintf(file, "\n%*s", indent - 2, "");
    fputc('}', file);
    return UNFOLD_OK;
}
