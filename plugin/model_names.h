/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_MODEL_NAMES_H
#define UNFOLD_PLUGIN_MODEL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/** Whether a file may be a model, by its ending; hidden ones are none. */
static inline bool unfold_is_named_like_a_model(const char *name)
{
    static const char *const endings[] = {".json", ".nam", ".aidax"};
    const char *dot = strrchr(name, '.');
    if (!dot || name[0] == '.')
        return false;
    for (size_t k = 0; k < sizeof endings / sizeof *endings; ++k)
        if (!strcasecmp(dot, endings[k]))
            return true;
    return false;
}

/** The order in which models are shown and stepped through: numbers count as such. */
static inline int unfold_model_name_order(const char *a, const char *b)
{
    return strverscmp(a, b);
}

#endif
