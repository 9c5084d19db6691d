/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_TEXTS_H
#define UNFOLD_FILE_TEXTS_H

#include <stddef.h>

/** Many short texts that are kept and released together; NULL is none. They stay where
    they are while more are added. */
typedef struct UnfoldTexts UnfoldTexts;

/** A copy, which a NUL ends, of `head` and the `size` bytes of `tail` after it. NULL
   for lack of memory; what was added before stays. */
char *unfold_texts_add(UnfoldTexts **texts, const char *head, const char *tail,
                       size_t size);

void unfold_texts_free(UnfoldTexts *texts);

#endif
