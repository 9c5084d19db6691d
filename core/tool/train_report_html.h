/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_HTML_H
#define UNFOLD_TOOL_TRAIN_REPORT_HTML_H

#include <stddef.h>
#include <stdio.h>

/** Write a text so that it shows as it is, in an element or a quoted attribute. What is
    no UTF-8, and control characters that HTML does not know, become U+FFFD. */
void html_put_text(FILE *file, const char *text);

/** The same for a printf-style text of below 512 bytes. */
__attribute__((format(printf, 2, 3))) void html_put(FILE *file, const char *format,
                                                    ...);

/** What stands at a {{name}} of a template. */
typedef struct {
    const char *name;
    void (*put)(FILE *file, const void *context);
} HtmlSlot;

/** Write a template of `size` bytes, with each {{name}} filled by the slot of this name
    (`slots` ends with a NULL name); other names stay as they are. */
void html_put_template(FILE *file, const char *text, size_t size, const HtmlSlot *slots,
                       const void *context);

#endif
