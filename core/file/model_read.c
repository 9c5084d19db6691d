/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_read.h"

#include "file/model_keys.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

UnfoldStatus unfold_read_check_rate(const char *key, double rate, UnfoldError *error)
{
    if (rate >= UNFOLD_MIN_RATE && rate <= UNFOLD_MAX_RATE)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_UNSUPPORTED, "'%s' is %g, not %d to %d", key, rate,
                       UNFOLD_MIN_RATE, UNFOLD_MAX_RATE);
}

UnfoldStatus unfold_read_rate(const json_t *object, const char *key, double *rate,
                              UnfoldError *error)
{
    const json_t *given = json_object_get(object, key);
    const char *text = json_string_value(given);
    *rate = 0;
    if (!given || json_is_null(given))
        return UNFOLD_OK;
    if (text) {
        /* Digits alone, so that no locale has a say. */
        char *end;
        *rate = (double)strtoul(text, &end, 10);
        if (end == text || *end || *text < '0' || *text > '9')
            return unfold_fail(error, UNFOLD_BAD_FILE, "'%s' is '%.32s', not a rate",
                               key, text);
    } else if (json_is_number(given)) {
        *rate = json_number_value(given);
    } else {
        return unfold_fail(error, UNFOLD_BAD_FILE, "'%s' is not a number", key);
    }
    return unfold_read_check_rate(key, *rate, error);
}

UnfoldStatus unfold_read_nameless_knobs(size_t count, UnfoldKnobs *knobs,
                                        UnfoldError *error)
{
    UnfoldStatus status = UNFOLD_OK;
    for (size_t k = 0; !status && k < count; ++k) {
        char name[UNFOLD_KNOB_NAME];
        snprintf(name, sizeof name, "knob %zu", k + 1);
        status = unfold_knobs_add(knobs, name, 0, error);
    }
    return status;
}

void unfold_model_warn(UnfoldModelFile *file, const char *format, ...)
{
    if (file->warning_count == UNFOLD_MAX_WARNINGS)
        return;
    UnfoldError *warning = &file->warnings[file->warning_count++];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(warning->text, sizeof warning->text, format, arguments);
    va_end(arguments);
}
