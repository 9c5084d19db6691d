/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_UTF8_H
#define UNFOLD_FILE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/** Whether `size` bytes are UTF-8 (RFC 3629) without NUL. */
bool unfold_utf8_valid(const char *text, size_t size);

/** Whether valid UTF-8 holds a control character: C0, DEL or C1. */
bool unfold_utf8_has_control(const char *text);

/** Write one code point of at most 0x10ffff, 1 to 4 bytes; returns how many. */
size_t unfold_utf8_put(unsigned long code, char *to);

#endif
