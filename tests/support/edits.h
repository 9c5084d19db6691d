/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_EDITS_H
#define UNFOLD_TESTS_EDITS_H

#include "file/model_file.h"

/* Model files that are spoiled, and what their reader says. */

/** What unfold_model_parse comes to; the file is empty unless it is UNFOLD_OK, and then
    alone there is no sentence. */
UnfoldStatus parse_text(const char *text, size_t size, UnfoldError *error);

/** The text with the first `from` replaced by `to` is refused with `expected` and a
    sentence that has `word` in it. */
void refuse_edited(const char *text, size_t size, const char *from, const char *to,
                   UnfoldStatus expected, const char *word);

/** The text without its end, wherever it is cut, is refused. It ends with a newline. */
void refuse_cuts(const char *text, size_t size);

/** Any byte replaced by one of a few does no harm; `text` is as before afterwards. */
void survive_changes(char *text, size_t size);

/** The allocations of loading `path` fail one after another, alone and with all that
    follow: each is an error that leaves nothing. Returns how many there are. */
size_t fail_each_allocation_of_loading(const char *path);

#endif
