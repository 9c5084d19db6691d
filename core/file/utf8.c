/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/utf8.h"

bool unfold_utf8_valid(const char *text, size_t size)
{
    static const unsigned long smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    for (size_t k = 0; k < size;) {
        const unsigned char lead = (unsigned char)text[k];
        const size_t length = lead < 0x80   ? 1
                              : lead < 0xc0 ? 0
                              : lead < 0xe0 ? 2
                              : lead < 0xf0 ? 3
                              : lead < 0xf8 ? 4
                                            : 0;
        if (!length || !lead || length > size - k)
            return false;
        unsigned long code = length == 1 ? lead : lead & (0x7fu >> length);
        for (size_t n = 1; n < length; ++n) {
            const unsigned char next = (unsigned char)text[k + n];
            if ((next & 0xc0) != 0x80)
                return false;
            code = code << 6 | (next & 0x3f);
        }
        if (length > 1 && (code < smallest[length] || code > 0x10ffff ||
                           (code >= 0xd800 && code < 0xe000)))
            return false;
        k += length;
    }
    return true;
}

bool unfold_utf8_has_control(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; ++c)
        if (*c < 0x20 || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0))
            return true;
    return false;
}

size_t unfold_utf8_put(unsigned long code, char *to)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    const size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t k = size - 1; k > 0; --k) {
        to[k] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    to[0] = (char)(lead[size] | code);
    return size;
}
