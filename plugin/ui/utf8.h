/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_UTF8_H
#define UNFOLD_UI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNFOLD_NO_CHARACTER 0xfffdu /* shown for what is none */

/** Bytes of the character at `text` and what it is; 0 at the NUL. What is no UTF-8 is
    taken for UNFOLD_NO_CHARACTER, byte by byte. */
uint32_t unfold_utf8_next(const char *text, uint32_t *code);

/** Where the character before `at` begins, in UTF-8. */
uint32_t unfold_utf8_before(const char *text, uint32_t at);

/** Copy as UTF-8 that can be drawn, as much as there is room for: what is none, and
    control characters, become UNFOLD_NO_CHARACTER. `clean` has room for `size` bytes,
    the NUL included. Returns its length. */
size_t unfold_utf8_clean(const char *text, char *clean, size_t size);

/** Whether every word of `words` (with blanks between) is a part of one of the two
    texts, be letters small or large (Latin, Greek, Cyrillic). */
bool unfold_utf8_matches(const char *words, const char *text, const char *other);

#endif
