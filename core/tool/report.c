/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/report.h"

#include "file/replace.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* One line, whatever a file's name or content tries. */
static void print_line(const char *kind, const char *path, const char *format,
                       va_list arguments)
{
    char line[1024];
    size_t used = (size_t)snprintf(line, sizeof line, "unfold: %s", kind);
    if (path)
        used += (size_t)snprintf(line + used, sizeof line - used, "%.512s: ", path);
    vsnprintf(line + used, sizeof line - used, format, arguments);
    for (char *c = line; *c; ++c)
        if (iscntrl((unsigned char)*c))
            *c = '?';
    fprintf(stderr, "%s\n", line);
}

int tool_error(const char *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line("", path, format, arguments);
    va_end(arguments);
    return TOOL_FAILED;
}

void tool_warn(const char *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line("warning: ", path, format, arguments);
    va_end(arguments);
}

int tool_no_memory(void)
{
    return tool_error(NULL, "%s", unfold_status_text(UNFOLD_NO_MEMORY));
}

int tool_print_json(json_t *object)
{
    if (!object)
        return tool_no_memory();
    const int failed =
        json_dumpf(object, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(9));
    json_decref(object);
    if (failed)
        return tool_error(NULL, "the result cannot be written");
    putchar('\n');
    return TOOL_OK;
}

json_t *tool_json_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

int tool_check_writable(const char *path)
{
    UnfoldReplace replace;
    UnfoldError error;
    if (unfold_replace_begin(path, &replace, &error))
        return tool_error(path, "%s", error.text);
    unfold_replace_abort(&replace);
    return TOOL_OK;
}

bool tool_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

const char *tool_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *tool_time_text(double seconds, char text[32])
{
    const long whole = isfinite(seconds) ? lround(fmin(fmax(seconds, 0), 1e8)) : 0;
    if (whole >= 3600)
        snprintf(text, 32, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60,
                 whole % 60);
    else
        snprintf(text, 32, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

double tool_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void tool_progress(ToolProgress *progress, size_t done, size_t total)
{
    if (!isatty(STDERR_FILENO))
        return;
    const double now = tool_seconds();
    if (progress->begin == 0)
        progress->begin = now;
    const int percent = total ? (int)(100.0 * (double)done / (double)total) : 100;
    if (done >= total && progress->shown)
        fprintf(stderr, "\r\033[K");
    else if (done < total && percent > progress->shown && now > progress->begin + 1) {
        fprintf(stderr, "\r%s: %d %%", progress->what, percent);
        progress->shown = percent;
    }
}
