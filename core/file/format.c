/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/format.h"

#include <stddef.h>
#include <string.h>

static const char *const names[] = {"unfold", "nam", "aidax", "proteus"};

const char *unfold_format_name(UnfoldFormat format)
{
    return names[format];
}

bool unfold_format_from_name(const char *name, UnfoldFormat *format)
{
    for (size_t k = 0; k < sizeof names / sizeof *names; ++k)
        if (!strcmp(name, names[k])) {
            *format = (UnfoldFormat)k;
            return true;
        }
    return false;
}
