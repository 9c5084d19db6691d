/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/edits.h"

#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

UnfoldStatus parse_text(const char *text, size_t size, UnfoldError *error)
{
    UnfoldModelFile file;
    error->text[0] = '\0';
    const UnfoldStatus status = unfold_model_parse(text, size, &file, error);
    CU_ASSERT_EQUAL(status == UNFOLD_OK, file.model != NULL);
    CU_ASSERT_EQUAL(status == UNFOLD_OK, file.facts != NULL);
    CU_ASSERT_EQUAL(status == UNFOLD_OK, error->text[0] == '\0');
    if (status) {
        CU_ASSERT_EQUAL(file.knobs.count, 0);
        CU_ASSERT_PTR_NULL(file.listening);
    }
    unfold_model_file_clear(&file);
    return status;
}

void refuse_edited(const char *text, size_t size, const char *from, const char *to,
                   UnfoldStatus expected, const char *word)
{
    char *edited = malloc(size + strlen(to));
    const char *at = memmem(text, size, from, strlen(from));
    if (!at)
        printf("there is no '%s'\n", from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    const size_t before = (size_t)(at - text), rest = size - before - strlen(from);
    memcpy(edited, text, before);
    memcpy(edited + before, to, strlen(to));
    memcpy(edited + before + strlen(to), at + strlen(from), rest);
    UnfoldError error;
    const UnfoldStatus status = parse_text(edited, before + strlen(to) + rest, &error);
    if (status != expected || !strstr(error.text, word))
        printf("'%s' to '%s': %d '%s' lacks '%s'\n", from, to, status, error.text,
               word);
    CU_ASSERT_EQUAL(status, expected);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, word));
    CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
    free(edited);
}

void refuse_cuts(const char *text, size_t size)
{
    UnfoldError error;
    CU_ASSERT_EQUAL(text[size - 1], '\n');
    CU_ASSERT_EQUAL(parse_text(text, size - 1, &error), UNFOLD_OK);
    for (size_t cut = 0; cut + 1 < size; ++cut) {
        char *part = malloc(cut ? cut : 1); /* its own block: no byte beyond is read */
        memcpy(part, text, cut);
        CU_ASSERT_EQUAL(parse_text(part, cut, &error), UNFOLD_BAD_FILE);
        free(part);
    }
}

void survive_changes(char *text, size_t size)
{
    static const char bytes[] = {'\0', '"', '\\', '[', '}', ',', '9', '-', 'e', '\xff'};
    UnfoldError error;
    for (size_t at = 0; at < size; ++at)
        for (size_t k = 0; k < sizeof bytes; ++k) {
            const char old = text[at];
            text[at] = bytes[k];
            const UnfoldStatus status = parse_text(text, size, &error);
            CU_ASSERT(status == UNFOLD_OK || strlen(error.text) > 5);
            text[at] = old;
        }
}

size_t fail_each_allocation_of_loading(const char *path)
{
    UnfoldModelFile file;
    UnfoldError error;
    watch_jansson();
    allocations_reset();
    CU_ASSERT_EQUAL(unfold_model_load(path, &file, &error), UNFOLD_OK);
    const size_t total = allocations_made();
    unfold_model_file_clear(&file);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    for (size_t n = 0; n < total; ++n)
        for (int all_after = 0; all_after < 2; ++all_after) {
            allocations_reset();
            allocations_fail_at(n, all_after);
            const UnfoldStatus status = unfold_model_load(path, &file, &error);
            if (status != UNFOLD_NO_MEMORY)
                printf("%s: allocation %zu of %zu: %d\n", path, n, total, status);
            CU_ASSERT_EQUAL(status, UNFOLD_NO_MEMORY);
            CU_ASSERT_PTR_NULL(file.model);
            CU_ASSERT_EQUAL(allocations_live(), 0);
        }
    allocations_reset();
    return total;
}
