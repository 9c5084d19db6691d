/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_KEPT_H
#define UNFOLD_PLUGIN_KEPT_H

#include <stddef.h>

/* Nothing here is real-time safe. */

/** Model files up to this size are kept in memory, so that states can hold them. */
#define UNFOLD_MAX_EMBEDDED ((size_t)1 << 20)

/** A model file: where it is and, unless it is too large, what is in it. */
typedef struct {
    char *path;  /**< NULL: none */
    char *bytes; /**< [size]; NULL: not kept */
    size_t size;
    char *about; /**< what states hold beside it; NULL: nothing */
} UnfoldKept;

/** Keep copies of these, of which all but the path may be NULL. What cannot be kept for
    lack of memory is left out; without memory for the path all stays as it was. */
void unfold_kept_set(UnfoldKept *kept, const char *path, const char *bytes, size_t size,
                     const char *about);
void unfold_kept_clear(UnfoldKept *kept);

/** A copy that the caller frees; NULL for lack of memory. */
char *unfold_copy(const char *bytes, size_t size);
char *unfold_copy_text(const char *text);

#endif
