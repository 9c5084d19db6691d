/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_PAGE_H
#define UNFOLD_TESTS_PAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/** How often `what` stands in a page. */
size_t page_count(const char *page, const char *what);

/** Assert that a page is UTF-8, has no {{slot}} left and asks for nothing outside it.
 */
void page_is_whole(const char *page, size_t size);

/** The charts' numbers, to be released. */
json_t *page_data(const char *page);

/** Rows of a chart. */
size_t page_rows(const json_t *data, const char *chart);

/** Write a report, as the tool does, with what is said on stderr in `said`. Returns the
    exit status. */
typedef int PageWriter(const char *path, const void *report);
int write_quietly(PageWriter *write, const char *path, const void *report,
                  char said[256]);

#endif
