/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_REPORT_H
#define UNFOLD_TOOL_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Results go to stdout, all else to stderr. */

/** Exit statuses. */
enum { TOOL_OK = 0, TOOL_FAILED = 1, TOOL_WRONG_USAGE = 2 };

/** Print "unfold: PATH: REASON" on one line (control characters as '?'); `path` may be
    NULL. Returns TOOL_FAILED. */
__attribute__((format(printf, 2, 3))) int tool_error(const char *path,
                                                     const char *format, ...);

/** The same as "unfold: warning: PATH: REASON". */
__attribute__((format(printf, 2, 3))) void tool_warn(const char *path,
                                                     const char *format, ...);

/** TOOL_FAILED with the sentence for lack of memory. */
int tool_no_memory(void);

/** Print a JSON object to stdout and release it; NULL means lack of memory. Returns the
    exit status. */
int tool_print_json(json_t *object);

/** A number for JSON: null where it is not finite. */
json_t *tool_json_number(double value);

/** Find out before long work whether `path` can be written: TOOL_OK, or the error is
    printed and TOOL_FAILED returned. Leaves the file as it is. */
int tool_check_writable(const char *path);

/** Whether both paths lead to the same existing file. */
bool tool_same_file(const char *a, const char *b);

/** A file's name without its folders: the end of `path`. */
const char *tool_base_name(const char *path);

/** Show "WHAT: NN %" on stderr if that is a terminal, at most once per percent and none
    at all before a second has passed; call with done = total to clear the line. */
typedef struct {
    const char *what;
    double begin; /**< seconds; 0 before the first call */
    int shown;    /**< percent */
} ToolProgress;
void tool_progress(ToolProgress *progress, size_t done, size_t total);

/** Hours, minutes and seconds as 1:02:03 or 2:03; text [32], returned. */
const char *tool_time_text(double seconds, char text[32]);

/** Seconds from some fixed moment, never going back. */
double tool_seconds(void);

#endif
