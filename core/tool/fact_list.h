/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_FACT_LIST_H
#define UNFOLD_TOOL_FACT_LIST_H

#include "file/facts.h"

/* What a training writes into its model beside the network. Both return the exit status
   and have printed the error. */

typedef struct {
    const char *section, *key, *text; /**< text NULL: left out */
} TextFact;
int tool_set_texts(const TextFact *texts, size_t count, UnfoldFacts *facts);

typedef struct {
    const char *section, *key;
    double value; /**< left out where not finite */
} NumberFact;
int tool_set_numbers(const NumberFact *numbers, size_t count, UnfoldFacts *facts);

/** The day, so that the same training twice on a day writes the same bytes;
    SOURCE_DATE_EPOCH makes it any day. */
const char *tool_date_text(char text[16]);

#endif
