/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_REPORT_PAGE_HTML_H
#define UNFOLD_TOOL_REPORT_PAGE_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** Write a text so that it shows as it is, in an element or a quoted attribute. What is
    no UTF-8, and control characters that HTML does not know, become U+FFFD. */
void html_put_text(FILE *file, const char *text);

/** The same for a printf-style text of below 512 bytes. */
__attribute__((format(printf, 2, 3))) void html_put(FILE *file, const char *format,
                                                    ...);

/** The parts of a table's row: "<tr>" with the head of it, cells, and who calls puts
    "</tr>". A number that is not finite is a dash; `format` takes a double. */
void html_put_head(FILE *file, const char *text);
void html_put_cell(FILE *file, const char *text);
__attribute__((format(printf, 2, 0))) void
html_put_number(FILE *file, const char *format, double value);

/** An item of a list, and a name with its value among the key figures. */
void html_put_item(FILE *file, const char *text);
void html_put_figure(FILE *file, const char *name, const char *value);

/** The attribute for what has nothing to show. */
void html_hide_unless(FILE *file, bool there);

/** What stands at a {{name}} of a template. */
typedef struct {
    const char *name;
    void (*put)(FILE *file, const void *context);
} HtmlSlot;

/** Of a slot `name`: the function that puts it, and its entry in a list. */
#define HTML_SLOT(name) static void put_##name(FILE *file, const void *context)
#define HTML_ENTRY(name)                                                               \
    {                                                                                  \
#name, put_##name                                                              \
    }

/** Write a template of `size` bytes, with each {{name}} filled by the slot of this name
    (`slots` ends with a NULL name); other names stay as they are. */
void html_put_template(FILE *file, const char *text, size_t size, const HtmlSlot *slots,
                       const void *context);

#endif
