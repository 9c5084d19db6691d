/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/texts.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)16384)

struct UnfoldTexts {
    UnfoldTexts *before;
    size_t used, size;
    char bytes[];
};

char *unfold_texts_add(UnfoldTexts **texts, const char *head, const char *tail,
                       size_t size)
{
    const size_t begun = strlen(head), needed = begun + size + 1;
    UnfoldTexts *block = *texts;
    if (!block || block->size - block->used < needed) {
        const size_t room = needed > BLOCK ? needed : BLOCK;
        block = malloc(sizeof *block + room);
        if (!block)
            return NULL;
        *block = (UnfoldTexts){.before = *texts, .size = room};
        *texts = block;
    }
    char *text = block->bytes + block->used;
    memcpy(text, head, begun);
    memcpy(text + begun, tail, size);
    text[begun + size] = '\0';
    block->used += needed;
    return text;
}

void unfold_texts_free(UnfoldTexts *texts)
{
    while (texts) {
        UnfoldTexts *before = texts->before;
        free(texts);
        texts = before;
    }
}
