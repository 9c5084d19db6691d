/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/knob_values.h"

#include "tool/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One NAME=VALUE of `size` bytes, which a ',' or the end follows. */
static UnfoldStatus add_item(const char *item, size_t size, UnfoldKnobs *values,
                             UnfoldError *error)
{
    const char *equals = memchr(item, '=', size);
    char *end = NULL;
    const double value = equals ? strtod(equals + 1, &end) : 0;
    if (!equals || end == equals + 1 || end != item + size)
        return unfold_fail(error, UNFOLD_BAD_DATA, "'%.*s' is not NAME=VALUE",
                           size < 64 ? (int)size : 64, item);
    char name[UNFOLD_KNOB_NAME + 1]; /* room to be found too long */
    snprintf(name, sizeof name, "%.*s", (int)(equals - item), item);
    return unfold_knobs_add(values, name, value, error);
}

bool knob_values_parse(const char *text, UnfoldKnobs *values, UnfoldError *error)
{
    *values = (UnfoldKnobs){0};
    for (;; ++text) {
        const size_t size = strcspn(text, ",");
        if (add_item(text, size, values, error))
            return false;
        text += size;
        if (!*text)
            return true;
    }
}

static int refuse(const char *path, const UnfoldKnobs *knobs, const char *reason)
{
    char list[UNFOLD_MAX_KNOBS * (UNFOLD_KNOB_NAME + 4)] = "";
    if (!knobs->count)
        return tool_error(path, "--knobs: the model has no knobs");
    for (size_t k = 0, used = 0; k < knobs->count; ++k)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s'%s'",
                                 k ? ", " : "", knobs->list[k].name);
    return tool_error(path, "--knobs: %s; the model's knobs are %s", reason, list);
}

int knob_values_turn(const char *path, const char *text, UnfoldKnobs *knobs)
{
    UnfoldKnobs values;
    UnfoldError error;
    if (!text)
        return TOOL_OK;
    if (!knob_values_parse(text, &values, &error)) {
        refuse(path, knobs, error.text);
        return TOOL_WRONG_USAGE;
    }
    for (size_t k = 0; k < values.count; ++k) {
        const size_t at = unfold_knobs_find(knobs, values.list[k].name);
        if (at == knobs->count) {
            unfold_fail(&error, UNFOLD_BAD_DATA, "there is no knob '%s'",
                        values.list[k].name);
            return refuse(path, knobs, error.text);
        }
        knobs->list[at].value = values.list[k].value;
    }
    return TOOL_OK;
}
