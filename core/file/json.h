/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_JSON_H
#define UNFOLD_FILE_JSON_H

#include "net/real.h"
#include "net/status.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* What the readers of model files share. Errors name the key, the row and the column,
   so that a person finds the place in the file. */

/** A text of more values or deeper nesting than this is refused; the largest model has
    27 million numbers. */
#define UNFOLD_JSON_MAX_VALUES ((size_t)1 << 25)
#define UNFOLD_JSON_MAX_DEPTH 32

/** Parse a JSON text (RFC 8259) whose root is an object; release with json_decref.
    Repeated keys, \u0000, invalid UTF-8 and anything after the root are refused with
    line and column. Jansson's own parser is not used: when an allocation fails it goes
    on with a shortened text or reads beyond it (strbuffer results unchecked in its
    load.c). Safe against any bytes. */
UnfoldStatus unfold_json_parse(const char *text, size_t size, json_t **root,
                               UnfoldError *error);

/** The member `key` of `object`, borrowed; UNFOLD_BAD_FILE if it is missing or not of
    this type. */
UnfoldStatus unfold_json_text(const json_t *object, const char *key, const char **text,
                              UnfoldError *error);
UnfoldStatus unfold_json_count(const json_t *object, const char *key, uint32_t *count,
                               UnfoldError *error);

/** The same of a number that is `least` to `most`; else UNFOLD_UNSUPPORTED with its
    value. */
UnfoldStatus unfold_json_count_in(const json_t *object, const char *key, uint32_t least,
                                  uint32_t most, uint32_t *count, UnfoldError *error);
UnfoldStatus unfold_json_number(const json_t *object, const char *key, double *number,
                                UnfoldError *error);
UnfoldStatus unfold_json_object(const json_t *object, const char *key,
                                const json_t **member, UnfoldError *error);

/** UNFOLD_UNSUPPORTED with the name of the first key of `object` that is not in
    `known` (ends with NULL). `where` is empty or " in 'weights'". */
UnfoldStatus unfold_json_check_keys(const json_t *object, const char *const *known,
                                    const char *where, UnfoldError *error);

/** A flat array of exactly `count` finite numbers, which `name` names in errors. */
UnfoldStatus unfold_json_numbers(const json_t *array, const char *name, size_t count,
                                 UnfoldReal *numbers, UnfoldError *error);

/** Whether it is an array of exactly `rows` arrays of exactly `cols` things each, to be
    known before memory is taken. */
UnfoldStatus unfold_json_check_rows(const json_t *array, const char *name, size_t rows,
                                    size_t cols, UnfoldError *error);

/** An array of exactly `rows` arrays of exactly `cols` finite numbers, row after row
    into `numbers`. */
UnfoldStatus unfold_json_rows(const json_t *array, const char *name, size_t rows,
                              size_t cols, UnfoldReal *numbers, UnfoldError *error);

#endif
