/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/utf8.h"

#include <string.h>

uint32_t unfold_utf8_next(const char *text, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    const unsigned char first = bytes[0];
    const uint32_t length = first < 0x80             ? first != 0
                            : (first & 0xe0) == 0xc0 ? 2
                            : (first & 0xf0) == 0xe0 ? 3
                            : (first & 0xf8) == 0xf0 ? 4
                                                     : 0;
    *code = first;
    if (first < 0x80)
        return length;
    *code = first & (0x7fu >> length);
    for (uint32_t k = 1; k < length; ++k) {
        if ((bytes[k] & 0xc0) != 0x80) {
            *code = UNFOLD_NO_CHARACTER;
            return 1;
        }
        *code = *code << 6 | (bytes[k] & 0x3f);
    }
    if (length && *code >= least[length] && *code < 0x110000 &&
        !(*code >= 0xd800 && *code < 0xe000))
        return length;
    *code = UNFOLD_NO_CHARACTER;
    return 1;
}

uint32_t unfold_utf8_before(const char *text, uint32_t at)
{
    if (at)
        --at;
    while (at && ((unsigned char)text[at] & 0xc0) == 0x80)
        --at;
    return at;
}

size_t unfold_utf8_clean(const char *text, char *clean, size_t size)
{
    static const char none[] = "\xef\xbf\xbd";
    size_t length = 0;
    uint32_t code, step;
    while ((step = unfold_utf8_next(text, &code))) {
        const bool is_good =
            code != UNFOLD_NO_CHARACTER && code >= 0x20 && (code < 0x7f || code > 0x9f);
        const size_t bytes = is_good ? step : sizeof none - 1;
        if (length + bytes >= size)
            break;
        memcpy(clean + length, is_good ? text : none, bytes);
        length += bytes;
        text += step;
    }
    clean[length] = '\0';
    return length;
}

static uint32_t small(uint32_t code)
{
    if (code < 0x80)
        return code >= 'A' && code <= 'Z' ? code + 0x20 : code;
    if ((code >= 0xc0 && code <= 0xde && code != 0xd7) ||
        (code >= 0x391 && code <= 0x3ab) || (code >= 0x410 && code <= 0x42f))
        return code + 0x20;
    if (code >= 0x400 && code <= 0x40f)
        return code + 0x50;
    if ((code >= 0x100 && code <= 0x137) || (code >= 0x14a && code <= 0x177))
        return code | 1;
    if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e))
        return code + (code & 1);
    return code;
}

static bool begins(const char *text, const char *word, size_t length)
{
    const char *const end = word + length;
    while (word < end) {
        uint32_t a, b;
        const uint32_t step = unfold_utf8_next(text, &a);
        word += unfold_utf8_next(word, &b);
        if (!step || small(a) != small(b))
            return false;
        text += step;
    }
    return true;
}

static bool has(const char *text, const char *word, size_t length)
{
    uint32_t code, step = 0;
    do {
        text += step;
        if (begins(text, word, length))
            return true;
    } while ((step = unfold_utf8_next(text, &code)));
    return false;
}

bool unfold_utf8_matches(const char *words, const char *text, const char *other)
{
    for (;;) {
        words += strspn(words, " ");
        const size_t length = strcspn(words, " ");
        if (!length)
            return true;
        if (!has(text, words, length) && !has(other, words, length))
            return false;
        words += length;
    }
}
