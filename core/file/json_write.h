/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_JSON_WRITE_H
#define UNFOLD_FILE_JSON_WRITE_H

#include "net/real.h"
#include "net/status.h"

#include <jansson.h>
#include <stdio.h>

/* What the writers of model files share. Numbers are written in the C locale with as
   few digits as bring the same number back. All return UNFOLD_OK or UNFOLD_NO_MEMORY;
   whether the file took it is ferror's to say. */

/** A new number, whole where it is; NULL for lack of memory. */
json_t *unfold_json_of_number(double number);

/** Any value, on one line. */
UnfoldStatus unfold_write_value(FILE *file, const json_t *value);

/** A number as unfold_json_of_number makes it. */
UnfoldStatus unfold_write_number(FILE *file, double number);

/** One weight, and `count` of them between brackets. */
UnfoldStatus unfold_write_real(FILE *file, UnfoldReal number);
UnfoldStatus unfold_write_row(FILE *file, const UnfoldReal *numbers, size_t count);

/** An object, one member a line, each after `indent` spaces; NULL is empty. */
UnfoldStatus unfold_write_members(FILE *file, const json_t *object, int indent);

#endif
