/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled_columns.h"

#include <stdio.h>
#include <string.h>

#define WORDS 4
static const char *const words[COLUMN_KINDS][WORDS + 1] = {
    [COLUMN_PATH] = {"path", "file", "filename"},
    [COLUMN_LABEL] = {"label", "class", "category"},
    [COLUMN_GROUP] = {"group", "speaker", "kit", "session"},
    [COLUMN_START] = {"start", "begin"},
    [COLUMN_END] = {"end", "stop"},
    [COLUMN_SET] = {"set", "split"},
};

static int fold(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* Apart from the case of ASCII letters, in any locale. */
static bool same_word(const char *a, const char *b)
{
    while (*a && fold(*a) == fold(*b)) {
        ++a;
        ++b;
    }
    return !*a && !*b;
}

/* The last field that is this word, or -1; *twice: it is not the only one. */
static int find_word(const UnfoldTable *table, const char *word, bool *twice)
{
    int at = -1;
    *twice = false;
    for (size_t k = 0; k < table->count; ++k)
        if (same_word(table->fields[k], word)) {
            *twice = at >= 0;
            at = (int)k;
        }
    return at;
}

/* Fails with a sentence and the columns that there are. */
static UnfoldStatus refuse(const UnfoldTable *table, const char *reason,
                           UnfoldError *error)
{
    char list[160] = "";
    for (size_t k = 0, used = 0; k < table->count && used < sizeof list; ++k)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", k ? ", " : "",
                                 table->fields[k]);
    return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: %s, but: %s", table->line,
                       reason, list);
}

static UnfoldStatus find_named(const UnfoldTable *table, const char *name, int *at,
                               UnfoldError *error)
{
    bool twice;
    char reason[80];
    *at = find_word(table, name, &twice);
    if (*at >= 0 && !twice)
        return UNFOLD_OK;
    snprintf(reason, sizeof reason, "has %s '%.40s'",
             twice ? "two columns" : "no column", name);
    return refuse(table, reason, error);
}

static UnfoldStatus find_usual(const UnfoldTable *table, int kind, int *at,
                               UnfoldError *error)
{
    bool twice;
    *at = -1;
    for (int k = 0; words[kind][k] && *at < 0; ++k)
        if (find_word(table, words[kind][k], &twice) >= 0)
            return find_named(table, words[kind][k], at, error);
    return UNFOLD_OK;
}

static bool knows_word(const UnfoldTable *table, int kind)
{
    bool twice;
    for (int k = 0; words[kind][k]; ++k)
        if (find_word(table, words[kind][k], &twice) >= 0)
            return true;
    return false;
}

/* Whether the first row names columns; a row of data may have a label "stop". */
static bool names_columns(const UnfoldTable *table,
                          const UnfoldLabelledOptions *options)
{
    if (options->path || options->label || options->group ||
        knows_word(table, COLUMN_PATH))
        return true;
    for (size_t k = 0; k < table->count; ++k)
        if (unfold_is_audio_name(table->fields[k]))
            return false;
    for (int kind = COLUMN_LABEL; kind < COLUMN_KINDS; ++kind)
        if (knows_word(table, kind))
            return true;
    return false;
}

static UnfoldStatus check(const UnfoldTable *table, const int at[COLUMN_KINDS],
                          bool unlabelled, UnfoldError *error)
{
    if (at[COLUMN_PATH] < 0)
        return refuse(table, "has no column 'path', 'file' or 'filename'", error);
    if ((at[COLUMN_START] < 0) != (at[COLUMN_END] < 0))
        return refuse(table, "has only one of the columns 'start' and 'end'", error);
    if (!unlabelled && at[COLUMN_LABEL] < 0 && at[COLUMN_START] >= 0)
        return refuse(table, "has no column 'label', 'class' or 'category'", error);
    return UNFOLD_OK;
}

static UnfoldStatus find_all(const UnfoldTable *table,
                             const UnfoldLabelledOptions *options, int at[COLUMN_KINDS],
                             UnfoldError *error)
{
    const char *const chosen[COLUMN_KINDS] = {[COLUMN_PATH] = options->path,
                                              [COLUMN_LABEL] = options->label,
                                              [COLUMN_GROUP] = options->group};
    UnfoldStatus status = UNFOLD_OK;
    for (int kind = 0; !status && kind < COLUMN_KINDS; ++kind) {
        if (kind == COLUMN_LABEL && options->unlabelled)
            continue;
        status = chosen[kind] ? find_named(table, chosen[kind], &at[kind], error)
                              : find_usual(table, kind, &at[kind], error);
    }
    if (!options->group && at[COLUMN_GROUP] == at[COLUMN_LABEL])
        at[COLUMN_GROUP] = -1; /* what is asked for divides nothing */
    return status ? status : check(table, at, options->unlabelled, error);
}

UnfoldStatus unfold_columns_find(const UnfoldTable *table,
                                 const UnfoldLabelledOptions *options,
                                 UnfoldColumns *columns, UnfoldError *error)
{
    *columns = (UnfoldColumns){.count = table->count};
    for (int kind = 0; kind < COLUMN_KINDS; ++kind)
        columns->at[kind] = -1;
    columns->named = names_columns(table, options);
    UnfoldStatus status = UNFOLD_OK;
    if (columns->named) {
        status = find_all(table, options, columns->at, error);
    } else if (table->count > 3) {
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "line %zu: has %zu fields, but names no columns; without "
                           "names they are path, label and group",
                           table->line, table->count);
    } else {
        for (int kind = COLUMN_PATH; kind < (int)table->count; ++kind)
            columns->at[kind] = kind;
        if (options->unlabelled)
            columns->at[COLUMN_LABEL] = -1;
    }
    for (int kind = 0; kind < COLUMN_KINDS; ++kind)
        if (columns->at[kind] >= (int)columns->needed)
            columns->needed = (size_t)columns->at[kind] + 1;
    return status;
}
