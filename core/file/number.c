/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/number.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool unfold_number_parse(const char *text, double *number)
{
    /* strtod also takes hexadecimal, names of infinity, and spaces before. */
    if (!*text || text[strspn(text, "+-.0123456789eE")])
        return false;
    const locale_t c_locale = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!c_locale)
        return false;
    char *end;
    *number = strtod_l(text, &end, c_locale);
    freelocale(c_locale);
    return !*end && isfinite(*number);
}
