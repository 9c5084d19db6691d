/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/fit.h"

#include "plugin/ui/utf8.h"

#include <stdio.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define MOST 240 /* bytes that unfold_text draws, with room to spare */

/* Of its length, `kept` bytes at most, whole characters, and the ellipsis. */
static void cut(const char *text, size_t length, size_t kept, bool tail,
                char shown[MOST + 8])
{
    size_t from = tail ? length - kept : kept;
    if (tail)
        while (from < length && ((unsigned char)text[from] & 0xc0) == 0x80)
            ++from;
    else
        while (from && ((unsigned char)text[from] & 0xc0) == 0x80)
            --from;
    if (tail)
        snprintf(shown, MOST + 8, ELLIPSIS "%s", text + from);
    else
        snprintf(shown, MOST + 8, "%.*s" ELLIPSIS, (int)from, text);
}

double unfold_fit(cairo_t *cairo, const char *text, const UnfoldBox *box, double size,
                  UnfoldAlign align, bool tail)
{
    char clean[3 * 4096], shown[MOST + 8];
    const size_t length = unfold_utf8_clean(text, clean, sizeof clean);
    size_t kept = 0, too_many = (length < MOST ? length : MOST) + 1;
    if (length <= MOST && unfold_text_width(cairo, clean, size) <= box->width)
        return unfold_text(cairo, clean, box, size, align);
    while (too_many - kept > 1) {
        const size_t middle = (kept + too_many) / 2;
        cut(clean, length, middle, tail, shown);
        if (unfold_text_width(cairo, shown, size) <= box->width)
            kept = middle;
        else
            too_many = middle;
    }
    cut(clean, length, kept, tail, shown);
    return unfold_text(cairo, shown, box, size, align);
}
