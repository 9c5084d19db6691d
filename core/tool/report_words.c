/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/report_words.h"

#include <stdarg.h>
#include <stdio.h>

void report_say(ReportWords *words, const char *format, ...)
{
    if (words->count == sizeof words->lines / sizeof *words->lines)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words->lines[words->count++], sizeof *words->lines, format, arguments);
    va_end(arguments);
}
