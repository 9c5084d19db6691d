/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_NUMBER_H
#define UNFOLD_FILE_NUMBER_H

#include <stdbool.h>

/** Whether the whole text is a finite decimal number, with a '.' in any locale. */
bool unfold_number_parse(const char *text, double *number);

#endif
