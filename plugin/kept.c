/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/kept.h"

#include <stdlib.h>
#include <string.h>

void unfold_kept_clear(UnfoldKept *kept)
{
    free(kept->path);
    free(kept->bytes);
    free(kept->about);
    *kept = (UnfoldKept){NULL, NULL, 0, NULL};
}

char *unfold_copy(const char *bytes, size_t size)
{
    char *copy = malloc(size ? size : 1);
    return copy && bytes ? memcpy(copy, bytes, size) : copy;
}

char *unfold_copy_text(const char *text)
{
    return unfold_copy(text, strlen(text) + 1);
}

void unfold_kept_set(UnfoldKept *kept, const char *path, const char *bytes, size_t size,
                     const char *about)
{
    char *path_copy = unfold_copy_text(path);
    if (!path_copy)
        return;
    unfold_kept_clear(kept);
    kept->path = path_copy;
    if (bytes && size <= UNFOLD_MAX_EMBEDDED)
        kept->bytes = unfold_copy(bytes, size);
    kept->size = kept->bytes ? size : 0;
    kept->about = about ? unfold_copy_text(about) : NULL;
}
