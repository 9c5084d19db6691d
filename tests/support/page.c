/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/page.h"

#include "file/utf8.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

size_t page_count(const char *page, const char *what)
{
    size_t n = 0;
    for (const char *at = page; (at = strstr(at, what)); at += strlen(what))
        ++n;
    return n;
}

static bool has_empty_slot(const char *page)
{
    for (const char *at = page; (at = strstr(at, "{{")); at += 2) {
        const size_t name = strspn(at + 2, "abcdefghijklmnopqrstuvwxyz_");
        if (name && !strncmp(at + 2 + name, "}}", 2))
            return true;
    }
    return false;
}

void page_is_whole(const char *page, size_t size)
{
    static const char *const outside[] = {" src=\"", "url(", "@import",
                                          "<link rel=\"stylesheet", "sourceMappingURL"};
    CU_ASSERT(unfold_utf8_valid(page, size));
    CU_ASSERT_FALSE(has_empty_slot(page));
    CU_ASSERT_EQUAL(page_count(page, " href=\""), page_count(page, " href=\"data:,\""));
    for (size_t k = 0; k < sizeof outside / sizeof *outside; ++k) {
        if (strstr(page, outside[k]))
            printf("there is %s\n", outside[k]);
        CU_ASSERT_PTR_NULL(strstr(page, outside[k]));
    }
}

json_t *page_data(const char *page)
{
    static const char before[] = "id=\"data\">";
    const char *begin = strstr(page, before);
    CU_ASSERT_PTR_NOT_NULL_FATAL(begin);
    begin += strlen(before);
    const char *end = strstr(begin, "</script>");
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    json_t *data = json_loadb(begin, (size_t)(end - begin), 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(data);
    return data;
}

size_t page_rows(const json_t *data, const char *chart)
{
    return json_array_size(json_object_get(data, chart));
}

int write_quietly(PageWriter *write, const char *path, const void *report,
                  char said[256])
{
    char err[256];
    snprintf(err, sizeof err, "%s", test_path("said"));
    fflush(stderr);
    const int kept = dup(STDERR_FILENO);
    FILE *file = fopen(err, "w+");
    CU_ASSERT_FATAL(kept >= 0 && file);
    dup2(fileno(file), STDERR_FILENO);
    const int status = write(path, report);
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(file);
    said[fread(said, 1, 255, file)] = '\0';
    fclose(file);
    return status;
}
