/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/loaded.h"

#include "file/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The model's name, or that of its file. */
static void name_it(UnfoldLoaded *loaded)
{
    const char *slash = strrchr(loaded->path, '/');
    const char *name = unfold_facts_text(loaded->file.facts, UNFOLD_METADATA, "name");
    if (!name || !*name)
        name = slash ? slash + 1 : loaded->path;
    snprintf(loaded->name, sizeof loaded->name, "%s", name);
    for (size_t n = strlen(loaded->name); n && !unfold_utf8_valid(loaded->name, n); --n)
        loaded->name[n - 1] = '\0'; /* cut within a character */
}

UnfoldStatus unfold_loaded_read(UnfoldLoaded *loaded, const char *path,
                                const char *bytes, size_t size, double rate,
                                UnfoldError *error)
{
    const size_t length = strlen(path) + 1;
    loaded->path = malloc(length);
    if (!loaded->path)
        return unfold_no_memory(error);
    memcpy(loaded->path, path, length);
    const UnfoldStatus status =
        unfold_model_parse_at(bytes, size, rate, &loaded->file, error);
    if (status == UNFOLD_OK)
        name_it(loaded);
    return status;
}

void unfold_loaded_clear(UnfoldLoaded *loaded)
{
    unfold_model_file_clear(&loaded->file);
    free(loaded->path);
    loaded->path = NULL;
}
