/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/status.h"

#include <stdarg.h>
#include <stdio.h>

const char *unfold_status_text(UnfoldStatus status)
{
    switch (status) {
    case UNFOLD_OK:
        return "no error";
    case UNFOLD_NO_MEMORY:
        return "not enough memory";
    case UNFOLD_BAD_SHAPE:
        return "a network shape outside the limits";
    case UNFOLD_NOT_FINITE:
        return "a number that is not finite";
    case UNFOLD_CANNOT_READ:
        return "the file cannot be read";
    case UNFOLD_CANNOT_WRITE:
        return "the file cannot be written";
    case UNFOLD_BAD_FILE:
        return "the file is not what it should be";
    case UNFOLD_UNSUPPORTED:
        return "not supported by this version";
    case UNFOLD_BAD_DATA:
        return "recordings that cannot be learned from";
    }
    return "unknown status";
}

UnfoldStatus unfold_fail(UnfoldError *error, UnfoldStatus status, const char *format,
                         ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(error->text, sizeof error->text, format, arguments);
        va_end(arguments);
    }
    return status;
}

UnfoldStatus unfold_no_memory(UnfoldError *error)
{
    return unfold_fail(error, UNFOLD_NO_MEMORY, "%s",
                       unfold_status_text(UNFOLD_NO_MEMORY));
}
